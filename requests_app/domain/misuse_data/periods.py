"""Calendar years as they are written. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100
_YEAR = re.compile(r"(?:(?:cy|calendar year)\s*)?(\d{4})(?:\.0)?")
_PERIOD = re.compile(r"(\d{4})\s*(?:-|–|—|to|through)\s*(\d{4})")
_PERIODS_IN_WORDS = re.compile(r"\b((?:19|20)\d\d)\s*(?:-|–|—|to|through)\s*((?:19|20)\d\d)\b")
_YEARS_IN_WORDS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


class Covers(NamedTuple):
    """Calendar years, first and last, that a release or a figure covers."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def is_possible(self) -> bool:
        return EARLIEST_YEAR <= self.first <= self.last <= LATEST_YEAR

    def holds(self, other: Covers) -> bool:
        """Whether `other` lies within these years."""
        return self.first <= other.first and other.last <= self.last


def period_of(text: str) -> Covers | None:
    """ "2023", "CY 2023", "2019–2023", "2019 to 2023"; None for anything else."""
    plain = text.strip().lower()
    if year := _YEAR.fullmatch(plain):
        return Covers(int(year[1]), int(year[1]))
    if years := _PERIOD.fullmatch(plain):
        return Covers(int(years[1]), int(years[2]))
    return None


def periods_in(words: str) -> list[Covers]:
    """The years and periods that a title names, longer periods first."""
    found = [Covers(int(one), int(other)) for one, other in _PERIODS_IN_WORDS.findall(words)]
    rest = _PERIODS_IN_WORDS.sub(" ", words)
    return found + [Covers(int(year), int(year)) for year in _YEARS_IN_WORDS.findall(rest)]
