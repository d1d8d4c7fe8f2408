"""What a workbook (XLSX) holds that nobody sees who opens it, read from its XML."""

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypedDict

from defusedxml.ElementTree import XMLParser

from requests_app.domain.sheets.archives import opened_archive
from requests_app.domain.sheets.titles import column_letter

PIECE = 1024 * 1024  # bytes of XML that are read at once
MOST_NAMED = 12  # ranges or names that are written out; more are counted
WORKBOOK = "xl/workbook.xml"


class Hidden(TypedDict):
    """count: of what the kind is about. where: the sheet, or empty for the whole workbook.
    named: letters, numbers or names of them, at most `MOST_NAMED`."""

    kind: str
    count: int
    where: str
    named: list[str]


@dataclass(frozen=True)
class Meaning:
    one: str
    many: str
    means: str


_STAYS = "What is in them goes out with the file, and anybody can show it again."
KINDS = {
    "sheets": Meaning("hidden sheet", "hidden sheets", _STAYS),
    "very_hidden_sheets": Meaning(
        "sheet hidden from Excel's own menu",
        "sheets hidden from Excel's own menu",
        "Only a program shows them again; they go out with the file all the same.",
    ),
    "columns": Meaning("hidden column", "hidden columns", _STAYS),
    "rows": Meaning("hidden row", "hidden rows", _STAYS),
    "comments": Meaning(
        "sheet with comments", "sheets with comments", "Notes of whoever worked on it, with names."
    ),
    "links": Meaning(
        "link to another file",
        "links to other files",
        "Its figures were taken from there; the address may name a server or a person.",
    ),
    "names": Meaning(
        "hidden name", "hidden names", "A name for cells or a formula that Excel does not list."
    ),
    "macros": Meaning(
        "program (macro)", "programs (macros)", "It can run in Excel: read the file here or as CSV."
    ),
}


def sentence(hidden: Hidden) -> str:
    """ "2 hidden columns in “Sheet1”: E, F"."""
    meaning, count = KINDS[hidden["kind"]], hidden["count"]
    words = f"{count:,} {meaning.one if count == 1 else meaning.many}"
    words += f" in “{hidden['where']}”" if hidden["where"] else ""
    return f"{words}: {', '.join(hidden['named'])}" if hidden["named"] else words


def hidden_parts(content: bytes) -> list[Hidden]:
    """What is hidden in a workbook, sheet by sheet. Raises ValueError where it is broken or would
    unpack to too much; memory does not grow with the sheets."""
    archive = opened_archive(content)
    if WORKBOOK not in archive.namelist():
        raise ValueError("There is no workbook in the file.")
    book = _Book()
    _walk(archive, WORKBOOK, book.start)
    found = [
        *_named("sheets", [s.name for s in book.sheets if s.state == "hidden"]),
        *_named("very_hidden_sheets", [s.name for s in book.sheets if s.state == "veryHidden"]),
    ]
    commented = []
    for name, part in _parts(archive, book):
        found += _in_sheet(archive, part, name)
        if any("comment" in target.lower() for _, target in _relations(archive, part)):
            commented.append(name)
    found += _named("comments", commented)
    found += _named("links", list(_linked(archive)))
    found += _named("names", book.hidden_names)
    macros = [name for name in archive.namelist() if name.lower().endswith("vbaproject.bin")]
    return found + _named("macros", [posixpath.basename(name) for name in macros])


def sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(name of the sheet, name of its XML part) of each sheet whose part is there."""
    book = _Book()
    if WORKBOOK in archive.namelist():
        _walk(archive, WORKBOOK, book.start)
    return _parts(archive, book)


def _parts(archive: zipfile.ZipFile, book: "_Book") -> list[tuple[str, str]]:
    targets, there = dict(_relations(archive, WORKBOOK)), set(archive.namelist())
    wanted = [(sheet.name, targets.get(sheet.relation, "")) for sheet in book.sheets]
    return [(name, part) for name, part in wanted if part in there]


def _named(kind: str, names: list[str], where: str = "", count: int | None = None) -> list[Hidden]:
    if not names:
        return []
    named = [name[:100] for name in names[:MOST_NAMED]]
    named += ["…"] if len(names) > MOST_NAMED else []
    return [Hidden(kind=kind, count=count or len(names), where=where[:100], named=named)]


@dataclass(frozen=True)
class _Sheet:
    name: str
    state: str
    relation: str


class _Book:
    """What workbook.xml says of its sheets and names."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.hidden_names: list[str] = []

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "sheet":
            relation = next((v for k, v in given.items() if k.endswith("}id")), "")
            self.sheets.append(_Sheet(given.get("name", ""), given.get("state", ""), relation))
        elif tag == "definedName" and _yes(given.get("hidden")):
            name = given.get("name", "")
            # Excel itself hides those of its filters.
            self.hidden_names += [name] if not name.startswith("_xlnm.") else []


class _Hiding:
    """The hidden columns and rows of a sheet, as ranges of numbers from 1."""

    def __init__(self) -> None:
        self.columns: list[tuple[int, int]] = []
        self.rows: list[tuple[int, int]] = []
        self._row = 0

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "col" and (_yes(given.get("hidden")) or _number(given.get("width"), 1) == 0):
            first = int(_number(given.get("min"), 1))
            _add(self.columns, first, min(int(_number(given.get("max"), first)), 16_384))
        elif tag == "row":
            self._row = int(_number(given.get("r"), self._row + 1))
            if _yes(given.get("hidden")) or _number(given.get("ht"), 1) == 0:
                _add(self.rows, self._row, self._row)


def _add(ranges: list[tuple[int, int]], first: int, last: int) -> None:
    if ranges and ranges[-1][1] + 1 == first:
        ranges[-1] = (ranges[-1][0], last)
    else:
        ranges.append((first, last))


def _in_sheet(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[Hidden]:
    hiding = _Hiding()
    _walk(archive, part, hiding.start)
    for kind, ranges, written in (
        ("columns", hiding.columns, lambda number: column_letter(number - 1)),
        ("rows", hiding.rows, str),
    ):
        count = sum(last - first + 1 for first, last in ranges)
        yield from _named(kind, [_range(*one, written) for one in ranges], name, count)


def _range(first: int, last: int, written: Callable[[int], str]) -> str:
    return written(first) if first == last else f"{written(first)}–{written(last)}"


def _relations(archive: zipfile.ZipFile, part: str) -> list[tuple[str, str]]:
    """(id, target) of what a part refers to; targets inside the archive by their whole name."""
    folder, name = posixpath.split(part)
    rels = f"{folder}/_rels/{name}.rels"
    found: list[tuple[str, str]] = []

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship":
            target = given.get("Target", "")
            if given.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.append((given.get("Id", ""), target))

    if rels in archive.namelist():
        _walk(archive, rels, start)
    return found


def _linked(archive: zipfile.ZipFile) -> Iterator[str]:
    """Where the workbook takes values from: the targets of its external links."""
    for name in archive.namelist():
        if re.fullmatch(r"xl/externalLinks/[^/]+\.xml", name):
            yield from [target for _, target in _relations(archive, name)] or [name]


def _yes(value: str | None) -> bool:
    return value in ("1", "true")


def _number(value: str | None, otherwise: float) -> float:
    try:
        return float(value) if value else otherwise
    except ValueError:
        return otherwise


class _Starts:
    """Told of each element as it begins; keeps nothing."""

    def __init__(self, told: Callable[[str, dict[str, str]], None]):
        self.told = told

    def start(self, tag: str, given: dict[str, str]) -> None:
        self.told(tag.rpartition("}")[2], given)


def _walk(archive: zipfile.ZipFile, name: str, told: Callable[[str, dict[str, str]], Any]) -> None:
    """Tells `told` of every element of an XML part. An entity or a DTD is refused (ValueError)."""
    parser = XMLParser(target=_Starts(told), forbid_dtd=True)
    with archive.open(name) as part:
        while piece := part.read(PIECE):
            parser.feed(piece)
    parser.close()
