"""The ORIs in a cell as people write them, and which known ones a mistyped one is near to. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

_SEPARATORS = re.compile(r"[\s,;/|&+()]+|\band\b", re.IGNORECASE)
_INNER_MARKS = re.compile(r"(?<=[0-9A-Za-z])[-.](?=[0-9A-Za-z])")
_SHORTEST = 5  # characters; what is shorter names nobody
_LENGTH = 9
# What eyes and scanners take for one another.
_ALIKE = str.maketrans("OQDILSBZ", "00011582")


def codes_in(cell: str) -> tuple[str, ...]:
    """The ORIs that `cell` holds, each once, in capitals and without blanks and hyphens inside.

    Whether somebody has them is not asked. Words ("none", "N/A") are none: an ORI has a digit.
    """
    words = [word for word in _SEPARATORS.split(_INNER_MARKS.sub("", cell).upper()) if word]
    found: list[str] = []
    state = ""
    for word in words:
        if word == "CA":
            state = word
            continue
        found += _apart(state + word)
        state = ""
    return tuple(
        dict.fromkeys(
            code for code in found if len(code) >= _SHORTEST and any(c.isdigit() for c in code)
        )
    )


def _apart(word: str) -> list[str]:
    """Two ORIs that were written without anything between them."""
    if len(word) == 2 * _LENGTH and word[:2] == word[_LENGTH : _LENGTH + 2] == "CA":
        return [word[:_LENGTH], word[_LENGTH:]]
    return [word]


def alike(code: str) -> str:
    """The code with letters and digits that are taken for one another made the same."""
    return code[:2] + code[2:].translate(_ALIKE)


class OriBook:
    """The known ORIs, to ask which of them somebody may have meant."""

    def __init__(self, codes: Iterable[str]):
        self._codes = list(codes)
        self._known = set(self._codes)
        self._by_look: dict[str, list[str]] = {}
        for code in self._codes:
            self._by_look.setdefault(alike(code), []).append(code)

    def near(self, code: str) -> list[tuple[str, str]]:
        """(known ORI, why it may be meant), the surest first. Never a match by itself."""
        found: dict[str, str] = {}
        completed = {
            code + "00": "without its last two digits",
            "CA" + code.zfill(_LENGTH - 2): "without “CA” or a leading zero",
            "CA" + code + "00": "without “CA” and its last two digits",
        }
        for whole, why in completed.items():
            if whole in self._known:
                found.setdefault(whole, why)
        for meant in (code, *completed):
            for one in self._by_look.get(alike(meant), []):
                found.setdefault(one, "with a letter for a digit, or the other way (O and 0)")
        if not found and len(code) == _LENGTH:
            for one in self._codes:
                if OSA.distance(code, one, score_cutoff=1) <= 1:
                    found.setdefault(one, "with one character that differs")
        return list(found.items())
