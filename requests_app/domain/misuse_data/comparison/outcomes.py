"""What became of the violations: stated outcomes beside stated violations, never added to them.

An outcome is a person or a case, a violation may be a single query: what is left is what no
outcome is stated for, not a number of people who went unpunished.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, Min, Q, Sum, Value
from django.db.models.functions import Coalesce, Greatest

from requests_app.domain.misuse_data.case_outcomes import APART, ONE_TO_A_CASE, TOGETHER, added
from requests_app.domain.misuse_data.comparison.listed import stands_first
from requests_app.domain.misuse_data.comparison.scopes import Scope
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.statements import Statement, statements_of, weight
from requests_app.domain.misuse_data.vocabulary import COUNTS, Qualifier, Unit

COUNTED = "violations"


@dataclass(frozen=True)
class OutcomesOfState:
    """One source's statewide year. `outcomes`: each a measure of its own; all count outcomes."""

    source: str
    year: int
    violations: Statement | None
    outcomes: tuple[Statement, ...]

    @property
    def summed(self) -> tuple[Statement, ...]:
        """Those that are added: a case has one of them."""
        return tuple(s for s in self.outcomes if s.measure_key in ONE_TO_A_CASE)

    @property
    def beside(self) -> tuple[Statement, ...]:
        """Those that may come on top of another outcome of the same case."""
        return tuple(s for s in self.outcomes if s.measure_key not in ONE_TO_A_CASE)

    @property
    def sum(self) -> Decimal | None:
        """Of what is `summed`; None where none of it is told: that is no zero."""
        told = {s.measure_key: s.value or Decimal(0) for s in self.summed if s.answer in COUNTS}
        return added(told) if told else None

    @property
    def sum_is_exact(self) -> bool:
        return all(map(_is_exact, self.summed))

    @property
    def violations_are_exact(self) -> bool:
        return self.violations is None or _is_exact(self.violations)

    @property
    def is_exact(self) -> bool:
        return self.sum_is_exact and self.violations_are_exact

    @property
    def outcomes_exceed(self) -> bool | None:
        """Whether more outcomes than violations are stated; None where one of them is not. By how
        many they differ is no number: one case may hold many violations."""
        if self.violations is None or self.violations.value is None or self.sum is None:
            return None
        return self.sum > self.violations.value


@dataclass(frozen=True)
class OutcomesOfAgency:
    """One source's year of an agency; `figure` is that of the violations, else of an outcome."""

    source: str
    release: int
    agency: int
    about: str
    figure: int
    violations: Decimal | None
    outcomes: Decimal | None
    violations_qualifier: Qualifier
    violations_are_exact: bool
    outcomes_are_exact: bool  # else some are withheld, unclear or not exact, and there may be more

    @property
    def outcomes_exceed(self) -> bool | None:
        """As of the state."""
        if self.violations is None or self.outcomes is None:
            return None
        return self.outcomes > self.violations


def statewide_outcomes(figures: FigureQuerySet, *, year: int) -> list[OutcomesOfState]:
    """A source's statewide violations beside its statewide outcomes. One query."""
    wanted = Q(measure__is_outcome=True, unit=Unit.OUTCOMES) | Q(
        measure__key=COUNTED, unit=Unit.VIOLATIONS
    )
    groups: dict[str, dict[str, Statement]] = defaultdict(dict)
    stated = statements_of(figures.of_year(year).statewide().filter(wanted))
    for statement in sorted(stated, key=weight, reverse=True):
        groups[statement.source][statement.measure_key] = statement
    found = [_of_state(source, year, group.values()) for source, group in groups.items()]
    return sorted(
        found, key=lambda one: (one.outcomes_exceed is None, -len(one.outcomes), one.source)
    )


def _of_state(source: str, year: int, stated: Iterable[Statement]) -> OutcomesOfState:
    outcomes = [s for s in stated if s.is_outcome]
    return OutcomesOfState(
        source=source,
        year=year,
        violations=next((s for s in stated if not s.is_outcome), None),
        outcomes=tuple(sorted(outcomes, key=lambda s: s.measure_position)),
    )


def _is_exact(statement: Statement) -> bool:
    return statement.qualifier == Qualifier.EXACT and statement.answer in COUNTS


def agency_outcomes(
    figures: FigureQuerySet, *, year: int, scope: Scope, most: int | None = None
) -> list[OutcomesOfAgency]:
    """Agencies with a violation or an outcome, the most violations first; of one source's several
    issues the one that `stands_first`. `most`: so many rows at most. Two queries, the adding up in
    the database.
    """
    found = scope.figures(figures).of_year(year).order_by()
    counted = Q(measure__key=COUNTED, unit=Unit.VIOLATIONS)
    outcome = Q(measure__is_outcome=True, unit=Unit.OUTCOMES)
    summed = outcome & Q(measure__key__in=ONE_TO_A_CASE)
    vague = ~Q(qualifier=Qualifier.EXACT, answer__in=COUNTS)
    asked = found.filter(counted | outcome)
    rows = (
        asked.values("release_id", "agency_id", about=F("agency__name"))
        .annotate(
            violations=Sum("value", filter=counted),
            any_outcome=Sum("value", filter=outcome),
            any_summed=Sum("value", filter=summed),
            plain=_or_nothing("value", summed & ~Q(measure__key__in=(TOGETHER, *APART))),
            both=Greatest(
                _or_nothing("value", Q(measure__key=TOGETHER)),
                _or_nothing("value", Q(measure__key__in=APART)),
            ),
            counted=Min("id", filter=counted),
            first=Min("id"),
            violations_qualifier=Min("qualifier", filter=counted & Q(value__isnull=False)),
            vague_violations=Min("id", filter=counted & vague),
            vague_outcomes=Min("id", filter=summed & vague),
        )
        .order_by(F("violations").desc(nulls_last=True), "about", "-release_id")
    )
    issues = Release.objects.select_related("source").filter(pk__in=asked.values("release_id"))
    releases = {release.pk: release for release in issues}
    if len({release.source_id for release in issues}) == len(releases):
        rows = rows.filter(Q(violations__gt=0) | Q(any_outcome__gt=0))[:most]
    # Else all are read: which of a source's issues stands is not known by what they say.
    latest: dict[tuple, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda r: stands_first(releases[r["release_id"]]), reverse=True):
        latest[releases[row["release_id"]].source_id, row["agency_id"]] = row
    told = [
        _of_agency(row, releases[row["release_id"]].source.name)
        for row in latest.values()
        if row["violations"] or row["any_outcome"]
    ]
    return sorted(told, key=lambda one: (-(one.violations or 0), one.about, one.source))[:most]


def _or_nothing(column: str, condition: Q) -> Coalesce:
    zero = Value(Decimal(0), output_field=DecimalField(max_digits=14, decimal_places=2))
    return Coalesce(Sum(column, filter=condition), zero)


def _of_agency(row: dict[str, Any], source: str) -> OutcomesOfAgency:
    return OutcomesOfAgency(
        source=source,
        release=row["release_id"],
        agency=row["agency_id"],
        about=row["about"],
        figure=row["counted"] or row["first"],
        violations=row["violations"],
        outcomes=None if row["any_summed"] is None else row["plain"] + row["both"],
        violations_qualifier=Qualifier(row["violations_qualifier"] or Qualifier.EXACT),
        violations_are_exact=row["vague_violations"] is None,
        outcomes_are_exact=row["vague_outcomes"] is None,
    )
