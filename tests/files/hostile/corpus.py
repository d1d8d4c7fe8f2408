"""The list of hostile files: name, how its bytes are made, and what has to become of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from requests_app.domain.sheets.reading import Sheet

HEAD = ["Agency", "ORI", "Violations"]
ROWS = [HEAD, ["Fresno PD", "CA0100500", "4"], ["Davis PD", "CA0570100", "none"]]
CSV = "".join(",".join(row) + "\r\n" for row in ROWS)


@dataclass(frozen=True)
class Refused:
    """By one of these words; two, where it depends on the machine which limit is met first."""

    defects: tuple[str, ...]


@dataclass(frozen=True)
class Cells:
    """The rows of one of the sheets, to the letter; and what has to be noted with them."""

    rows: Sequence[Sequence[str]]
    note: str = ""
    sheet: int = 0

    def differ_from(self, sheets: Sequence[Sheet]) -> str:
        sheet = sheets[self.sheet]
        if sheet.rows != [list(row) for row in self.rows]:
            return f"{sheet.rows[:5]} in {len(sheet.rows)} rows"
        return "" if self.note in " ".join(sheet.notes) else f"noted: {sheet.notes}"


@dataclass(frozen=True)
class Size:
    """So many rows, and of how many cells the first of them is."""

    rows: int
    columns: int

    def differ_from(self, sheets: Sequence[Sheet]) -> str:
        rows = sheets[0].rows
        found = (len(rows), len(rows[0]))
        return "" if found == (self.rows, self.columns) else f"{found}"


Expected = Refused | Cells | Size


@dataclass(frozen=True)
class HostileFile:
    """is_slow: it is ended by the clock, or takes long to make."""

    name: str
    make: Callable[[], bytes]
    expected: Expected
    is_slow: bool


CORPUS: dict[str, HostileFile] = {}


def refused(*defects: str) -> Refused:
    return Refused(defects)


def clean(note: str = "") -> Cells:
    return Cells(ROWS, note)


def hostile(
    name: str, expected: Expected, *, slow: bool = False
) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Puts the file that a function makes into the corpus."""

    def add(make: Callable[[], bytes]) -> Callable[[], bytes]:
        assert name not in CORPUS, name
        CORPUS[name] = HostileFile(name, make, expected, slow)
        return make

    return add


def plainly(name: str, expected: Expected, content: bytes) -> None:
    """Puts a short file into the corpus."""
    hostile(name, expected)(lambda: content)
