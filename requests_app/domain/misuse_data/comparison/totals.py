"""Sums of the agencies of a scope, made in the database; each says what it covers.

Only rows of one source, one year, one measure and one unit are ever added. What the agencies say
of themselves counts as one source: each of them is asked for the same thing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum

from requests_app.domain.misuse_data.comparison.listed import stands_first
from requests_app.domain.misuse_data.comparison.scopes import Scope
from requests_app.domain.misuse_data.conflicts.agreement import NotComparable
from requests_app.domain.misuse_data.models import Measure, Release
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.vocabulary import (
    NONE_AT_ALL,
    NUMBERS,
    Answer,
    Qualifier,
    SourceKind,
    Unit,
)

THEMSELVES = "The agencies’ own answers"
UNCLEAR = (Answer.WITHHELD, Answer.UNREADABLE)


@dataclass
class Total:
    """A sum over `listed` agencies. `directory`: how many the scope has; of the others nothing is
    stated. `releases`: whose rows are added."""

    source: str
    measure_key: str
    measure: str
    measure_position: int
    unit: Unit
    year: int
    directory: int = 0
    sum: Decimal = Decimal(0)
    answers: Counter[Answer] = field(default_factory=Counter)
    qualifiers: Counter[Qualifier] = field(default_factory=Counter)
    releases: set[int] = field(default_factory=set)
    is_sample: bool = False
    noted: int = 0  # rows with a caveat of their own
    # Sums over the keys of the agencies that answered, and over their squares: two sums of the
    # same agencies have the same.
    who: tuple[int, int] = (0, 0)

    @property
    def listed(self) -> int:
        return self.answers.total()

    @property
    def with_number(self) -> int:
        return self.answers[Answer.REPORTED]

    @property
    def none(self) -> int:
        return sum(self.answers[answer] for answer in NONE_AT_ALL)

    @property
    def silent(self) -> int:
        return self.answers[Answer.DID_NOT_REPORT]

    @property
    def unclear(self) -> int:
        return sum(self.answers[answer] for answer in UNCLEAR)

    @property
    def answered(self) -> int:
        """How many agencies the sum is made of, those with none among them."""
        return self.with_number + self.none

    @property
    def not_listed(self) -> int:
        return max(0, self.directory - self.listed)

    @property
    def covers_most(self) -> bool:
        """More than half of the scope's agencies answered."""
        return 2 * self.answered > self.directory

    @property
    def value(self) -> Decimal | None:
        """None where nobody answered, or all who did are listed as having none: that is no zero."""
        return self.sum if any(self.answers[answer] for answer in NUMBERS) else None

    @property
    def is_exact(self) -> bool:
        """Whether every number that was added is exact; whether all are in it says `qualifier`."""
        return not self.inexact

    @property
    def inexact(self) -> int:
        return sum(n for q, n in self.qualifiers.items() if q != Qualifier.EXACT)

    @property
    def qualifier(self) -> Qualifier:
        """ "About" when a number that was added is; "at least" when one is, or one is missing."""
        if self.qualifiers[Qualifier.ABOUT]:
            return Qualifier.ABOUT
        is_whole = not (self.inexact or self.silent or self.unclear or self.not_listed)
        return Qualifier.EXACT if is_whole else Qualifier.AT_LEAST

    @property
    def covers(self) -> str:
        """What the sum is made of, in a sentence without its stop."""
        parts = [f"{self.with_number:,} with a number"]
        if self.none:
            parts.append(f"{self.none:,} with none")
        parts.append(f"{self.silent:,} did not report")
        if self.unclear:
            parts.append(f"{self.unclear:,} withheld or unclear")
        if self.not_listed:
            parts.append(f"{self.not_listed:,} of the directory’s {self.directory:,} not listed")
        if self.noted:
            parts.append(f"{self.noted:,} with a caveat of their own")
        return ", ".join(parts)

    @property
    def briefly(self) -> str:
        """ "7 of 669 answered, 662 did not report or are not listed"; the rest is in `covers`."""
        missing = self.silent + self.not_listed
        answered = f"{self.answered:,} of {self.directory:,} answered"
        unclear = f", {self.unclear:,} withheld or unclear" if self.unclear else ""
        return f"{answered}, {missing:,} did not report or are not listed{unclear}"

    def add(self, row: dict[str, Any], times: int = 1) -> None:
        """Takes in the rows of one release with one answer; `times` -1 takes them out again."""
        self.sum += times * (row["total"] or Decimal(0))
        answer = Answer(row["answer"])
        self.answers[answer] += times * row["rows"]
        if answer == Answer.REPORTED or answer in NONE_AT_ALL:
            self.who = (self.who[0] + times * row["keys"], self.who[1] + times * row["squares"])
        self.noted += times * row["noted"]
        if row["total"] is not None:
            self.qualifiers[Qualifier(row["qualifier"])] += times * row["rows"]
        self.releases.add(row["release_id"])


