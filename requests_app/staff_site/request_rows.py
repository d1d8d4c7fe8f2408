"""What a row of a request list shows, and the tabs over the list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.urls import reverse

from requests_app.domain.deadlines.standings import Standing
from requests_app.domain.request_log.event_kinds import Status
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.next_steps import NextStep, step_of
from requests_app.domain.request_log.queries import RecordsRequestQuerySet
from requests_app.domain.request_log.standings import STANDING_FIELDS, standing_of


@dataclass(slots=True)
class RequestRow:
    """What a list prints of a request, side by side.

    A template asks for keys before attributes, and fails slowly: with keys, and none of them
    behind another, a list of fifty rows is printed three times quicker.
    """

    request: RecordsRequest
    address: str
    number: str
    agency: str
    is_sample: bool
    standing: Standing
    step: NextStep
    status: str
    who: str
    sent_on: date | None
    received_on: date | None
    due_on: date | None
    determined_on: date | None

    __getitem__ = object.__getattribute__


# What `request_rows` reads, for a list that shows nothing else: half of what there is to load.
READ = (
    *("number", "is_sample", "status", *STANDING_FIELDS, "agency__name"),
    *("extension_days", "estimated_on"),
    *("assignee__username", "assignee__first_name", "assignee__last_name"),
)


def request_rows(requests: Iterable[RecordsRequest], *, on: date) -> list[RequestRow]:
    """The rows of requests that came with their agency and assignee."""
    address_of = addresses_of("staff:request")
    who = cache(lambda person: str(person or "Nobody"))
    rows = []
    for request in requests:
        stands = standing_of(request, on=on)
        rows.append(
            RequestRow(
                request=request,
                address=address_of(request.pk),
                number=request.number,
                agency=request.agency.name,
                is_sample=request.is_sample,
                standing=stands,
                step=step_of(request, stands, on=on),
                status=Status(request.status).label,
                who=who(request.assignee),
                sent_on=request.sent_on,
                received_on=request.received_on,
                due_on=request.due_on,
                determined_on=request.determined_on,
            )
        )
    return rows


def addresses_of(name: str) -> Callable[[int], str]:
    """Gives the address called `name` by an id. Asked once for a page, not once for a row: fifty
    addresses cost Django's resolver as much as fifty rows cost the database.
    """
    any_id = 2**31 - 1
    before, after = reverse(name, args=[any_id]).split(str(any_id))
    return lambda pk: f"{before}{pk}{after}"


Rows = Callable[[RecordsRequestQuerySet, date], RecordsRequestQuerySet]


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    rows: Rows


TABS = {
    tab.key: tab
    for tab in (
        # "In" says the value itself, by which alone SQLite finds the way along an index.
        Tab("open", "Open", lambda rows, on: rows.filter(is_open__in=[True])),
        Tab("late", "Late", lambda rows, on: rows.overdue(on=on)),
        Tab("soon", "Due in 7 days", lambda rows, on: rows.due_within(days=7, on=on)),
        Tab("extended", "Extension running", lambda rows, on: rows.extension_running(on=on)),
        Tab("silent", "Silent", lambda rows, on: rows.silent_since_acknowledgement(on=on)),
        Tab("us", "Waiting on us", lambda rows, on: rows.waiting_on_us()),
        Tab("estimate", "Estimate passed", lambda rows, on: rows.estimate_passed(on=on)),
        Tab("portals", "Portals to look at", lambda rows, on: rows.portals_to_look_at(on=on)),
        Tab("unsent", "Not sent yet", lambda rows, on: rows.not_yet_sent()),
        Tab("receipt", "No receipt yet", lambda rows, on: rows.receipt_unknown()),
        Tab("closed", "Closed", lambda rows, on: rows.filter(is_open__in=[False])),
        Tab("all", "All", lambda rows, on: rows),
    )
}
