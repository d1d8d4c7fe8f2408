"""Headings that stand on their side, as above narrow columns: read along their own line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Letter = dict[str, Any]  # as pdfplumber gives it
BLANK = 0.2  # of the letters' size


def is_level(letter: Letter) -> bool:
    a, b, *_ = letter["matrix"]
    return abs(b) <= 0.1 * abs(a)


def is_on_its_side(letter: Letter) -> bool:
    """Turned by a quarter; what is neither level nor this lies across the page, as a stamp."""
    a, b, *_ = letter["matrix"]
    return abs(a) <= 0.1 * abs(b)


def text_on_its_side(letters: Sequence[Letter]) -> str:
    """The words of letters that are turned by a quarter, one way or the other."""
    lines: list[list[Letter]] = []
    goes_up = sum(letter["matrix"][1] > 0 for letter in letters) * 2 >= len(letters)
    for letter in sorted(letters, key=lambda one: one["x0"] if goes_up else -one["x1"]):
        if lines and abs(lines[-1][0]["x0"] - letter["x0"]) < letter["width"] / 2:
            lines[-1].append(letter)
        else:
            lines.append([letter])
    return " ".join(" ".join(_words(line, goes_up).split()) for line in lines)


def _words(line: Sequence[Letter], goes_up: bool) -> str:
    text, end = "", None
    for letter in sorted(line, key=lambda one: -one["bottom"] if goes_up else one["top"]):
        begin = -letter["bottom"] if goes_up else letter["top"]
        if end is not None and begin - end > BLANK * letter["width"]:
            text += " "
        text += letter["text"]
        end = -letter["top"] if goes_up else letter["bottom"]
    return text
