"""Showing, amending and discarding a request."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.living import MergedMeanwhile
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.mail_drafts import DraftGone
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.operations import (
    CannotDiscard,
    ChangedMeanwhile,
    amend_request,
    discard_request,
)
from requests_app.domain.request_log.sight import NotForThem, StaysRestricted
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.requests import RequestForm
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.open_mail import open_mail
from requests_app.staff_site.request_page import request_page


@may(Permission.SEE_WORKSPACE)
def show_request(request: StaffRequest, pk: int) -> HttpResponse:
    today, mail = timezone.localdate(), None
    if "mail" in request.GET:
        try:
            mail = open_mail(request.GET["mail"], person=request.user, today=today)
        except DraftGone as error:
            messages.error(request, str(error))
    kind = request.GET.get("record", "")
    context = request_page(pk, on=today, person=request.user, kind=kind, mail=mail)
    return render(request, "staff/requests/request.html", context)


@may(Permission.LOG_REQUESTS)
def amend_request_page(request: StaffRequest, pk: int) -> HttpResponse:
    records_request = found_or_404(request, RecordsRequest.objects.select_related("agency"), pk=pk)
    form = _form(request, records_request)
    if form and form.is_valid():
        try:
            amend_request(
                records_request=records_request,
                details=form.details(),
                version=form.cleaned_data["version"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except (ImpossibleDate, NotForThem, StaysRestricted) as error:
            form.add_error(error.field, str(error))
        except MergedMeanwhile as error:
            form.add_error("agency_text", str(error))
        except ChangedMeanwhile as error:
            form.add_error(None, str(error))
            form.move_to(records_request.version)
        else:
            messages.success(request, "Saved.")
            return redirect("staff:request", pk)
    form = form or RequestForm.filled(records_request, person=request.user)
    context = {"form": form, "records_request": records_request, "place": "requests"}
    status = 422 if form.errors else 200
    return render(request, "staff/requests/amend.html", context, status=status)


def _form(request: StaffRequest, records_request: RecordsRequest) -> RequestForm | None:
    if request.method != "POST":
        return None
    return RequestForm(request.POST, person=request.user, before=records_request)


@require_POST
@may(Permission.LOG_REQUESTS)
def discard_request_now(request: StaffRequest, pk: int) -> HttpResponse:
    records_request = found_or_404(request, RecordsRequest, pk=pk)
    try:
        discard_request(records_request=records_request, by=request.user, at=timezone.now())
    except CannotDiscard as error:
        messages.error(request, str(error))
        return redirect("staff:request", pk)
    messages.success(request, f"{records_request.number} was taken back, and lies in the bin.")
    return redirect("staff:requests")
