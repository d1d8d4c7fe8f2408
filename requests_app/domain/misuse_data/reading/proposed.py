"""A figure as one cell of a file proposes it: plain values, nothing judged and nothing written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.reading.legend import Legend
from requests_app.domain.misuse_data.reading.subjects import About
from requests_app.domain.misuse_data.reading.values import Understood
from requests_app.domain.sheets.tables import LeftOut, Row, column_letter

LONGEST_SHOWN = 80  # characters of a heading, of a sheet's name half of them
LONGEST_MEASURE = 120  # of what is counted, as it is kept


@dataclass(frozen=True, eq=False)
class Counted:
    """What a figure counts, as the source writes it and as understood. `number`: of the file's
    different ones, from 0."""

    words: str
    key: str
    unit: str
    number: int
    is_unmapped: bool


@dataclass(frozen=True, eq=False)
class Place:
    """A table in its file: its number from 0, and the name of its sheet where it has one and its
    rows do not say the page. `titles`: what stands above its header, `legend`: what its notes say.
    `left`: the sheet's column (from 0) in which it begins."""

    number: int
    sheet: str
    columns: tuple[str, ...]
    titles: tuple[str, ...] = ()
    has_pages: bool = False
    left: int = 0
    legend: Legend = field(default_factory=Legend)
    suffixes: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        suffixes = (
            f", column {self.letter(n)} “{shortened(name)}”" for n, name in enumerate(self.columns)
        )
        object.__setattr__(self, "suffixes", tuple(suffixes))

    def letter(self, position: int) -> str:
        """The letter of the sheet's column that is the table's column `position`."""
        return column_letter(self.left + position)

    @property
    def beginning(self) -> str:
        return (
            f"sheet “{shortened(self.sheet, LONGEST_SHOWN // 2)}”, "
            if self.sheet and not self.has_pages
            else ""
        )

    def of(self, row: Row | LeftOut) -> str:
        """ "sheet “2023”, row 12"."""
        return self.beginning + row.place


class Proposed(NamedTuple):
    """A figure as one cell proposes it. `period` is None when the year is not understood."""

    row: Row
    place: Place
    position: int
    about: About
    year_as_written: str
    period: Covers | None
    counted: Counted
    unit: str
    understood: Understood
    raw: str
    note: str = ""

    @property
    def where(self) -> str:
        """ "sheet “2023”, row 12, column C “Suspended”"."""
        return f"{self.place.beginning}{self.row.place}{self.place.suffixes[self.position]}"

    @property
    def column(self) -> str:
        """ "sheet “2023”, column C “Suspended”"."""
        return self.place.beginning + self.place.suffixes[self.position].removeprefix(", ")

    @property
    def row_place(self) -> str:
        """The row as the checks name it when they speak of all of it."""
        return self.place.of(self.row)

    @property
    def cell(self) -> int:
        """The cell as one number, which is the same for no other cell of the file."""
        return (self.place.number << 48) | (self.row.number << 16) | self.position


def shortened(text: str, longest: int = LONGEST_SHOWN) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
