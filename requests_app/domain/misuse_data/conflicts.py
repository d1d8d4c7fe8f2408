"""Where sources contradict each other, found over all figures, each with its likely cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

from django.db.models import Count, F, Max, Min, Q

from requests_app.domain.misuse_data.agreement import agree
from requests_app.domain.misuse_data.explanation import (
    TELLING,
    Cause,
    CauseKind,
    Pool,
    likely_causes,
    taken_from_elsewhere,
)
from requests_app.domain.misuse_data.queries import FigureQuerySet, about_subject
from requests_app.domain.misuse_data.statements import (
    Statement,
    spelled,
    statements_of,
    weight,
)
from requests_app.domain.misuse_data.sums import summed_statements, sums_at_odds
from requests_app.domain.misuse_data.vocabulary import Unit


class ConflictKind(StrEnum):
    DIFFERENT_NUMBERS = "different numbers"
    SAME_NUMBER_OTHER_MEASURE = "the same number for two measures"
    SAME_NUMBER_OTHER_PERIOD = "the same number for two periods"


@dataclass(frozen=True)
class Conflict:
    """Statements that cannot all be true, the weightiest first, with what may explain them."""

    kind: ConflictKind
    statements: tuple[Statement, ...]
    causes: tuple[Cause, ...] = field(default=())

    @property
    def first(self) -> Statement:
        return self.statements[0]

    @property
    def spread(self) -> Decimal:
        """Greatest less least stated number."""
        values = [s.value for s in self.statements if s.value is not None]
        return max(values) - min(values) if values else Decimal(0)

    @property
    def figures(self) -> frozenset[int]:
        return frozenset(s.figure for s in self.statements if s.figure is not None)

    @property
    def headline(self) -> str:
        """One sentence: who states what."""
        about, first = self.first.about, self.first
        if self.kind == ConflictKind.DIFFERENT_NUMBERS:
            said = " or ".join(dict.fromkeys(s.stated for s in self.statements))
            return f"{about}, {first.period}: {said} {first.measure}?"
        number = spelled(first.value or Decimal(0))
        if self.kind == ConflictKind.SAME_NUMBER_OTHER_MEASURE:
            said = " or ".join(dict.fromkeys(s.measure for s in self.statements))
            return f"{about}, {first.period}: are the {number} {said}?"
        said = " or ".join(dict.fromkeys(s.period for s in self.statements))
        return f"{about}: are the {number} {first.measure} those of {said}?"


def conflicts(
    figures: FigureQuerySet,
    *,
    among: FigureQuerySet | None = None,
    sums: Iterable[Statement] | None = None,
) -> list[Conflict]:
    """Every contradiction among `figures`, latest year first, the state before agencies.

    Causes are searched for in `among` (default: `figures`), which may hold superseded issues.
    `sums`: our statewide sums, held against what is stated (default: those of `figures`, which
    then has to hold every agency's; none: `()`).
    A fixed number of queries, however many figures there are.
    """
    contested = _contested(figures)
    known = {statement.identity for statement in contested}
    totals = summed_statements(figures) if sums is None else sums
    contested += [s for s in sums_at_odds(totals, figures) if s.identity not in known]
    twins = statements_of(figures.filter(_same_number(figures)))
    pool = Pool.of([*_evidence(contested + twins, figures if among is None else among), *twins])
    found = _different_numbers(contested, pool)
    found += _other_measures(twins, pool)
    explained = {pk for conflict in found for pk in _explained(conflict)}
    found += [c for c in _other_periods(twins, pool) if not c.figures & explained]
    return sorted(found, key=lambda c: (-c.first.year_to, not c.first.is_statewide, -c.spread))


def conflicts_by_statement(found: list[Conflict]) -> dict[tuple, list[Conflict]]:
    """Conflicts by the identity of each statement that takes part in one."""
    by_statement: dict[tuple, list[Conflict]] = defaultdict(list)
    for conflict in found:
        for statement in conflict.statements:
            by_statement[statement.identity].append(conflict)
    return dict(by_statement)


def _contested(figures: FigureQuerySet) -> list[Statement]:
    """Statements about what more than one release speaks of and not with one value."""
    groups = (
        figures.order_by()
        .values("year_from", "year_to", "measure_id", "agency_id")
        .annotate(releases=Count("release", distinct=True), answers=Count("answer", distinct=True))
        .annotate(low=Min("value"), high=Max("value"))
        .filter(Q(releases__gt=1), Q(answers__gt=1) | Q(low__lt=F("high")))
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


def _any_of(agencies: set[int | None]) -> Q:
    known = [agency for agency in agencies if agency is not None]
    condition = Q(agency_id__in=known)
    return condition | Q(agency_id__isnull=True) if None in agencies else condition


def _same_number(figures: FigureQuerySet) -> Q:
    """A telling number that more than one source prints about one body."""
    values = (
        figures.filter(value__gte=TELLING)
        .order_by()
        .values("agency_id", "value")
        .annotate(sources=Count("release__source", distinct=True))
        .filter(sources__gt=1)
        .values_list("value", flat=True)
    )
    return Q(value__in=list(set(values)))


def _evidence(statements: list[Statement], among: FigureQuerySet) -> list[Statement]:
    """Whatever states a number in question, or speaks of a period and measure in question."""
    values = {s.value for s in statements if s.value is not None and s.value >= TELLING}
    periods = {(s.year_from, s.year_to, s.measure_key.partition(":")[0]) for s in statements}
    condition = Q(value__in=values)
    for first, last, measure in periods:
        condition |= Q(year_from=first, year_to=last, measure__key=measure)
    return statements_of(among.filter(condition)) if statements else []


def _different_numbers(contested: list[Statement], pool: Pool) -> list[Conflict]:
    groups: dict[tuple, list[Statement]] = defaultdict(list)
    for statement in contested:
        groups[statement.same_thing].append(statement)
    found = []
    for group in groups.values():
        group.sort(key=weight)
        at_odds = [(a, b) for a, b in combinations(group, 2) if not agree(a, b)]
        if at_odds:
            causes = [cause for pair in at_odds for cause in likely_causes(*pair, pool)]
            # Nobody printed our sum: nothing was taken over into it.
            causes = [cause for cause in causes if cause.of.figure is not None]
            found.append(
                Conflict(ConflictKind.DIFFERENT_NUMBERS, tuple(group), tuple(_once(causes)))
            )
    return found


def _other_measures(twins: list[Statement], pool: Pool) -> list[Conflict]:
    groups: dict[tuple, list[Statement]] = defaultdict(list)
    for s in twins:
        groups[s.subject, s.year_from, s.year_to, s.value, s.unit == Unit.PERCENT].append(s)
    return _twins(
        groups.values(), pool, ConflictKind.SAME_NUMBER_OTHER_MEASURE, CauseKind.OTHER_MEASURE
    )


def _other_periods(twins: list[Statement], pool: Pool) -> list[Conflict]:
    groups: dict[tuple, list[Statement]] = defaultdict(list)
    for s in twins:
        groups[s.subject, s.measure_key, s.unit, s.value].append(s)
    return _twins(
        groups.values(), pool, ConflictKind.SAME_NUMBER_OTHER_PERIOD, CauseKind.OTHER_PERIOD
    )


def _twins(
    groups: Iterable[list[Statement]], pool: Pool, kind: ConflictKind, cause_kind: CauseKind
) -> list[Conflict]:
    """Groups of one number from several sources under several labels.

    One source that prints the same number under two labels means both.
    """
    found = []
    for group in groups:
        group.sort(key=weight)
        labels = {(s.measure_key, s.period) for s in group}
        pairs = [
            (a, b)
            for a, b in combinations(group, 2)
            if a.source != b.source
            and (a.measure_key, a.period) != (b.measure_key, b.period)
            and (kind != ConflictKind.SAME_NUMBER_OTHER_PERIOD or _one_contains_other(a, b))
        ]
        if len(labels) > 1 and pairs:
            causes = [c for s in group for c in taken_from_elsewhere(s, pool)]
            causes = [c for c in causes if c.kind == cause_kind]
            found.append(Conflict(kind, tuple(group), tuple(_once(causes)[:1])))
    return found


def _one_contains_other(one: Statement, other: Statement) -> bool:
    return (one.year_from <= other.year_from and one.year_to >= other.year_to) or (
        other.year_from <= one.year_from and other.year_to >= one.year_to
    )


def _explained(conflict: Conflict) -> set[int]:
    """Figures whose oddness a conflict explains already, so that it is not told twice."""
    told = [s for cause in conflict.causes for s in (cause.of, cause.evidence) if s]
    return {s.figure for s in told if s.figure is not None}


def _once(causes: list[Cause]) -> list[Cause]:
    return list({cause.sentence: cause for cause in causes}.values())


def conflicts_about(statement: Statement, figures: FigureQuerySet) -> list[Conflict]:
    """The contradictions among `figures` that this statement takes part in."""
    near = figures.filter(about_subject(statement.subject))
    sums = summed_statements(figures) if statement.is_statewide else ()
    found = conflicts(near, among=figures, sums=sums)
    return conflicts_by_statement(found).get(statement.identity, [])
