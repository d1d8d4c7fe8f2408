"""The contradictions that are looked at first."""

from __future__ import annotations

from requests_app.domain.misuse_data.comparison.sums import summed_statements
from requests_app.domain.misuse_data.conflicts.finding import Conflict, conflicts
from requests_app.domain.misuse_data.queries import FigureQuerySet


def first_conflicts(
    figures: FigureQuerySet, *, latest_year: int, among: FigureQuerySet
) -> list[Conflict]:
    """The whole state's of every year, and the agencies' of the latest year that there are
    figures of; as many of each sort as `conflicts` finds. among: every figure that may be told."""
    stated = figures.statewide().of_single_years().order_by().values_list("year_to", flat=True)
    years = {*stated.distinct(), latest_year}
    sums = summed_statements(figures.filter(year_to__in=years))
    wanted = figures.statewide_or_of(latest_year)
    return conflicts(wanted, among=among, sums=sums)
