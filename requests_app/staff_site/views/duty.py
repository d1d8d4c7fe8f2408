"""One agency's year: what it answered, who tells it, and who is on none of a release's lists."""

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.models import Agency
from requests_app.domain.reporting.absent import NothingAbsent, take_as_silent, take_silent_back
from requests_app.domain.reporting.models import AnnualDuty, Answer, FoundAnswer
from requests_app.domain.reporting.operations import (
    AnswerIncomplete,
    ChangedSince,
    YearNotOver,
    open_for,
    record_answer,
    undo_answer,
)
from requests_app.domain.reporting.said.models import Comment, Said
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.sight import seen_by
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.duties import DutyForm, ListsForm, YearForm
from requests_app.staff_site.found import found_or_404

VERSIONS_SHOWN = 20


@may(Permission.SEE_WORKSPACE)
def show_duty(request: StaffRequest, pk: int) -> HttpResponse:
    """An agency's year, with the form for whoever may record."""
    duty = found_or_404(request, AnnualDuty.objects.select_related("agency", "answered_by"), pk=pk)
    form = DutyForm.of(duty) if request.user.may(Permission.RECORD_DUTIES) else None
    return render(request, "staff/duties/duty.html", _page(duty, form, request.user))


@require_POST
@may(Permission.RECORD_DUTIES)
def record_duty(request: StaffRequest, pk: int) -> HttpResponse:
    duty = found_or_404(request, AnnualDuty.objects.select_related("agency", "answered_by"), pk=pk)
    form = DutyForm(request.POST)
    if form.is_valid():
        answer = Answer(form.cleaned_data.pop("answer"))
        try:
            saved = record_answer(
                duty=duty, answer=answer, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except (AnswerIncomplete, ImpossibleDate) as error:
            form.add_error(error.field, str(error))
        else:
            now = Answer(saved.answer).label
            undo = reverse("staff:undo_duty", args=[saved.history.latest().pk])
            words = f"Recorded for {duty.agency}: {now}."
            messages.success(request, words, extra_tags=f"undo={undo}")
            return redirect(f"{reverse('staff:duties')}?year={duty.reporting_year}")
    return render(request, "staff/duties/duty.html", _page(duty, form, request.user), status=422)


@require_POST
@may(Permission.RECORD_DUTIES)
def undo_duty_now(request: StaffRequest, pk: int) -> HttpResponse:
    """pk: of the row of history that recording it has made."""
    version = found_or_404(request, AnnualDuty.history, pk=pk)
    duty = found_or_404(request, AnnualDuty, pk=version.id)
    try:
        undo_answer(duty=duty, version=pk, by=request.user, at=timezone.now())
    except ChangedSince as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Undone: the answer is what it was before.")
    return redirect("staff:duty", duty.pk)


def _page(duty: AnnualDuty, form: DutyForm | None, person: Person) -> dict:
    today = timezone.localdate()
    about = (duty.agency_id, duty.reporting_year)
    said = seen_by(Said.objects.about(*about), person)
    comments = Comment.objects.about(*about)
    in_order = (F("taken_back_at").asc(nulls_first=True), "pk")
    told = FoundAnswer.objects.filter(agency=duty.agency, reporting_year=duty.reporting_year)
    others = AnnualDuty.objects.filter(agency=duty.agency).order_by("-reporting_year")
    return {
        "place": "duties",
        "duty": duty,
        "form": form,
        "told": told.order_by("-stands", "-found_at", "-pk"),
        "years": others,
        "versions": duty.history.select_related("history_user")[:VERSIONS_SHOWN],
        "said": said.select_related("records_request", "attachment").order_by(*in_order),
        "comments": [(one, one.standing_on(today)) for one in comments.order_by(*in_order)],
        "today": today,
    }


@require_POST
@may(Permission.RECORD_DUTIES)
def open_duty_now(request: StaffRequest, pk: int) -> HttpResponse:
    """A year of one agency: of a body that is on no list of those who owe, or long past."""
    agency, form = found_or_404(request, Agency, pk=pk), YearForm(request.POST)
    if not form.is_valid():
        messages.error(request, "A year is four digits, like 2025.")
        return redirect("staff:agency", pk)
    try:
        year = form.cleaned_data["reporting_year"]
        duty = open_for(agency=agency, reporting_year=year, by=request.user, at=timezone.now())
    except YearNotOver as error:
        messages.error(request, str(error))
        return redirect("staff:agency", pk)
    return redirect("staff:duty", duty.pk)


@require_POST
@may(Permission.RECORD_DUTIES)
def take_lists_as_complete(request: StaffRequest) -> HttpResponse:
    """Who is on none of the release's lists did not report; or that is taken back."""
    form = ListsForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose a release of the year.")
        return redirect("staff:duties")
    take_back = form.cleaned_data.pop("take_back")
    known = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
    try:
        if take_back:
            messages.success(request, f"Taken back for {take_silent_back(**known):,} agencies.")
        else:
            absent, changed = take_as_silent(**known)
            messages.success(
                request,
                f"On none of the lists: {absent:,} agencies, taken to have not reported."
                f" {changed:,} show another answer than before.",
            )
    except NothingAbsent as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('staff:duties')}?year={form.cleaned_data['reporting_year']}")
