"""Which agencies of a county or a kind a source's total lacks, by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from requests_app.domain.misuse_data.comparison.scopes import Scope
from requests_app.domain.misuse_data.comparison.totals import THEMSELVES
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.vocabulary import COUNTS, SourceKind, Unit

Missing = dict[tuple[str, int], tuple[str, ...]]


def missing_agencies(
    figures: FigureQuerySet, *, scope: Scope, measure_key: str, years: Iterable[int]
) -> Missing:
    """(source, year) -> the scope's agencies that it has no number and no “none” of.

    For a county or a kind: of the whole state's agencies there is a page. Two queries.
    """
    asked = sorted(years)
    if not asked:
        return {}
    found = scope.figures(figures).of_single_years().exclude(unit=Unit.PERCENT)
    heard: dict[tuple[str, int], set[int]] = defaultdict(set)
    rows = found.filter(measure__key=measure_key, year_to__in=asked, answer__in=COUNTS)
    columns = ("release__source__name", "release__source__kind", "year_to", "agency_id")
    for source, kind, year, agency in rows.order_by().values_list(*columns).distinct():
        heard[THEMSELVES if kind == SourceKind.AGENCY else source, year].add(agency)
    owing = scope.owing(asked)
    return {
        (source, year): tuple(name for pk, name in owing[year] if pk not in had)
        for (source, year), had in heard.items()
    }
