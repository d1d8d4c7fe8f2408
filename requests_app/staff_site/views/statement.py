"""The clock statement of a request: as a page to print, and as PDF."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.case_files.exports import record_statement
from requests_app.domain.case_files.statement import ClockStatement, clock_statement
from requests_app.domain.case_files.statement_data import as_data, as_pdf
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.statute_book.rules import rules_in_force
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.statement import StatementForm
from requests_app.staff_site.found import found_or_404


@may(Permission.SEE_WORKSPACE)
def show_statement(request: StaffRequest, pk: int) -> HttpResponse:
    """As of a day in the address; a day that cannot be is said, and today is shown."""
    form = StatementForm(request.GET)
    day = form.cleaned_data["on"] if form.is_valid() else timezone.localdate()
    made = _statement(request, pk, day)
    context = {
        "place": "requests",
        "records_request": made.records_request,
        "statement": as_data(made),
        "on": day,
        "form": form if form.errors else StatementForm(initial={"on": day.isoformat()}),
        "sample": made.records_request.is_sample,
    }
    return render(request, "staff/requests/statement.html", context)


@may(Permission.SEE_WORKSPACE)
def statement_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    form = StatementForm(request.GET)
    if not form.is_valid():
        raise Http404(str(form.errors["on"]))
    made = _statement(request, pk, form.cleaned_data["on"])
    response = HttpResponse(as_pdf(made), content_type="application/pdf")
    record_statement(
        records_request=made.records_request, on=made.on, by=request.user, at=made.made_at
    )
    name = f"clock-statement-{made.records_request.number}-{made.on:%Y-%m-%d}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _statement(request: StaffRequest, pk: int, on: date) -> ClockStatement:
    found = RecordsRequest.objects.select_related("agency").prefetch_related(
        "events", "attachments", "agency__closures", "agency__adopted_holidays"
    )
    records_request = found_or_404(request, found, pk=pk)
    rules = rules_in_force()
    return clock_statement(records_request, on=on, made_at=timezone.now(), rules=rules)
