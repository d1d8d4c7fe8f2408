"""What the rules of letters look at: how a request stands on a day, and what happened to it."""

from dataclasses import dataclass
from datetime import date

from requests_app.domain.agencies.models import DOJ_NAME
from requests_app.domain.deadlines.clock import Clock, Standing, clock
from requests_app.domain.deadlines.counting import reporting_due_on
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.request_log.event_kinds import ANSWERED_BY, EventKind, Status
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.recompute import facts_of, standing_events

PORTAL_ENDS = frozenset({EventKind.FULL_RELEASE, EventKind.REOPENED})
DENIALS = frozenset({EventKind.DETERMINATION_DENIED, EventKind.DETERMINATION_IN_PART})


@dataclass(frozen=True, slots=True)
class Happened:
    """One event that stands. amount: a fee, as it was written. The rest is a denial's."""

    kind: EventKind
    on: date
    amount: str = ""
    exemptions: str = ""
    deciders: str = ""
    in_writing: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """law: key of the law that binds the agency. events: those that stand, oldest first.
    reports_due_on: when its report on the year asked about was due; None for the Department of
    Justice, which receives them."""

    on: date
    law: str
    status: Status
    clock: Clock
    events: tuple[Happened, ...] = ()
    reports_due_on: date | None = None

    @property
    def standing(self) -> Standing:
        return self.clock.standing

    def last(self, *kinds: EventKind) -> Happened | None:
        """The last event of one of `kinds`."""
        return next((one for one in reversed(self.events) if one.kind in kinds), None)

    def unended(self, kind: EventKind, ends: frozenset[EventKind]) -> Happened | None:
        """The last event of `kind` that none of `ends` came after."""
        found = None
        for one in self.events:
            if one.kind == kind:
                found = one
            elif one.kind in ends:
                found = None
        return found

    @property
    def open_fee(self) -> Happened | None:
        return self.unended(EventKind.FEE_ASKED, ANSWERED_BY[EventKind.FEE_ASKED])

    @property
    def closed_portal(self) -> Happened | None:
        return self.unended(EventKind.PORTAL_CLOSED, PORTAL_ENDS)

    @property
    def denial(self) -> Happened | None:
        return self.last(*DENIALS)


def case_of(records_request: RecordsRequest, *, on: date, rules: Rules) -> Case:
    """The case of a request on a day. Queries only for what of its events, its agency's closures
    and its adopted holidays is not prefetched; a request that is not saved has no events."""
    events = list(records_request.events.all()) if records_request.pk else []
    return Case(
        on=on,
        law=records_request.agency.records_law,
        status=Status(records_request.status),
        clock=clock(facts_of(records_request, events, rules), on=on),
        events=tuple(
            Happened(
                EventKind(event.kind),
                event.on,
                event.amount,
                event.exemptions,
                event.deciders,
                event.in_writing,
            )
            for event in standing_events(events)
        ),
        reports_due_on=_reports_due_on(records_request),
    )


def _reports_due_on(records_request: RecordsRequest) -> date | None:
    if records_request.agency.name == DOJ_NAME:
        return None
    return reporting_due_on(records_request.reporting_year)
