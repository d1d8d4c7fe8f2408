"""Where sources contradict each other, found over all figures, each with its likely cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

from requests_app.domain.misuse_data.comparison.sums import summed_statements, sums_at_odds
from requests_app.domain.misuse_data.conflicts.agreement import agree
from requests_app.domain.misuse_data.conflicts.contested import (
    MOST,
    contested_statements,
    evidence,
    twin_statements,
)
from requests_app.domain.misuse_data.explanation import (
    Cause,
    CauseKind,
    Pool,
    likeliest,
    likely_causes,
    taken_from_elsewhere,
)
from requests_app.domain.misuse_data.queries import FigureQuerySet, about_subject
from requests_app.domain.misuse_data.statements import Statement, weight
from requests_app.domain.misuse_data.vocabulary import Unit
from requests_app.domain.misuse_data.wording import spelled

__all__ = [
    "MOST",
    "Conflict",
    "ConflictKind",
    "conflicts",
    "conflicts_about",
    "conflicts_by_statement",
]


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
    most: int | None = MOST,
) -> list[Conflict]:
    """The contradictions among `figures`, latest year first, the state before agencies; of each
    sort the `most` telling, None: all.

    Causes are searched for in `among` (default: `figures`), which may hold superseded issues.
    `sums`: our statewide sums, held against what is stated (default: those of `figures`, which
    then has to hold every agency's; none: `()`).
    A fixed number of queries, however many figures there are.
    """
    contested = contested_statements(figures, most)
    known = {statement.identity for statement in contested}
    totals = summed_statements(figures) if sums is None else sums
    contested += [s for s in sums_at_odds(totals, figures) if s.identity not in known]
    twins = twin_statements(figures, most)
    found_in = evidence(contested, figures if among is None else among, twins=twins)
    pool = Pool.of(found_in)
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
                Conflict(ConflictKind.DIFFERENT_NUMBERS, tuple(group), tuple(likeliest(causes)))
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
            found.append(Conflict(kind, tuple(group), tuple(likeliest(causes)[:1])))
    return found


def _one_contains_other(one: Statement, other: Statement) -> bool:
    return (one.year_from <= other.year_from and one.year_to >= other.year_to) or (
        other.year_from <= one.year_from and other.year_to >= one.year_to
    )


def _explained(conflict: Conflict) -> set[int]:
    """Figures whose oddness a conflict explains already, so that it is not told twice."""
    told = [s for cause in conflict.causes for s in (cause.of, cause.evidence) if s]
    return {s.figure for s in told if s.figure is not None}


def conflicts_about(statement: Statement, figures: FigureQuerySet) -> list[Conflict]:
    """The contradictions among `figures` that this statement takes part in."""
    near = figures.filter(about_subject(statement.subject))
    rows = figures.of_year(statement.year_to).filter(measure__key=statement.measure_key)
    sums = summed_statements(rows) if statement.is_statewide and statement.is_single_year else ()
    found = conflicts(near, among=figures, sums=sums)
    return conflicts_by_statement(found).get(statement.identity, [])
