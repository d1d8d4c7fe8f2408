"""What planning knows of the things that it plans for: plain values, read by `fact_finding.py`."""

from dataclasses import dataclass
from datetime import date

from requests_app.domain.deadlines.keeping import may_be_destroyed_from


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """A request: its stored dates, and who is named for it. A date that is not known is None.

    reminded_from: what was due before that day, of a request imported late, brings no mail.
    data_are_there: the agency's yearly duty is answered in `reporting`. level: of the agency.
    """

    pk: int
    is_sample: bool
    status: str
    is_open: bool
    received_on: date | None
    due_on: date | None
    latest_arguable_on: date | None
    extension_days: int
    determined_on: date | None
    estimated_on: date | None
    waiting_on_us_since: date | None
    silent_since: date | None
    last_event_on: date | None
    reminded_from: date | None
    reporting_year: int
    level: str
    in_a_portal: bool
    data_are_there: bool
    assignee: int | None = None
    lead: int | None = None
    created_by: int | None = None
    campaign: int | None = None

    @property
    def left_alone_since(self) -> date | None:
        """The last arguable day, or the day after it on which something was recorded last."""
        if self.latest_arguable_on is None:
            return None
        return max(self.latest_arguable_on, self.last_event_on or self.latest_arguable_on)

    @property
    def may_be_destroyed_from(self) -> date:
        return may_be_destroyed_from(self.reporting_year)


@dataclass(frozen=True, slots=True)
class OwnFacts:
    """What somebody set themselves. `person`: whom it is for."""

    pk: int
    due_on: date
    is_done: bool
    person: int
    is_sample: bool = False
    reminded_from: date | None = None
    campaign: int | None = None


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """A campaign. last_asked_on: the later of 1 February and the day on which its last request
    went out; None where none has gone. owing: how many of its agencies have no answer to the
    year's duty."""

    pk: int
    reporting_year: int
    last_asked_on: date | None
    owing: int
    lead: int | None
    is_sample: bool = False
    reminded_from: date | None = None

    @property
    def campaign(self) -> int:
        return self.pk


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """The desk's year. reports_due_on: 1 February of the year; upkeep_on: the last 1 November.
    round_is_open: there is a campaign for the year that the reports are on. lead: of the round
    before, the nearest to the new one."""

    reports_due_on: date
    upkeep_on: date
    round_is_open: bool
    lead: int | None
    is_sample: bool = False
    reminded_from: date | None = None
    campaign: None = None


Facts = RequestFacts | OwnFacts | RoundFacts | DeskFacts
