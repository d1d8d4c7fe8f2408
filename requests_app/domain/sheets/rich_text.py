"""The cells of a workbook (XLSX) of which a part is raised, lowered or struck through.

The reader of workbooks puts the parts together, so that "7" with a raised "1" is "71". Read from
the XML again, and only where its words say that there is such text.
"""

import re
import zipfile

from defusedxml.ElementTree import XMLParser

from requests_app.domain.sheets.hiding import PIECE
from requests_app.domain.sheets.set_apart import apart, raised

SHARED_STRINGS = "xl/sharedStrings.xml"
STYLED = (b"vertAlign", b"strike")  # either stands in the XML of every such text
STYLED_CELLS = "Some text in cells is raised, lowered or struck through: read as marks, or apart."

TextCell = tuple[int, int, str]  # row and column from 0, its text
_NO = {"0", "false", "none"}


class _Text:
    """Told of the elements of one text (`si` or `is`); its runs are put together as they look."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.is_styled = False
        self._does = ""
        self._is_read, self._is_spoken = False, False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "r":
            self._does = ""
        elif name == "rPh":  # how a word is spoken, which is no part of it
            self._is_spoken = True
        elif name == "vertAlign" and given.get("val") in ("superscript", "subscript"):
            self._does = given["val"]
        elif name == "strike" and given.get("val") not in _NO:
            self._does = self._does or name
        elif name == "t":
            self._is_read = not self._is_spoken
            self.pieces.append("")

    def data(self, text: str) -> None:
        if self._is_read:
            self.pieces[-1] += text

    def end(self, name: str) -> None:
        if name == "rPh":
            self._is_spoken = False
        elif name == "t":
            self._is_read = False
            if self._does and self.pieces[-1].strip():
                self.is_styled = True
                as_it_looks = raised if self._does == "superscript" else apart
                self.pieces[-1] = as_it_looks(self.pieces[-1])

    @property
    def whole(self) -> str:
        return "".join(self.pieces)


class _Strings:
    """Told of the elements of the shared strings; keeps those of which a part is styled."""

    def __init__(self) -> None:
        self.found: dict[int, str] = {}
        self._text = _Text()
        self._number = -1

    def start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "si":
            self._number += 1
            self._text = _Text()
        self._text.start(name, given)

    def data(self, text: str) -> None:
        self._text.data(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        self._text.end(name)
        if name == "si" and self._text.is_styled:
            self.found[self._number] = self._text.whole


class _Cells:
    """Told of the elements of a sheet; keeps the cells whose text is one of `strings`, or stands
    in the sheet itself and is styled."""

    def __init__(self, strings: dict[int, str]):
        self.found: list[TextCell] = []
        self._strings = strings
        self._row, self._column, self._kind = -1, -1, ""
        self._text = _Text()
        self._value: str | None = None

    def start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "row":
            at = given.get("r", "")
            self._row = int(at) - 1 if at.isdecimal() else self._row + 1
            self._column = -1
        elif name == "c":
            self._column = _column(given.get("r", ""), self._column)
            self._kind, self._text = given.get("t", ""), _Text()
        elif name == "v":
            self._value = ""
        self._text.start(name, given)

    def data(self, text: str) -> None:
        if self._value is None:
            self._text.data(text)
        elif len(self._value) < 20:
            self._value += text

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        self._text.end(name)
        text = None
        if name == "v":
            value, self._value = (self._value or "").strip(), None
            if self._kind == "s" and value.isdecimal():
                text = self._strings.get(int(value))
        elif name == "is" and self._text.is_styled:
            text = self._text.whole
        if text is not None:
            self.found.append((self._row, self._column, text))


def _column(place: str, before: int) -> int:
    letters = re.match(r"[A-Z]{1,3}(?=\d)", place)
    if letters is None:
        return before + 1
    column = 0
    for letter in letters[0]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column - 1


def styled_strings(archive: zipfile.ZipFile) -> dict[int, str]:
    """number -> text of the shared strings of which a part is styled. Raises ValueError for an
    entity or a DTD."""
    strings = _Strings()
    _feed(archive, SHARED_STRINGS, strings)
    return strings.found


def styled_cells(archive: zipfile.ZipFile, part: str, strings: dict[int, str]) -> list[TextCell]:
    """The cells of a sheet's XML `part` that hold such a text."""
    cells = _Cells(strings)
    _feed(archive, part, cells)
    return cells.found


def _feed(archive: zipfile.ZipFile, part: str, target: object) -> None:
    parser = XMLParser(target=target, forbid_dtd=True)
    with archive.open(part) as opened:
        while piece := opened.read(PIECE):
            parser.feed(piece)
