"""Which figures contradict each other, found in the database; and what may explain them.

However many figures there are, what comes back is bounded: the most telling of each sort.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations

from django.db.models import Count, F, Max, Min, Q
from django.db.models.functions import Least

from requests_app.domain.misuse_data.explanation import TELLING, TELLING_OF_BODIES
from requests_app.domain.misuse_data.models import Measure
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.statements import Statement, statements_of

MOST = 30  # contradictions of one sort: nobody reads more on a page


def contested_statements(figures: FigureQuerySet, most: int | None = MOST) -> list[Statement]:
    """Statements about what more than one release speaks of and not with one value, of the `most`
    telling. Two queries."""
    groups = (
        figures.order_by()
        .values("year_from", "year_to", "measure_id", "agency_id")
        .annotate(
            first=Min("release_id"),
            last=Max("release_id"),
            one_answer=Min("answer"),
            other_answer=Max("answer"),
            low=Min("value"),
            high=Max("value"),
            # By the columns themselves PostgreSQL would sort all figures before it groups them.
            latest=Max("year_to"),
            of_agency=Least(Count("agency_id"), 1),
        )
        .filter(first__lt=F("last"))
        .filter(Q(one_answer__lt=F("other_answer")) | Q(low__lt=F("high")))
        .order_by("-latest", "of_agency", F("low") - F("high"), "agency_id")[:most]
    )
    wanted: dict[tuple[int, int, int], set[int | None]] = defaultdict(set)
    for group in groups:
        key = (group["year_from"], group["year_to"], group["measure_id"])
        wanted[key].add(group["agency_id"])
    if not wanted:
        return []
    condition = Q()
    for (first, last, measure), agencies in wanted.items():
        condition |= Q(year_from=first, year_to=last, measure_id=measure) & about_any(agencies)
    return statements_of(figures.filter(condition))


def twin_statements(figures: FigureQuerySet, most: int | None = MOST) -> list[Statement]:
    """Statements of a telling number that more than one source prints about one body. Two queries.

    The greatest numbers first: the greater, the less are two alike by chance.
    """
    groups = (
        figures.filter(value__gte=TELLING)
        .order_by()
        .values("agency_id", "value")
        .annotate(sources=Count("release__source", distinct=True))
        .filter(sources__gt=1)
        .order_by("-value", "agency_id")
        .values_list("agency_id", "value")[:most]
    )
    wanted: dict[int | None, list[Decimal]] = defaultdict(list)
    for agency, value in groups:
        wanted[agency].append(value)
    if not wanted:
        return []
    condition = Q()
    for agency, values in wanted.items():
        condition |= about_any({agency}) & Q(value__in=values)
    return statements_of(figures.filter(condition))


def evidence(
    statements: Iterable[Statement], among: FigureQuerySet, *, twins: Iterable[Statement] = ()
) -> list[Statement]:
    """Whatever may explain one of the statements: its body's other years of the measure, its body's
    same numbers, and the same number, or what two lack of each other, of the same period and
    measure. `twins` need only what states the same number. Two queries, none for nothing.
    """
    asked, twins = list(statements), list(twins)
    if not asked and not twins:
        return []
    told = {s.value for s in (*asked, *twins) if s.value is not None and s.value >= TELLING}
    about: dict[int | None, set[int]] = defaultdict(set)
    periods: dict[tuple[int, int], set[int]] = defaultdict(set)
    # By their keys: a name in another table would be looked for among all figures, one by one.
    measures = dict(Measure.objects.order_by().values_list("key", "pk")) if asked else {}
    for s in asked:
        measure = measures[s.measure_key.partition(":")[0]]
        about[s.subject[0]].add(measure)
        periods[s.year_from, s.year_to].add(measure)
    bodies = set(about) | {s.subject[0] for s in twins}
    condition = about_any(bodies) & Q(value__in=told)
    condition |= _series(about) | _of_periods(periods, _of_bodies(told) | _gaps(asked))
    return statements_of(among.filter(Q(value__isnull=False), condition))


def _series(about: dict[int | None, set[int]]) -> Q:
    """By the measures that they are asked for, bodies together."""
    together: dict[frozenset[int], set[int | None]] = defaultdict(set)
    for agency, asked in about.items():
        together[frozenset(asked)].add(agency)
    condition = Q(pk__in=[])
    for measures, bodies in together.items():
        condition |= about_any(bodies) & Q(measure_id__in=measures)
    return condition


def _of_periods(periods: dict[tuple[int, int], set[int]], numbers: set[Decimal]) -> Q:
    condition = Q(pk__in=[])
    for (first, last), measures in periods.items():
        condition |= Q(year_from=first, year_to=last, measure_id__in=measures, value__in=numbers)
    return condition


def _of_bodies(told: set[Decimal]) -> set[Decimal]:
    """The numbers that another body would hardly have by chance."""
    return {value for value in told if value >= TELLING_OF_BODIES}


def _gaps(statements: list[Statement]) -> set[Decimal]:
    """What two statewide statements about one thing lack of each other."""
    groups: dict[tuple, set[Decimal]] = defaultdict(set)
    for s in statements:
        if s.is_statewide and s.value is not None:
            groups[s.same_thing].add(s.value)
    return {abs(a - b) for values in groups.values() for a, b in combinations(values, 2)}


def about_any(agencies: set[int | None]) -> Q:
    """About one of these agencies; None: about the state, or a body that the directory lacks."""
    known = [agency for agency in agencies if agency is not None]
    condition = Q(agency_id__in=known)
    return condition | Q(agency_id__isnull=True) if None in agencies else condition
