"""What a person should know of the sheets of a workbook (XLSX) and does not see in their cells.

Most workbooks hide nothing: that is found out by a look for a few words, and only where one of
them stands is the XML read in full.
"""

import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field

from defusedxml.ElementTree import XMLParser

from requests_app.domain.sheets.hiding import PIECE, hidden_parts, sentence, sheet_parts

# What the XML says of a hidden row or column; a height or width of nought hides as well.
_HIDES = (b"hidden=", b'ht="0"', b'width="0"')
_FORMULA, _ERROR = b"<f", b't="e"'
_OVERLAP = max(map(len, _HIDES)) - 1  # a word may stand across the end of a piece
FORMULAS = "Some cells are formulas: read is what they came to when the file was last saved."
ERRORS = "Some cells hold errors such as #REF! in place of a figure."
NOT_READ = "What the workbook hides could not be read."

ErrorCell = tuple[int, int, str]  # row and column from 0, "#REF!"


@dataclass
class Seen:
    """By the name of a sheet: sentences, and the cells that hold errors."""

    notes: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    errors: defaultdict[str, list[ErrorCell]] = field(default_factory=lambda: defaultdict(list))


def seen_in(archive: zipfile.ZipFile, content: bytes) -> Seen:
    """What the cells of each sheet do not show."""
    seen = Seen()
    try:
        hides = False
        for name, part in sheet_parts(archive):
            words = _words_in(archive, part)
            hides = hides or any(word in words for word in _HIDES)
            if _FORMULA in words:
                seen.notes[name].append(FORMULAS)
            if _ERROR in words and (errors := _errors_in(archive, part)):
                seen.errors[name] = errors
                seen.notes[name].append(ERRORS)
        for hidden in hidden_parts(content) if hides else ():
            if hidden["kind"] in ("rows", "columns"):
                seen.notes[hidden["where"]].append(sentence(hidden) + ".")
    except (ValueError, KeyError):
        seen.notes.default_factory = lambda: [NOT_READ]
    return seen


def _words_in(archive: zipfile.ZipFile, part: str) -> set[bytes]:
    """Which of the words stand in an XML part; memory does not grow with it."""
    wanted, end = {*_HIDES, _FORMULA, _ERROR}, b""
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
        self.found: list[ErrorCell] = []
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


def _errors_in(archive: zipfile.ZipFile, part: str) -> list[ErrorCell]:
    """The cells of a sheet that hold errors. Raises ValueError for an entity or a DTD."""
    errors = _Errors()
    parser = XMLParser(target=errors, forbid_dtd=True)
    with archive.open(part) as opened:
        while piece := opened.read(PIECE):
            parser.feed(piece)
    return errors.found
