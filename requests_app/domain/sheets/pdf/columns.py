"""Columns of a table without lines: the strips of a page that no word of its rows stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from requests_app.domain.sheets.pdf.lines import TextLine, Word

# In blanks: what parts two texts in a line, and the least width of a strip between columns.
PARTS, STRIP, TOLD_STRIP = 2.2, 1.5, 0.2
# Of the rows, how many may reach over the edge of their column without joining it to the next.
MAY_REACH_OVER = 0.04
_VALUE = re.compile(
    r"[-–—(<>~≈$#*]*\d[\d.,/()%*†‡+-]*|[-–—]{1,3}|\*{1,3}|n/?a\.?|none|nil|no|yes|unknown|pending|zero|"
    r"did not report|not reported|withheld|redacted",
    re.IGNORECASE,
)

Phrase = tuple[Word, ...]


@dataclass(frozen=True)
class Strip:
    """A column from left to right, in points."""

    x0: float
    x1: float


def phrases_of(line: TextLine) -> list[Phrase]:
    """The words of a line, parted where there is more than a blank or two."""
    found: list[list[Word]] = []
    for word in line.words:
        if found and not word.is_parted_from(found[-1][-1], PARTS):
            found[-1].append(word)
        else:
            found.append([word])
    return [tuple(words) for words in found]


def body_of(lines: Sequence[TextLine]) -> list[TextLine]:
    """The rows among the lines of a table; where none has figures, all that have two texts."""
    figures = [line for line in lines if has_figures(line)]
    return figures if len(figures) > 1 else [line for line in lines if len(phrases_of(line)) > 1]


def has_figures(line: TextLine) -> bool:
    """After its first text comes a value."""
    phrases = phrases_of(line)
    return any(_VALUE.fullmatch(_text(phrase)) for phrase in phrases[1:]) or (
        # Values so near to each other, or to the name, that they are one text.
        len(line.words) > 2 and all(_VALUE.fullmatch(word.text) for word in line.words[-2:])
    )


def columns_of(body: Sequence[TextLine], head: Sequence[TextLine]) -> list[Strip]:
    """The columns that the rows of a table and its headings stand in, from left to right."""
    found = _strips(body)
    for line in [*body, *reversed(head)]:
        for phrase in phrases_of(line):
            found = _with(found, phrase)  # a column that is filled in few rows is one as well
    return found


def _strips(body: Sequence[TextLine]) -> list[Strip]:
    """What remains of the width when the strips without words are taken out."""
    if not body:
        return []
    may = int(len(body) * MAY_REACH_OVER)
    ends = sorted(
        event for line in body for first, last in _runs(line) for event in ((first, 1), (last, -1))
    )
    words = [word for line in body for word in line.words]
    # Where blanks are written, every gap that is none parts two columns, as narrow as it may be.
    is_told = any(word.is_joined is not None for word in words)
    least = (TOLD_STRIP if is_told else STRIP) * min(word.blank for word in words)
    found: list[Strip] = []
    standing, began = 0, 0.0
    for x, step in ends:
        if step > 0 and standing == may:
            if found and x - found[-1].x1 < least:
                began = found.pop().x0
            else:
                began = x
        standing += step
        if step < 0 and standing == may:
            found.append(Strip(began, x))
    return found


def _runs(line: TextLine) -> Iterable[tuple[float, float]]:
    """Where the line has words, blanks between the words of a text taken in."""
    for phrase in phrases_of(line):
        runs = [[phrase[0].x0, phrase[0].x1]]
        for before, word in pairwise(phrase):
            if word.is_parted_from(before, STRIP):
                runs.append([word.x0, word.x1])
            else:
                runs[-1][1] = word.x1
        yield from ((first, last) for first, last in runs)


def _with(columns: list[Strip], words: Sequence[Word]) -> list[Strip]:
    """The columns with a text that stands in none of them or makes one wider; what stands over
    several changes nothing."""
    x0, x1 = words[0].x0, words[-1].x1
    over = [one for one in columns if one.x0 < x1 and x0 < one.x1]
    if not over:
        return sorted([*columns, Strip(x0, x1)], key=lambda one: one.x0)
    if len(over) > 1:
        return columns
    wider = Strip(min(x0, over[0].x0), max(x1, over[0].x1))
    return [wider if one is over[0] else one for one in columns]


def in_columns(line: TextLine, columns: Sequence[Strip]) -> list[str]:
    """The cells of a line. A word belongs with the one before it, unless the gap between the two
    lies between their columns."""
    cells = [""] * len(columns)
    before: Word | None = None
    column = 0
    for word in line.words:
        best = _nearest(word, columns)
        if before is None or _is_parted(before, word, column, best, columns):
            column = best
        cells[column] = f"{cells[column]} {word.text}".strip()
        before = word
    return cells


def _is_parted(before: Word, word: Word, column: int, best: int, columns: Sequence[Strip]) -> bool:
    if word.is_parted_from(before, PARTS):
        return True
    if best <= column:
        return False
    gap_from, gap_to = columns[best - 1].x1, columns[best].x0
    return before.x1 <= gap_to + 0.1 and word.x0 >= gap_from - 0.1


def _nearest(word: Word, columns: Sequence[Strip]) -> int:
    middle = (word.x0 + word.x1) / 2

    def farness(number: int) -> tuple[float, float]:
        one = columns[number]
        shared = min(word.x1, one.x1) - max(word.x0, one.x0)
        return (-max(shared, 0.0), abs((one.x0 + one.x1) / 2 - middle) if shared <= 0 else 0.0)

    return min(range(len(columns)), key=farness)


def _text(phrase: Phrase) -> str:
    return " ".join(word.text for word in phrase)
