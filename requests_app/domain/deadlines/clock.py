"""A request's dated facts and a day -> its deadlines, its clocks and its standing on that day.

What the requester does never moves a date. The days on which the agency waited for us are
counted, for a court exhibit, and move nothing either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .determination import determination
from .due_dates import DueDate
from .extension_check import FLAGS, Flag
from .facts import DETERMINES, FROM_THE_AGENCY, Fact, FactKind, RequestFacts
from .hands import Span, in_whose_hands
from .standings import STANDINGS, Standing, standing
from .statutes import DeadlineError

__all__ = [
    "FLAGS",
    "STANDINGS",
    "Clock",
    "Fact",
    "FactKind",
    "Flag",
    "ReceivedBeforeSent",
    "RequestFacts",
    "Standing",
    "clock",
    "standing",
]


class ReceivedBeforeSent(DeadlineError):
    """A request cannot have been received before it was sent."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A request's clock on one day.

    due: None where there is no date, and `no_date_because` says why. days_to_due: negative when
    past. heard_on, determined_on: the first of their kind; last_heard_on the last.
    days_late_when_determined: 0 or less is on time. released_on: the first full release;
    days_late_when_released: that against the last date that was estimated. days_with_agency,
    days_with_us: since receipt, together at most the days up to today, closing or full release.
    waiting: the spans that the agency waited for us, first day in, last day out. agency_due_on:
    what the agency states, else the last date that an extension notice named; agency_gap_days: that
    minus ours. spans: in whose hands it was since receipt, end to end.
    """

    due: DueDate | None
    no_date_because: str
    standing: Standing
    days_to_due: int | None
    heard_on: date | None
    determined_on: date | None
    days_late_when_determined: int | None
    estimated_on: date | None
    waiting_on_us_since: date | None
    days_with_agency: int
    days_with_us: int
    extension_days: int
    agency_due_on: date | None
    agency_gap_days: int | None
    closed_on: date | None
    flags: tuple[Flag, ...]
    last_heard_on: date | None = None
    waiting: tuple[tuple[date, date], ...] = ()
    released_on: date | None = None
    days_late_when_released: int | None = None
    spans: tuple[Span, ...] = ()


def clock(facts: RequestFacts, *, on: date) -> Clock:
    """The clock on the day `on`; facts dated later are left out.

    Raises ReceivedBeforeSent, DateOutOfRange, UnknownLaw.
    """
    sent_on, received_on = facts.sent_on, facts.received_on
    if sent_on is not None and received_on is not None and received_on < sent_on:
        raise ReceivedBeforeSent(
            f"Received on {received_on}, but sent on {sent_on}: receipt cannot come before sending."
        )
    happened = sorted((f for f in facts.facts if f.on <= on), key=lambda f: f.on)
    notices = [f for f in happened if f.kind is FactKind.EXTENSION_NOTICE]
    found = determination(facts, notices)
    due, extension = found.due, found.extension
    heard = [f.on for f in happened if f.kind in FROM_THE_AGENCY]
    heard_on = heard[0] if heard else None
    determined_on = _first(f.on for f in happened if f.kind in DETERMINES)
    hands = in_whose_hands(happened, received_on, on)
    agency_due_on = facts.agency_due_on or _last(n.names_on for n in notices)
    estimated_on = _last(f.names_on for f in happened if f.kind is FactKind.ESTIMATE)
    released_on = _first(f.on for f in happened if f.kind is FactKind.FULL_RELEASE)
    due_on = due.due_on if due else None
    return Clock(
        due=due,
        no_date_because=found.no_date_because,
        standing=standing(
            on=on,
            sent_on=sent_on,
            received_on=received_on,
            due_on=due_on,
            latest_arguable_on=due.latest_arguable_on if due else None,
            heard_on=heard_on,
            determined_on=determined_on,
            waiting_on_us_since=hands.waiting_since,
            closed_on=hands.closed_on,
        ),
        days_to_due=_days_between(on, due_on),
        heard_on=heard_on,
        determined_on=determined_on,
        days_late_when_determined=_days_between(due_on, determined_on),
        estimated_on=estimated_on,
        waiting_on_us_since=hands.waiting_since,
        days_with_agency=hands.with_agency,
        days_with_us=hands.with_us,
        extension_days=extension.days,
        agency_due_on=agency_due_on,
        agency_gap_days=_days_between(due_on, agency_due_on),
        closed_on=hands.closed_on,
        flags=extension.flags,
        last_heard_on=heard[-1] if heard else None,
        waiting=hands.waiting,
        released_on=released_on,
        days_late_when_released=_days_between(estimated_on, released_on),
        spans=hands.spans,
    )


def _first(days: Iterable[date]) -> date | None:
    return next(iter(days), None)


def _last(days: Iterable[date | None]) -> date | None:
    """The last one given: an estimate or a notice without a date leaves the earlier one."""
    given = [day for day in days if day is not None]
    return given[-1] if given else None


def _days_between(start: date | None, end: date | None) -> int | None:
    return (end - start).days if start is not None and end is not None else None
