"""Today: what needs somebody now, most urgent first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.deadlines.standings import Standing
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.queries import RecordsRequestQuerySet
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.paging import CappedCount, capped_count
from requests_app.staff_site.request_rows import RequestRow, request_rows

SHOWN = 8


@dataclass(frozen=True)
class Group:
    """One kind of need; `address` is the query of the list that shows all of it."""

    key: str
    label: str
    why: str
    address: str
    rows: Callable[[RecordsRequestQuerySet, date], RecordsRequestQuerySet]


GROUPS = (
    Group(
        "no_response",
        "No response",
        "Late on every reading and nothing heard: an overdue letter can go out.",
        "?tab=all&standing=no_response",
        lambda rows, on: rows.standing(Standing.NO_RESPONSE, on=on),
    ),
    Group(
        "late",
        "Late",
        "Late on every reading; the agency was heard from but has not determined.",
        "?tab=all&standing=late",
        lambda rows, on: rows.standing(Standing.LATE, on=on),
    ),
    Group(
        "arguably_late",
        "Arguably late",
        "Late on our reading; another reading of the law gives more time.",
        "?tab=all&standing=arguably_late",
        lambda rows, on: rows.standing(Standing.ARGUABLY_LATE, on=on),
    ),
    Group(
        "waiting",
        "Waiting on us",
        "The agency asked for something and has no answer yet.",
        "?tab=us",
        lambda rows, on: rows.waiting_on_us(),
    ),
    Group(
        "soon",
        "Due within 7 days",
        "Determinations to look out for, in mail and portal.",
        "?tab=soon",
        lambda rows, on: rows.due_within(days=7, on=on),
    ),
    Group(
        "estimate",
        "Estimate passed",
        "The day the agency named for the records is past.",
        "?tab=estimate",
        lambda rows, on: rows.estimate_passed(on=on),
    ),
    Group(
        "not_sent",
        "No receipt yet",
        "Logged or sent, but no receipt is recorded: the clock has not started.",
        "?tab=all&standing=not_sent",
        lambda rows, on: rows.standing(Standing.NOT_SENT, on=on),
    ),
)


@dataclass(frozen=True)
class ShownGroup:
    group: Group
    total: CappedCount
    rows: list[RequestRow]


@may(Permission.SEE_WORKSPACE)
def today_page(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    mine = request.GET.get("whose") == "mine"
    every = RecordsRequest.objects.filter(assignee=request.user) if mine else None
    shown = [_shown(group, every, on=today) for group in GROUPS]
    context = {
        "place": "today",
        "today": today,
        "mine": mine,
        "groups": shown,
        "urgent": [one for one in shown if one.rows],
        "has_requests": RecordsRequest.objects.exists(),
        "sample": any(row.request.is_sample for one in shown for row in one.rows),
    }
    return render(request, "staff/today.html", context)


def _shown(group: Group, every: RecordsRequestQuerySet | None, *, on: date) -> ShownGroup:
    requests = RecordsRequest.objects.all() if every is None else every
    found = group.rows(requests, on)
    first = found.select_related("agency", "assignee").order_by("due_on", "id")[:SHOWN]
    return ShownGroup(group, capped_count(found), request_rows(first, on=on))
