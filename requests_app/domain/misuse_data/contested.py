"""Which figures contradict each other, found in the database; and what may explain them.

However many figures there are, what comes back is bounded: the most telling of each sort.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations

from django.db.models import Case, Count, F, IntegerField, Max, Min, Q, When

from requests_app.domain.misuse_data.explanation import TELLING, TELLING_OF_BODIES
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.statements import Statement, statements_of

MOST = 30  # contradictions of one sort: nobody reads more on a page


def contested_statements(figures: FigureQuerySet) -> list[Statement]:
    """Statements about what more than one release speaks of and not with one value. Two queries."""
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
        )
        .filter(first__lt=F("last"))
        .filter(Q(one_answer__lt=F("other_answer")) | Q(low__lt=F("high")))
        .order_by("-year_to", _the_state_first(), F("low") - F("high"), "agency_id")[:MOST]
    )
    wanted: dict[tuple[int, int, int], set[int | None]] = defaultdict(set)
    for group in groups:
        key = (group["year_from"], group["year_to"], group["measure_id"])
        wanted[key].add(group["agency_id"])
    if not wanted:
        return []
    condition = Q()
    for (first, last, measure), agencies in wanted.items():
        condition |= Q(year_from=first, year_to=last, measure_id=measure) & _any_of(agencies)
    return statements_of(figures.filter(condition))


def twin_statements(figures: FigureQuerySet) -> list[Statement]:
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
        .values_list("agency_id", "value")[:MOST]
    )
    wanted: dict[int | None, list[Decimal]] = defaultdict(list)
    for agency, value in groups:
        wanted[agency].append(value)
    if not wanted:
        return []
    condition = Q()
    for agency, values in wanted.items():
        condition |= _any_of({agency}) & Q(value__in=values)
    return statements_of(figures.filter(condition))


def evidence(
    statements: Iterable[Statement], among: FigureQuerySet, *, twins: Iterable[Statement] = ()
) -> list[Statement]:
    """Whatever may explain one of the statements: its body's other years of the measure, its body's
    same numbers, and the same number, or what two lack of each other, of the same period and
    measure. `twins` need only what states the same number. One query, none for nothing.
    """
    asked, twins = list(statements), list(twins)
    if not asked and not twins:
        return []
    told = {s.value for s in (*asked, *twins) if s.value is not None and s.value >= TELLING}
    about: dict[int | None, set[str]] = defaultdict(set)
    periods: dict[tuple[int, int], set[str]] = defaultdict(set)
    for s in asked:
        key = s.measure_key.partition(":")[0]
        about[s.subject[0]].add(key)
        periods[s.year_from, s.year_to].add(key)
    bodies = set(about) | {s.subject[0] for s in twins}
    condition = _any_of(bodies) & Q(value__in=told)
    condition |= _series(about) | _of_periods(periods, _of_bodies(told) | _gaps(asked))
    return statements_of(among.filter(Q(value__isnull=False), condition))


def _series(about: dict[int | None, set[str]]) -> Q:
    """By the measures that they are asked for, bodies together."""
    together: dict[frozenset[str], set[int | None]] = defaultdict(set)
    for agency, keys in about.items():
        together[frozenset(keys)].add(agency)
    condition = Q(pk__in=[])
    for measures, bodies in together.items():
        condition |= _any_of(bodies) & Q(measure__key__in=measures)
    return condition


def _of_periods(periods: dict[tuple[int, int], set[str]], numbers: set[Decimal]) -> Q:
    condition = Q(pk__in=[])
    for (first, last), measures in periods.items():
        condition |= Q(year_from=first, year_to=last, measure__key__in=measures, value__in=numbers)
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


def _the_state_first() -> Case:
    return Case(When(agency_id__isnull=True, then=0), default=1, output_field=IntegerField())


def _any_of(agencies: set[int | None]) -> Q:
    known = [agency for agency in agencies if agency is not None]
    condition = Q(agency_id__in=known)
    return condition | Q(agency_id__isnull=True) if None in agencies else condition
