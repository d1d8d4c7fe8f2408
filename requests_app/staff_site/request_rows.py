"""What a row of a request list shows, the tabs over the list, and the orders it can have."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from requests_app.domain.deadlines.standings import LATE_STANDINGS, Standing, standing
from requests_app.domain.request_log.event_kinds import Status
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.next_steps import NextStep, next_step
from requests_app.domain.request_log.queries import RecordsRequestQuerySet


@dataclass(frozen=True, slots=True)
class RequestRow:
    request: RecordsRequest
    standing: Standing
    step: NextStep


def standing_of(request: RecordsRequest, *, on: date) -> Standing:
    """How a request stands, from its stored columns alone."""
    return standing(
        on=on,
        received_on=request.received_on,
        due_on=request.due_on,
        latest_arguable_on=request.latest_arguable_on,
        heard_on=request.heard_on,
        determined_on=request.determined_on,
        waiting_on_us_since=request.waiting_on_us_since,
        closed_on=request.closed_on,
    )


def request_rows(requests: Iterable[RecordsRequest], *, on: date) -> list[RequestRow]:
    rows = []
    for request in requests:
        stands = standing_of(request, on=on)
        step = next_step(standing=stands, status=Status(request.status))
        rows.append(RequestRow(request, stands, step))
    return rows


Rows = Callable[[RecordsRequestQuerySet, date], RecordsRequestQuerySet]


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    rows: Rows


TABS = {
    tab.key: tab
    for tab in (
        Tab("open", "Open", lambda rows, on: rows.filter(is_open=True)),
        Tab("late", "Late", lambda rows, on: rows.standing(*LATE_STANDINGS, on=on)),
        Tab("soon", "Due in 7 days", lambda rows, on: rows.due_within(days=7, on=on)),
        Tab("us", "Waiting on us", lambda rows, on: rows.waiting_on_us()),
        Tab("closed", "Closed", lambda rows, on: rows.filter(is_open=False)),
        Tab("all", "All", lambda rows, on: rows),
    )
}

# The id breaks ties, so that no row is shown twice or never between two pages.
SORTS = {
    # A request without a date comes last either way; SQLite would put it first.
    "due": (F("due_on").asc(nulls_last=True), "id"),
    "-due": (F("due_on").desc(nulls_last=True), "-id"),
    "sent": (F("sent_on").asc(nulls_last=True), "id"),
    "-sent": (F("sent_on").desc(nulls_last=True), "-id"),
    "agency": ("agency__name", "id"),
    "-agency": ("-agency__name", "-id"),
    "number": ("id",),
    "-number": ("-id",),
    "status": ("status", "due_on", "id"),
    "-status": ("-status", "-due_on", "-id"),
}
