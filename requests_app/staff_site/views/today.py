"""Today: what needs somebody now, most urgent first."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.releases.rounds import sent_back_to
from requests_app.domain.reminders.undelivered import undelivered
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.sight import seen_by
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.clockwork_page import standstill
from requests_app.staff_site.paging import CappedCount, capped_count
from requests_app.staff_site.request_rows import RequestRow, request_rows
from requests_app.staff_site.today_groups import GROUPS, WHOSE, Group, Whose

SHOWN = 8


@dataclass(frozen=True)
class ShownGroup:
    group: Group
    address: str
    total: CappedCount
    rows: list[RequestRow]


@may(Permission.SEE_WORKSPACE)
def today_page(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    whose = WHOSE.get(request.GET.get("whose", ""), WHOSE["all"])
    shown = [_shown(group, whose, request.user, on=today) for group in GROUPS]
    due = whose.reminders(request.user).due(on=today)
    reminders = list(due.with_subject().order_by("due_on", "id")[:SHOWN])
    context = {
        "place": "today",
        "standstill": standstill(request.user, at=timezone.now()),
        "today": today,
        "whose": whose,
        "every_whose": WHOSE.values(),
        "groups": shown,
        "urgent": [one for one in shown if one.rows],
        "own_reminders": reminders,
        "own_total": capped_count(due),
        "sent_back": list(sent_back_to(request.user)[:SHOWN]),
        "undelivered": undelivered(at=timezone.now(), person=request.user),
        "has_requests": seen_by(RecordsRequest.objects.all(), request.user).exists(),
        "sample": any(row.request.is_sample for one in shown for row in one.rows),
    }
    return render(request, "staff/today.html", context)


def _shown(group: Group, whose: Whose, person: Person, *, on: date) -> ShownGroup:
    found = group.rows(whose.requests(person), on)
    first = found.select_related("agency", "assignee").order_by(group.order, "id")[:SHOWN]
    return ShownGroup(
        group, whose.list_query(group, person), capped_count(found), request_rows(first, on=on)
    )
