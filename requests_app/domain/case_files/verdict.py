"""How a request stands in relation to its dates, in sentences for a court exhibit."""

from collections.abc import Iterator
from datetime import date

from requests_app.domain.deadlines.clock import Clock
from requests_app.domain.deadlines.due_dates import DueDate
from requests_app.domain.deadlines.words import count_of
from requests_app.domain.request_log.dates import shown


def verdict(clock: Clock, *, on: date) -> Iterator[str]:
    """In time or late, and by how much: on the published reading, and beyond every one."""
    due = clock.due
    if due is None:
        yield clock.no_date_because
        return
    if on < due.received_on:
        yield f"On {shown(on)} the request had not been received."
        return
    if clock.determined_on:
        yield _determined(due, clock.determined_on)
    else:
        yield _undetermined(due, on)
    if clock.waiting_on_us_since and not clock.determined_on:
        yield (
            f"Since {shown(clock.waiting_on_us_since)} the agency has been waiting for the "
            "requester; that moves no date."
        )
    if clock.agency_due_on and clock.agency_gap_days is not None:
        yield _own_clock(clock.agency_due_on, clock.agency_gap_days)


def _determined(due: DueDate, day: date) -> str:
    said = f"The agency determined on {shown(day)}, day {(day - due.received_on).days}"
    late = (day - due.due_on).days
    if late <= 0:
        return f"{said}: in time."
    return f"{said}: {count_of(late, 'day')} late{_beyond(due, day)}."


def _undetermined(due: DueDate, on: date) -> str:
    said = f"No determination is recorded up to {shown(on)}, day {(on - due.received_on).days}"
    late = (on - due.due_on).days
    if late <= 0:
        return f"{said}; it was not overdue yet."
    return f"{said}: {count_of(late, 'day')} late{_beyond(due, on)}."


def _beyond(due: DueDate, day: date) -> str:
    """After the due date of the published reading."""
    past = (day - due.latest_arguable_on).days
    if due.latest_arguable_on == due.due_on:
        return ", on every reading"
    if past > 0:
        return f", and {count_of(past, 'day')} beyond the latest arguable date"
    return f", though not on the reading that gives {shown(due.latest_arguable_on)}"


def _own_clock(agency_due_on: date, gap: int) -> str:
    said = f"The agency itself stated {shown(agency_due_on)} as its date"
    if gap == 0:
        return f"{said}, which is the statute’s."
    return f"{said}: {count_of(abs(gap), 'day')} {'after' if gap > 0 else 'before'} the statute’s."