def totals(
    figures: FigureQuerySet, *, scope: Scope, years: Iterable[int] = (), measure_key: str = ""
) -> list[Total]:
    """A total per source, measure, unit and single year; blank `years` and measure: all of them.

    What others printed about some agency is no list of the state's: it is added for a county or a
    kind only, where the names of those that it lacks stand beside it. Percentages and what no
    measure stands for are never added. Raises `NotComparable` for a measure that is not mapped.
    Six queries at most.
    """
    if measure_key.partition(":")[0] == Measure.UNMAPPED:
        raise NotComparable(
            "Figures that no measure stands for are not added: the same words may count different"
            " things at different agencies."
        )
    found = _counted(figures, scope, list(years), measure_key)
    groups = list(
        found.values("release_id", "measure_id", "unit", "year_to", "answer", "qualifier").annotate(
            total=Sum("value"),
            rows=Count("id"),
            noted=Count("id", filter=~Q(note="")),
            keys=Sum("agency_id"),
            squares=Sum(F("agency_id") * F("agency_id")),
        )
    )
    releases = Release.objects.select_related("source").in_bulk({g["release_id"] for g in groups})
    measures = Measure.objects.in_bulk({g["measure_id"] for g in groups})
    made: dict[tuple, Total] = {}
    for group in groups:
        key = _key(group, releases[group["release_id"]])
        if key not in made:
            made[key] = _empty(key, measures[group["measure_id"]])
        made[key].add(group)
        made[key].is_sample |= releases[group["release_id"]].is_sample
    for row in _said_again(found, made, releases):
        made[_key(row, releases[row["release_id"]])].add(row, times=-1)
    _count_the_directory(made.values(), scope)
    return sorted(made.values(), key=lambda t: (t.measure_position, t.measure, t.source, t.year))


def _counted(
    figures: FigureQuerySet, scope: Scope, years: list[int], measure_key: str
) -> FigureQuerySet:
    found = scope.figures(figures).of_single_years().exclude(unit=Unit.PERCENT).order_by()
    if scope.is_statewide:
        found = found.filter(release__is_quoted_claim=False)
    if years:
        found = found.filter(year_to__in=years)
    if measure_key:
        return found.filter(measure__key=measure_key)
    return found.exclude(measure__key=Measure.UNMAPPED)


def _key(row: dict[str, Any], release: Release) -> tuple:
    own = release.source.kind == SourceKind.AGENCY
    source = THEMSELVES if own else release.source.name
    return (source, row["measure_id"], row["unit"], row["year_to"])


def _empty(key: tuple, measure: Measure) -> Total:
    source, _, unit, year = key
    return Total(source, measure.key, measure.name, measure.position, Unit(unit), year)


def _said_again(
    found: FigureQuerySet, made: dict[tuple, Total], releases: dict[int, Release]
) -> list[dict[str, Any]]:
    """What the issue of a source that stands first says about an agency as well: the other rows."""
    several = [(key, total) for key, total in made.items() if len(total.releases) > 1]
    if not several:
        return []
    part = found.filter(
        measure_id__in={key[1] for key, _ in several},
        year_to__in={key[3] for key, _ in several},
        release_id__in={pk for _, total in several for pk in total.releases},
    )
    twice = part.values("measure_id", "unit", "year_to", "agency_id", "release__source__kind")
    twice = twice.annotate(times=Count("id")).filter(times__gt=1).values_list("agency_id")
    rows = part.filter(agency_id__in=twice).values(
        *("id", "release_id", "measure_id", "unit", "year_to", "agency_id", "answer"),
        *("qualifier", "note"),
    )
    stands: set[tuple] = set()
    again = []
    for row in sorted(rows.annotate(total=F("value")), key=lambda r: _place(r, releases)):
        key = (*_key(row, releases[row["release_id"]]), row["agency_id"])
        if key in stands:
            agency = row["agency_id"]
            one = {"rows": 1, "noted": int(bool(row["note"])), "keys": agency}
            again.append(row | one | {"squares": agency * agency})
        stands.add(key)
    return again


def _place(row: dict[str, Any], releases: dict[int, Release]) -> tuple:
    return (*stands_first(releases[row["release_id"]]), -row["id"])


def _count_the_directory(made: Iterable[Total], scope: Scope) -> None:
    owing = scope.owing(total.year for total in made)
    for total in made:
        total.directory = len(owing[total.year])
