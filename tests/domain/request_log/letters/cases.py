"""Cases for the rules of letters: how a request may stand, without a database."""

from dataclasses import replace
from datetime import date

from requests_app.domain.deadlines.clock import Clock, Fact, FactKind, RequestFacts, Standing, clock
from requests_app.domain.deadlines.counting import reporting_due_on
from requests_app.domain.request_log.event_kinds import EventKind, Status
from requests_app.domain.request_log.letters.case import Case, Happened

RECEIVED = date(2026, 6, 1)
DUE = date(2026, 6, 11)
K, F = EventKind, FactKind

# For each standing: what the clock was told, and the day on which it stands so.
TOLD: dict[Standing, tuple[tuple[Fact, ...], date]] = {
    Standing.NOT_SENT: ((), date(2026, 6, 2)),
    Standing.NO_RECEIPT: ((), date(2026, 6, 2)),
    Standing.NOT_YET_DUE: ((), date(2026, 6, 10)),
    Standing.DUE_TODAY: ((), DUE),
    Standing.ARGUABLY_LATE: ((), date(2026, 6, 12)),
    Standing.LATE: ((Fact(F.HEARD, date(2026, 6, 3)),), date(2026, 6, 22)),
    Standing.NO_RESPONSE: ((), date(2026, 6, 22)),
    Standing.WAITING_ON_US: ((Fact(F.ASKED_OF_US, date(2026, 6, 4)),), date(2026, 6, 22)),
    Standing.ANSWERED: ((Fact(F.DETERMINATION, date(2026, 6, 9)),), date(2026, 6, 22)),
    Standing.NO_STATUTORY_DATE: ((), date(2026, 6, 22)),
    Standing.CLOSED: ((Fact(F.CLOSED, date(2026, 6, 20)),), date(2026, 6, 22)),
}


def a_clock(standing: Standing, *more: Fact) -> tuple[Clock, date]:
    """A clock that stands so. The agency claims receipt four days later, so that there are days
    on which a determination is late on one reading and not on another."""
    told, on = TOLD[standing]
    is_without_receipt = standing in {Standing.NOT_SENT, Standing.NO_RECEIPT}
    facts = RequestFacts(
        law="none" if standing == Standing.NO_STATUTORY_DATE else "cpra",
        level="city",
        sent_on=None if standing == Standing.NOT_SENT else RECEIVED,
        received_on=None if is_without_receipt else RECEIVED,
        claimed_received_on=None if is_without_receipt else date(2026, 6, 5),
        facts=(*told, *more),
    )
    return clock(facts, on=on), on


def a_case(
    standing: Standing = Standing.NO_RESPONSE,
    status: Status = Status.AWAITING,
    *events: tuple[EventKind, date] | Happened,
    facts: tuple[Fact, ...] = (),
    law: str = "cpra",
    **of_clock: object,
) -> Case:
    now, on = a_clock(standing, *facts)
    happened = [one if isinstance(one, Happened) else Happened(*one) for one in events]
    reports_due_on = reporting_due_on(2025)
    return Case(on, law, status, replace(now, **of_clock), tuple(happened), reports_due_on)
