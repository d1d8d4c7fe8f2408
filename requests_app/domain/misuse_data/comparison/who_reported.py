"""A year's agencies by what they answered: from the figures, and from the yearly duty.

An agency that stands on no list did not report, if the lists are whole: it is told apart from one
that a source says did not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Min

from requests_app.domain.misuse_data.comparison.scopes import Scope
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.statements import measure_key_of
from requests_app.domain.misuse_data.vocabulary import Answer
from requests_app.domain.reporting.models import AnnualDuty
from requests_app.domain.reporting.models import Answer as DutyAnswer


class Standing(StrEnum):
    """What is known of an agency's year, the weightiest first: a number outweighs a silence."""

    NUMBER = "reported a number"
    NONE = "reported zero or listed as none"
    WITHHELD = "withheld"
    UNCLEAR = "unreadable or unclear"
    SILENT = "did not report"
    NOT_LISTED = "not on any list"


OF_ANSWER = {
    Answer.REPORTED: Standing.NUMBER,
    Answer.REPORTED_ZERO: Standing.NONE,
    Answer.LISTED_AS_NONE: Standing.NONE,
    Answer.WITHHELD: Standing.WITHHELD,
    Answer.UNREADABLE: Standing.UNCLEAR,
    Answer.DID_NOT_REPORT: Standing.SILENT,
}
OF_DUTY = {
    DutyAnswer.REPORTED: Standing.NUMBER,
    DutyAnswer.REPORTED_ZERO: Standing.NONE,
    DutyAnswer.WITHHELD: Standing.WITHHELD,
    DutyAnswer.UNCLEAR: Standing.UNCLEAR,
    DutyAnswer.DID_NOT_REPORT: Standing.SILENT,
}
_ORDER = {standing: place for place, standing in enumerate(Standing)}
HEARD = (Standing.NUMBER, Standing.NONE)


@dataclass(frozen=True)
class AgencyYear:
    """`figure`: one that says so, None where only the duty does or nothing is said. `duty`: the
    answer on the board of 1 February, blank when none is known there."""

    agency: int
    name: str
    county: str
    kind: str
    standing: Standing
    figure: int | None
    duty: str
    is_at_odds: bool


@dataclass(frozen=True)
class WhoReported:
    """`rows`: every agency of the scope, those that did not report first."""

    year: int
    scope: Scope
    counts: dict[Standing, int]
    rows: tuple[AgencyYear, ...]

    @property
    def agencies(self) -> int:
        return len(self.rows)

    @property
    def heard(self) -> int:
        return sum(self.counts.get(standing, 0) for standing in HEARD)

    def of(self, standing: str) -> tuple[AgencyYear, ...]:
        """Those of one standing; blank: all."""
        return tuple(row for row in self.rows if not standing or row.standing == standing)


def who_reported(
    figures: FigureQuerySet, *, year: int, scope: Scope, measure_key: str = ""
) -> WhoReported:
    """Every agency of the scope that owed a report for `year`, with its answer.

    A blank measure: any answer about anything. Four queries, however many figures there are; five
    for one that is told by the source's own words.
    """
    said = _said(figures, year, scope, measure_key)
    duties = dict(AnnualDuty.objects.of_year(year).order_by().values_list("agency_id", "answer"))
    agencies = scope.agencies(year=year).values_list("pk", "name", "county", "kind")
    rows = [_row(agency, said.get(agency[0], {}), duties.get(agency[0], "")) for agency in agencies]
    rows.sort(key=lambda row: (-_ORDER[row.standing], row.name))
    found = Counter(row.standing for row in rows)
    counts = {standing: found[standing] for standing in Standing if found[standing]}
    return WhoReported(year, scope, counts, tuple(rows))


def _said(
    figures: FigureQuerySet, year: int, scope: Scope, measure_key: str
) -> dict[int, dict[Standing, int]]:
    """Agency -> standing -> a figure that says so."""
    found = scope.figures(figures).of_year(year).order_by()
    if measure_key:
        found = _of_measure(found, measure_key)
    said: dict[int, dict[Standing, int]] = defaultdict(dict)
    for row in found.values("agency_id", "answer").annotate(figure=Min("id")):
        said[row["agency_id"]][OF_ANSWER[Answer(row["answer"])]] = row["figure"]
    return said


def _of_measure(figures: FigureQuerySet, measure_key: str) -> FigureQuerySet:
    """Those that count this; of an unmapped measure those in the same words."""
    key, _, words = measure_key.partition(":")
    found = figures.filter(measure__key=key)
    if not words:
        return found
    written = found.values_list("measure_as_written", flat=True).distinct()
    same = [one for one in written if measure_key_of(key, one) == measure_key]
    return found.filter(measure_as_written__in=same)


def _row(agency: tuple[int, str, str, str], said: dict[Standing, int], duty: str) -> AgencyYear:
    answered = OF_DUTY.get(DutyAnswer(duty)) if duty else None
    told = min(said, key=_ORDER.__getitem__, default=None)
    standing = told or answered or Standing.NOT_LISTED
    at_odds = bool(told and answered) and (told == Standing.SILENT) != (answered == Standing.SILENT)
    return AgencyYear(
        *agency,
        standing=standing,
        figure=said.get(standing),
        duty=str(DutyAnswer(duty).label) if answered else "",
        is_at_odds=at_odds,
    )
