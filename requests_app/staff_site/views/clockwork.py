"""The clockwork: what runs by itself, when it last did, and who is silent where it does not."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.clockwork_page import clockwork_context


@may(Permission.SEE_CLOCKWORK)
def clockwork_page(request: StaffRequest) -> HttpResponse:
    context = clockwork_context(at=timezone.now(), person=request.user)
    return render(request, "staff/clockwork/clockwork.html", context | {"place": "reminders"})
