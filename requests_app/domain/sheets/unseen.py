"""What a person should know of the sheets of a workbook (XLSX) and does not see in their cells.

Most workbooks hide nothing: that is found out by a look for a few words, and only where one of
them stands is the XML read in full.
"""

import re
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from defusedxml.ElementTree import XMLParser

from requests_app.domain.sheets.hiding import PIECE, hidden_parts, sentence, sheet_parts
from requests_app.domain.sheets.rich_text import (
    SHARED_STRINGS,
    STYLED,
    STYLED_CELLS,
    TextCell,
    styled_cells,
    styled_strings,
)

# What the XML says of a hidden row or column; a height or width of nought hides as well.
_HIDES = (b"hidden=", b'ht="0"', b'width="0"')
_FORMULA, _ERROR = b"<f", b't="e"'
_WORDS = (*_HIDES, _FORMULA, _ERROR, *STYLED)
# Of OpenDocument, where it is only told.
CONTENT, RAISED_STYLE = "content.xml", b'text-position="super'
# A word may stand across the end of a piece.
_OVERLAP = max(map(len, (*_WORDS, RAISED_STYLE))) - 1
RAISED_SOMEWHERE = (
    "Some text in the workbook is raised: a figure with the mark of a footnote may be read as a"
    " longer number. Look at the figures with footnotes."
)
FORMULAS = "Some cells are formulas: read is what they came to when the file was last saved."
ERRORS = "Some cells hold errors such as #REF! in place of a figure."
NOT_READ = "What the workbook hides could not be read."


@dataclass
class Seen:
    """By the name of a sheet: sentences, and the cells that say something else than the reader of
    workbooks makes of them: errors ("#REF!"), and text that is raised."""

    notes: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    cells: defaultdict[str, list[TextCell]] = field(default_factory=lambda: defaultdict(list))


def seen_in(archive: zipfile.ZipFile, content: bytes) -> Seen:
    """What the cells of each sheet do not show."""
    seen = Seen()
    try:
        hides = False
        if _has(archive, CONTENT, RAISED_STYLE):
            seen.notes.default_factory = lambda: [RAISED_SOMEWHERE]
        is_styled = _has(archive, SHARED_STRINGS, *STYLED)
        strings = styled_strings(archive) if is_styled else {}
        for name, part in sheet_parts(archive):
            words = _words_in(archive, part)
            hides = hides or any(word in words for word in _HIDES)
            if _FORMULA in words:
                seen.notes[name].append(FORMULAS)
            if _ERROR in words and (errors := _errors_in(archive, part)):
                seen.cells[name] += errors
                seen.notes[name].append(ERRORS)
            styled = styled_cells(archive, part, strings) if strings or words & {*STYLED} else []
            if styled:
                seen.cells[name] += styled
                seen.notes[name].append(STYLED_CELLS)
        for hidden in hidden_parts(content) if hides else ():
            if hidden["kind"] in ("rows", "columns"):
                seen.notes[hidden["where"]].append(sentence(hidden) + ".")
    except (ValueError, KeyError):
        seen.notes.default_factory = lambda: [NOT_READ]
    return seen


def _has(archive: zipfile.ZipFile, part: str, *words: bytes) -> bool:
    """Whether the archive has the part, and that one of the words."""
    return part in archive.namelist() and bool(_words_in(archive, part, words))


def _words_in(archive: zipfile.ZipFile, part: str, words: Sequence[bytes] = _WORDS) -> set[bytes]:
    """Which of the words stand in an XML part; memory does not grow with it."""
    wanted, end = {*words}, b""
    found: set[bytes] = set()
    with archive.open(part) as opened:
        while piece := opened.read(PIECE):
            found |= {
                word for word in wanted - found if word in piece or word in end + piece[:_OVERLAP]
            }
            end = piece[-_OVERLAP:]
    return found


class _Errors:
    """Told of the elements of a sheet; keeps the cells of the kind "e" and their values."""

    def __init__(self) -> None:
        self.found: list[TextCell] = []
        self._place = ""
        self._is_value = False
        self._text = ""

    def start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "c":
            self._place = given.get("r", "") if given.get("t") == "e" else ""
        self._is_value = name == "v" and bool(self._place)

    def data(self, text: str) -> None:
        if self._is_value:
            self._text += text

    def end(self, tag: str) -> None:
        if self._is_value and (place := re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", self._place)):
            column = 0
            for letter in place.group(1):
                column = 26 * column + ord(letter) - ord("A") + 1
            self.found.append((int(place.group(2)) - 1, column - 1, self._text))
        self._is_value, self._text = False, ""


def _errors_in(archive: zipfile.ZipFile, part: str) -> list[TextCell]:
    """The cells of a sheet that hold errors. Raises ValueError for an entity or a DTD."""
    errors = _Errors()
    parser = XMLParser(target=errors, forbid_dtd=True)
    with archive.open(part) as opened:
        while piece := opened.read(PIECE):
            parser.feed(piece)
    return errors.found
