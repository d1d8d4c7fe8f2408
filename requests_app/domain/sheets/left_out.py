"""Rows of a table that hold no figures of their own, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from requests_app.domain.sheets.remembered import Remembered
from requests_app.domain.sheets.words import plain_words

TOTAL_WORDS = {
    "total",
    "totals",
    "grand total",
    "grand totals",
    "subtotal",
    "sum",
    "statewide total",
    "statewide totals",
    "total statewide",
    "state total",
}
# "All others" is none: those are named nowhere else.
_ALL_OF = {"agencies", "campuses", "departments", "counties", "cities", "districts"}
_NOTE_BEGINNINGS = ("note", "notes", "source", "sources", "prepared by", "revised", "as of")
_FOOTNOTE = re.compile(r"[*†‡§¹²³⁰⁴-⁹]|\(?\d\)\s|\[[\da-z]\]|page \d+ of \d+$", re.IGNORECASE)
# "1 preliminary", "2. See letter": a number alone may begin a name, and so what follows has to be
# small or a word of remarks.
_NUMBERED = re.compile(
    r"\d{1,2}[.:]?\s+(?:[a-z]{2}|(?:Preliminary|Provisional|Revised|Corrected|Amended|Updated"
    r"|Includes?|Including|Excludes?|Excluding|See|Figures?|Data|Number|Not|Did|As|Pending|Per)\b)"
)
_LEGEND = re.compile(r"\S\s+=\s+\S")  # "Blank = item not answered."
LONGEST_NAME = 10  # words of an agency's name; what is longer and stands alone is a remark

# A line that says nothing but a year or period: "2016", "CY 2016:", "FY 2016-17", "2016–2018".
_PERIOD_LINE = re.compile(
    r"(?:(?:cy|fy|calendar year|fiscal year|reporting year|year)s?\s*:?\s*)?(?:19|20)\d\d"
    r"(?:\s*(?:-|–|—|/|to|through)\s*(?:(?:19|20)\d\d|\d\d))?\s*:?",
    re.IGNORECASE,
)

TITLE_ROW, BLANK_ROW, TOTAL_ROW = "above the header", "blank", "total row"
REPEATED_HEADER, NOTE_ROW, HEADER_PART = "header repeated", "note", "part of the header"
PERIOD_ROW = "says the year of the rows below it"


class LeftOutRows:
    """Tells the rows below the header `headings` (cells of its row) that are no data. `names`: what
    its columns are called, which may be joined of two rows."""

    def __init__(self, headings: Sequence[str], names: Sequence[str] = ()):
        self._headings = [cell.lower() for cell in headings if cell]
        self._words = set(plain_words(" ".join((*headings, *names))).split())
        self._letters = plain_words(" ".join(names)).replace(" ", "")
        self._many = len(headings) > 2
        self._names_total: Remembered[str, bool] = Remembered(
            lambda cell: _names_total(plain_words(cell))
        )

    def why(self, cells: tuple[str, ...]) -> str:
        """Why the row is left out; empty for a row of data."""
        blanks = cells.count("")
        if blanks == len(cells):
            return BLANK_ROW
        if cells[0].partition(" ")[0].lower() in self._words and self._repeats_header(cells):
            return REPEATED_HEADER
        names_total, is_first = self._names_total, True
        for cell in cells[:3]:
            # Behind a name "Total violations" may be what is counted; "Total" alone is none.
            if names_total[cell] and (is_first or plain_words(cell) in TOTAL_WORDS):
                return TOTAL_ROW
            is_first = is_first and not cell
        if blanks == len(cells) - 1:
            alone = "".join(cells)
            if _PERIOD_LINE.fullmatch(alone):
                return PERIOD_ROW
            if self._many and _is_note(alone):
                return NOTE_ROW
        return ""

    def _repeats_header(self, cells: tuple[str, ...]) -> bool:
        """Whether it says nothing but words of the header: on a later page of a PDF two headings
        may stand in one cell."""
        filled = [cell.lower() for cell in cells if cell]
        if filled == self._headings:
            return True
        words = plain_words(" ".join(filled)).split()
        if "".join(words) == self._letters:  # one may be broken over two lines, and here is not
            return True
        return len(words) > 1 and self._words.issuperset(words)


def _names_total(words: str) -> bool:
    """ "Total", "Total (52 agencies)", "All campuses", "Alameda subtotal": none is an agency."""
    first, _, rest = words.partition(" ")
    if first == "all":
        return rest in _ALL_OF
    if first in {"total", "totals", "subtotal"} or words in TOTAL_WORDS:
        return True
    return words.endswith((" subtotal", " subtotals", " sub total", " county total"))


def _is_note(text: str) -> bool:
    """A remark below the table; an agency whose other cells are blank is none."""
    words = plain_words(text)
    return (
        _FOOTNOTE.match(text) is not None
        or _NUMBERED.match(text) is not None
        or _LEGEND.search(text) is not None
        or len(words.split()) > LONGEST_NAME
        or (text.endswith(".") and len(words.split()) > LONGEST_NAME / 2)
        or any(
            words == beginning or text.lower().startswith((beginning + ":", beginning + " "))
            for beginning in _NOTE_BEGINNINGS
        )
    )
