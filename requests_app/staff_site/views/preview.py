"""What the log form will make of the dates typed so far; read back beside the form."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.deadlines.clock import Clock, RequestFacts, clock
from requests_app.domain.deadlines.days import days_of, strip_text
from requests_app.domain.request_log.details import RequestDetails, with_receipt
from requests_app.domain.request_log.duplicates import alike
from requests_app.domain.statute_book.rules import rules_in_force
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.requests import RequestForm

DATE_FIELDS = ("sent_on", "received_on", "claimed_received_on", "agency_due_on")


@may(Permission.LOG_REQUESTS)
def preview_request(request: StaffRequest) -> HttpResponse:
    """The fragment beside the log form: the clock so far, and requests that may be the same."""
    today = timezone.localdate()
    form = RequestForm(request.GET, person=request.user)
    form.full_clean()
    context = {
        "today": today,
        "agency": form.cleaned_data.get("agency"),
        # The page has a button of its own then.
        "is_refused": "is_refused" in request.GET,
    }
    if context["agency"]:
        context |= _ended(form) | _alike(form, request.user)
        context |= _clock_so_far(form, today=today)
    return render(request, "staff/requests/_preview.html", context)


def _ended(form: RequestForm) -> dict[str, Any]:
    """Whether the agency is no more, and whether the person has ticked that off."""
    untold = form.ended()
    seen = form.cleaned_data.get("ended_seen") == str(form.cleaned_data["agency"].pk)
    return {"ended": untold is not None or seen, "ended_seen": seen}


def _alike(form: RequestForm, person: Person) -> dict[str, Any]:
    """Requests that are probably this one, and whether the person has ticked them off."""
    same = alike(
        agency=form.cleaned_data["agency"],
        campaign=form.cleaned_data.get("campaign"),
        reporting_year=form.cleaned_data.get("reporting_year") or 0,
        person=person,
    )
    found = {request.pk for request in same}
    return {"alike": same, "all_seen": found <= form.cleaned_data.get("alike_seen", frozenset())}


def _clock_so_far(form: RequestForm, *, today: date) -> dict[str, Any]:
    refusals = [error for name in DATE_FIELDS for error in form.errors.get(name, [])]
    if refusals:
        return {"refusals": refusals}
    entered: dict[str, Any] = {
        name: form.cleaned_data.get(name) for name in RequestDetails.__dataclass_fields__
    }
    details = with_receipt(RequestDetails(**entered))
    so_far = clock(_facts(details), on=today)
    return {"details": details, "clock": so_far, **_strip(so_far, today)}


def _facts(details: RequestDetails) -> RequestFacts:
    return RequestFacts(
        law=details.agency.records_law,
        level=details.agency.level,
        sent_on=details.sent_on,
        received_on=details.received_on,
        claimed_received_on=details.claimed_received_on,
        agency_due_on=details.agency_due_on,
        closures=details.agency.closure_days(),
        adopted=details.agency.adopted_keys(),
        rules=rules_in_force(),
    )


def _strip(so_far: Clock, today: date) -> dict[str, Any]:
    if so_far.due is None:
        return {}
    return {
        "days": days_of(so_far.due, on=today),
        "strip_text": strip_text(so_far.due, on=today),
    }
