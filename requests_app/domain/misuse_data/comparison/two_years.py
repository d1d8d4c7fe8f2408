"""Two years side by side: every measure of every source, what it covers, and the change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from requests_app.domain.misuse_data.comparison.scopes import Scope
from requests_app.domain.misuse_data.comparison.totals import Total, totals
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.vocabulary import Unit


@dataclass(frozen=True)
class Pair:
    """One source's totals of one measure in two years; None where it states nothing."""

    source: str
    measure: str
    unit: Unit
    before: Total | None
    after: Total | None

    @cached_property
    def change(self) -> Decimal | None:
        """None where one of the two is missing or not exact, or covers too few of the others."""
        return change_of(self.before, self.after)

    @cached_property
    def caveat(self) -> str:
        """Why there is no change, or why what there is may not be one."""
        return caveat_of(self.before, self.after)


def change_of(before: Total | None, after: Total | None) -> Decimal | None:
    """From one year to the next, of the same agencies or at least of most of the scope's."""
    if before is None or after is None or before.value is None or after.value is None:
        return None
    if not (before.is_exact and after.is_exact):
        return None
    is_like = before.who == after.who or (before.covers_most and after.covers_most)
    return after.value - before.value if is_like else None


def caveat_of(before: Total | None, after: Total | None) -> str:
    """Blank where both years are there, exact, and of the same agencies."""
    if before is None or after is None or before.value is None or after.value is None:
        return ""
    if not (before.is_exact and after.is_exact):
        return "not every number is exact"
    if before.who == after.who:
        return ""
    return (
        f"not the same agencies: {before.answered:,} answered for {before.year},"
        f" {after.answered:,} for {after.year}"
    )


def two_years(
    figures: FigureQuerySet, *, before: int, after: int, scope: Scope, measure_key: str = ""
) -> list[Pair]:
    """A pair per source, measure and unit, in the order of the measures. The queries of `totals`.

    Raises `NotComparable` for a measure that is not mapped.
    """
    found = totals(figures, scope=scope, years=(before, after), measure_key=measure_key)
    return pairs(found, before=before, after=after)


def pairs(found: Iterable[Total], *, before: int, after: int) -> list[Pair]:
    groups: dict[tuple, dict[int, Total]] = defaultdict(dict)
    for total in found:
        groups[total.measure_position, total.measure, total.unit, total.source][total.year] = total
    return [
        Pair(source, measure, unit, by_year.get(before), by_year.get(after))
        for (_, measure, unit, source), by_year in sorted(groups.items())
    ]
