"""Words of a page, and the lines that they stand in."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

# In parts of the size of the letters: what may lie between two letters of a word, how wide a
# blank is where the file has none to measure.
LETTER_GAP, USUAL_BLANK = 0.15, 0.28
WRITTEN = 0.1  # of the words, how many stand after a blank in a file that writes blanks


@dataclass(frozen=True)
class Word:
    """Places in points from the left and the top of its page. blank: how wide one is in its font.
    is_joined: whether the file has a blank before it; None where the file writes no blanks."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    blank: float
    is_joined: bool | None = None

    def is_parted_from(self, before: Word, blanks: float) -> bool:
        """By a gap of so many `blanks`, or because the file has none between them."""
        return self.x0 - before.x1 >= blanks * self.blank or self.is_joined is False


@dataclass(frozen=True)
class TextLine:
    """Words from left to right, on a page counted from 1."""

    words: tuple[Word, ...]
    page: int

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def words_of(page: Any) -> list[Word]:
    """The words of a page (as pdfplumber opens it) from left to right."""
    blank = _blank(page.chars)
    blanks = _places([letter for letter in page.chars if letter["text"] == " "])
    found = page.extract_words(x_tolerance_ratio=LETTER_GAP, y_tolerance=2)
    words = [
        Word(
            told["text"],
            float(told["x0"]),
            float(told["x1"]),
            float(told["top"]),
            float(told["bottom"]),
            blank * (float(told["bottom"]) - float(told["top"])),
        )
        for told in found
    ]
    joined = [_is_after_blank(word, blanks) for word in words]
    # A file that writes most of its blanks writes them all; another only moves on by their width.
    writes = sum(joined) > WRITTEN * len(words)
    return [
        replace(word, is_joined=is_joined) if writes else word
        for word, is_joined in zip(words, joined, strict=True)
    ]


def _places(letters: Sequence[dict[str, Any]]) -> dict[int, list[float]]:
    """By their height on the page in points, where letters end, in order."""
    found: dict[int, list[float]] = defaultdict(list)
    for letter in letters:
        found[round(letter["bottom"])].append(float(letter["x1"]))
    return {height: sorted(ends) for height, ends in found.items()}


def _is_after_blank(word: Word, blanks: dict[int, list[float]]) -> bool:
    """A blank ends where the word begins."""
    near = max(word.blank / 2, 0.5)
    for height in range(round(word.bottom) - 1, round(word.bottom) + 2):
        ends = blanks.get(height, ())
        at = bisect_left(ends, word.x0 - near)
        if at < len(ends) and ends[at] <= word.x0 + near:
            return True
    return False


def _blank(letters: Sequence[dict[str, Any]]) -> float:
    """How wide the page's blanks are, in parts of the size of its letters."""
    widths = [
        (letter["x1"] - letter["x0"]) / letter["height"]
        for letter in letters
        if letter["text"] == " " and letter["height"] > 0
    ]
    if widths:
        return min(float(median(widths)), 1.0)
    kinds = {
        round(letter["x1"] - letter["x0"], 1) for letter in letters if letter["text"] in "il1MW0"
    }
    return 0.6 if len(kinds) == 1 and len(letters) > 50 else USUAL_BLANK


def lines_of(words: Iterable[Word], page: int) -> list[TextLine]:
    """Words whose middles are at about one height are a line; lines from top to bottom."""
    found: list[list[Word]] = []
    height = 0.0  # of the middle of the line that is being collected
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.x0)):
        middle = (word.top + word.bottom) / 2
        if found and middle - height < 0.4 * (word.bottom - word.top):
            found[-1].append(word)
        else:
            found.append([word])
            height = middle
    return [TextLine(tuple(sorted(line, key=lambda word: word.x0)), page) for line in found]
