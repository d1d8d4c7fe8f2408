"""What a table says of itself above and below its rows: its footnotes, what its marks mean, and the
day it stands as of. Pure: lines in, what they say out; a person decides what to make of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from requests_app.domain.request_log.text_dates import dates_in

MOST_LINES, LONGEST_LINE = 200, 500
_MARK = r"\*+|[†‡§#]+|[¹²³⁰-⁹ᵃ-ᶻ]|\[\w{1,3}\]"
_FOOTNOTE = re.compile(rf"({_MARK})\s*(\S.*)", re.DOTALL)
_MARKED = re.compile(rf"({_MARK})\s*\Z")
_OF_MARKS = re.compile(
    r"\b(?:dash(?:es)?|hyphens?|blanks?|blank cells?|empty|left empty|shaded)\b|[“\"(][-–—][”\")]",
    re.IGNORECASE,
)
# The day of the data before that of the document; of an issue that is replaced, none.
_AS_OF = (
    re.compile(r"\b(?:as of|current (?:to|through))\b[^.]*", re.IGNORECASE),
    re.compile(r"\b(?:updated|revised|prepared|issued)\b[^.]*", re.IGNORECASE),
)
_OF_ANOTHER = re.compile(r"supersede|replace", re.IGNORECASE)


@dataclass(frozen=True)
class Legend:
    """footnotes: mark -> its words. of_marks: the lines that speak of dashes or blanks. as_of: the
    day that a line gives, with that line."""

    footnotes: Mapping[str, str] = field(default_factory=dict)
    of_marks: tuple[str, ...] = ()
    as_of: tuple[date, str] | None = None

    def explained(self, raw: str, note: str) -> str:
        """`note`, which stood beside the number in `raw`; of a mere footnote mark its words, or
        that nothing explains it."""
        found = _MARKED.search(raw)
        if found is None or len(note) > len(found[1]):
            return note
        return self.footnotes.get(found[1]) or f"marked “{found[1]}” in the file, unexplained there"


def legend_of(lines: Iterable[str]) -> Legend:
    """What the lines around a table say; the first of two with the same mark counts."""
    footnotes: dict[str, str] = {}
    of_marks: list[str] = []
    short = _shortened(lines)
    for line in short:
        if found := _FOOTNOTE.match(line):
            footnotes.setdefault(found[1], found[2])
        if _OF_MARKS.search(line):
            of_marks.append(line)
    return Legend(footnotes, tuple(of_marks), _as_of(short))


def _as_of(lines: Iterable[str]) -> tuple[date, str] | None:
    own = [line for line in lines if not _OF_ANOTHER.search(line)]
    for pattern in _AS_OF:
        for line in own:
            found = pattern.search(line)
            day = next(dates_in(found[0]), None) if found else None
            if day:
                return day[0], line
    return None


def _shortened(lines: Iterable[str]) -> list[str]:
    found: list[str] = []
    for line in lines:
        if len(found) == MOST_LINES:
            break
        if words := " ".join(line[:LONGEST_LINE].split()):
            found.append(words)
    return found
