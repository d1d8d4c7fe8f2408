"""Raised figures, the marks of footnotes: "7¹" is seven, and must never be read as 71.

A PDF seldom says that a figure is raised. It is smaller than what it stands behind and higher, or
a narrower drawing of the same digit in the same font and size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from requests_app.domain.sheets.pdf.sideways import Letter

SUPERSCRIPTS = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
SMALL = 0.8  # of the size of the letter before it, or of the width of the same digit elsewhere
HIGHER = 0.12  # of the size of the letter before it: how far above its foot
TOUCHES = 0.15  # of that size: the widest gap to the letter before it


def mark_raised(letters: Sequence[Letter]) -> None:
    """Writes digits that are raised behind a letter or a digit as such ("¹"), in place."""
    widest: dict[tuple[str, float, str], float] = {}
    for one in letters:
        if one["text"] in SUPERSCRIPTS:
            key = _kind(one)
            widest[key] = max(widest.get(key, 0.0), _width(one))
    for one in list(_raised(letters, widest)):
        one["text"] = SUPERSCRIPTS[one["text"]]


def _raised(
    letters: Sequence[Letter], widest: Mapping[tuple[str, float, str], float]
) -> Iterator[Letter]:
    bearer: Letter | None = None  # what the marks stand behind
    for before, one in pairwise(letters):
        bearer = bearer or before
        is_mark = (
            one["text"] in SUPERSCRIPTS
            and bearer["text"].isalnum()
            and _touches(before, one)
            and not _is_narrow(bearer, widest)
            and (_is_narrow(one, widest) or _is_small_and_high(one, bearer))
        )
        if is_mark:
            yield one
        else:
            bearer = None


def _is_narrow(one: Letter, widest: Mapping[tuple[str, float, str], float]) -> bool:
    return _width(one) < SMALL * widest.get(_kind(one), 0.0)


def _kind(one: Letter) -> tuple[str, float, str]:
    return one["fontname"], round(one["size"], 1), one["text"]


def _width(one: Letter) -> float:
    return float(one["x1"] - one["x0"])


def _touches(before: Letter, one: Letter) -> bool:
    near = abs(one["x0"] - before["x1"]) < TOUCHES * before["size"]
    return near and one["top"] < before["bottom"] and one["bottom"] > before["top"]


def _is_small_and_high(one: Letter, bearer: Letter) -> bool:
    is_small = one["size"] <= SMALL * bearer["size"]
    return bool(is_small and bearer["bottom"] - one["bottom"] > HIGHER * bearer["size"])
