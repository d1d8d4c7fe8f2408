"""Who still owes a year's report, for how long, and what we have asked of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from requests_app.domain.accounts.models import Person
from requests_app.domain.deadlines.words import count_of
from requests_app.domain.reporting.models import AnnualDuty
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.sight import seen_by


@dataclass(frozen=True, slots=True)
class Owing:
    """An agency that owes a report. asked: our latest request to it about that year, None where
    there is none: no letter can go out on it."""

    duty: AnnualDuty
    days: int
    asked: RecordsRequest | None

    @property
    def how_late(self) -> str:
        """ "143 days late"."""
        return f"{count_of(self.days, 'day')} late"


def days_owed(duty: AnnualDuty, *, on: date) -> int:
    """Days since 1 February, which is day 0; 0 before it."""
    return max((on - duty.due_on).days, 0)


def owing_lines(
    duties: Iterable[AnnualDuty], *, on: date, person: Person | None = None
) -> list[Owing]:
    """The duties, in their order, each with its lateness and the request that asks about it, of
    those that are there for `person`. The
    one that is open counts before others, then the latest. One query."""
    wanted = list(duties)
    asked: dict[tuple[int, int], RecordsRequest] = {}
    requests = RecordsRequest.objects.filter(
        agency__in={one.agency_id for one in wanted},
        reporting_year__in={one.reporting_year for one in wanted},
        is_sample=False,
    )
    for one in seen_by(requests, person).order_by("is_open", "pk"):
        asked[one.agency_id, one.reporting_year] = one
    return [
        Owing(duty, days_owed(duty, on=on), asked.get((duty.agency_id, duty.reporting_year)))
        for duty in wanted
    ]
