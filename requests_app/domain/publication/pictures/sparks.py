"""The years of many agencies, for the small bars in tables: one measure, each from one source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from requests_app.domain.drawing.rows import Bar
from requests_app.domain.misuse_data.comparison import AgencyTable
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.statements import Statement, statements_of, weight
from requests_app.domain.misuse_data.vocabulary import Unit
from requests_app.domain.publication.pictures.parts import bar_of
from requests_app.domain.publication.published import published_figures

MOST_YEARS = 12
# What a list of agencies shows of each: one measure, for a column of several would be read across.
LISTED, LISTED_UNIT = "violations", Unit.VIOLATIONS


def histories(tables: Iterable[AgencyTable]) -> dict[tuple, tuple[Bar, ...]]:
    """By (source, measure, unit, agency) a bar a year, gaps in between. One query.

    Only the table's own source, measure and unit; only agencies with two years or more.
    """
    asked = Q(pk__in=[])
    for table in tables:
        asked |= Q(
            release__source__name=table.source,
            measure__key=table.measure_key,
            unit=table.unit,
            agency_id__in=[row.statement.subject[0] for row in table.rows],
        )
    years: dict[tuple, dict[int, Statement]] = defaultdict(dict)
    found = statements_of(published_figures().of_single_years().filter(asked))
    for s in sorted(found, key=weight, reverse=True):
        years[s.source, s.measure_key, s.unit, s.subject[0]][s.year_to] = s
    return {key: _bars(of_key) for key, of_key in years.items() if len(of_key) > 1}


@dataclass(frozen=True)
class YearsOfMany:
    """`bars` by agency, all over the same years, so that they can be compared down a column."""

    period: str
    bars: Mapping[int, tuple[Bar, ...]]


def years_of_many(agencies: Iterable[int]) -> YearsOfMany:
    """The `LISTED` measure of each agency that has it for two years or more. One query.

    As on the agency's page: each year's weightiest statement, whoever made it.
    """
    figures = (
        published_figures()
        .of_single_years()
        .filter(agency_id__in=list(agencies), measure__key=LISTED, unit=LISTED_UNIT)
    )
    years: dict[int, dict[int, Statement]] = defaultdict(dict)
    for s in sorted(statements_of(figures), key=weight, reverse=True):
        years[s.subject[0] or 0][s.year_to] = s
    several = {agency: found for agency, found in years.items() if len(found) > 1}
    if not several:
        return YearsOfMany("", {})
    last = max(max(found) for found in several.values())
    first = max(min(min(found) for found in several.values()), last - MOST_YEARS + 1)
    return YearsOfMany(
        str(Covers(first, last)),
        {
            agency: tuple(bar_of(str(y), found.get(y)) for y in range(first, last + 1))
            for agency, found in several.items()
        },
    )


def _bars(found: dict[int, Statement]) -> tuple[Bar, ...]:
    span = range(max(min(found), max(found) - MOST_YEARS + 1), max(found) + 1)
    return tuple(bar_of(str(year), found.get(year)) for year in span)
