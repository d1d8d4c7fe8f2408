"""Calendar years as they are written, and fiscal ones, which are none. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from requests_app.domain.deadlines.years import FIRST_YEAR, LAST_YEAR

_YEAR = re.compile(r"(?:(?:cy|calendar year)\s*)?(\d{4})(?:\.0)?")
_PERIOD = re.compile(r"(\d{4})\s*(?:-|–|—|to|through)\s*(\d{4})")
_PERIODS_IN_WORDS = re.compile(r"\b((?:19|20)\d\d)\s*(?:-|–|—|to|through)\s*((?:19|20)\d\d)\b")
_YEARS_IN_WORDS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
# "FY 2022-23", "FY23", "Fiscal Years 2021/22"; and without the words "2022-23", "2022/2023". A day
# ("2010-11-05") is none.
_FISCAL = re.compile(
    r"\b(?:fy|f\.y\.|fiscal\s+years?|fiscal)\s*:?\s*['’]?(?P<one>(?:19|20)?\d\d)"
    r"(?:\s*[-–—/]\s*['’]?(?P<other>(?:19|20)?\d\d))?(?!\d)"
    r"|(?<![\d/-])(?P<first>(?:19|20)\d\d)(?:\s*[-–—/]\s*(?P<short>\d\d)|/(?P<long>\d{4}))(?![\d/-])",
    re.IGNORECASE,
)
_DATE_IN_WORDS = re.compile(
    r"\d[/-]\d{1,2}[/-]\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d",
    re.IGNORECASE,
)


class Covers(NamedTuple):
    """Calendar years, first and last, that a release or a figure covers."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def is_possible(self) -> bool:
        return FIRST_YEAR <= self.first <= self.last <= LAST_YEAR

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


def fiscal_years_in(text: str) -> str:
    """The first fiscal year that `text` names, as "1 July 2022 – 30 June 2023"; else blank.

    Half of it lies in either of two calendar years, so that it is neither. California's state and
    nearly all of its local bodies begin theirs on 1 July.
    """
    for found in _FISCAL.finditer(text):
        first, last = found["first"] or found["one"], found["short"] or found["long"]
        last = last or found["other"]
        if last is None:  # "FY 2023" is called by the year in which it ends
            last, first = first, str(int(_whole(first)) - 1)
        begins = int(_whole(first))
        ends = int(_whole(last, century=begins // 100 if last > first[-2:] else begins // 100 + 1))
        if ends == begins + 1:
            return f"1 July {begins} – 30 June {ends}"
        if found["one"]:
            return f"1 July {begins} – 30 June {ends}, several fiscal years"
    return ""


def without_fiscal_years(text: str) -> str:
    """`text` without the fiscal years that it names: what is counted in them."""
    return _FISCAL.sub(" ", text) if fiscal_years_in(text) else text


def _whole(year: str, *, century: int = 20) -> str:
    return year if len(year) == 4 else f"{century}{year}"


def period_over(titles: Sequence[str]) -> str:
    """Of the lines over a table the nearest one that names a period; else blank. A line with a day
    ("printed 4/22/2019") names when it was written."""
    for line in reversed(titles):
        if (periods_in(line) or fiscal_years_in(line)) and not _DATE_IN_WORDS.search(line):
            return line
    return ""
