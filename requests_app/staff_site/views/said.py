"""What an agency said about a year: entered, set right, taken back, published."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.reporting.models import AnnualDuty
from requests_app.domain.reporting.said.models import AboutAYear, Comment, Said
from requests_app.domain.reporting.said.operations import (
    SaidNotPossible,
    amend_said,
    ask_for_comment,
    enter_said,
    put_back,
    record_comment,
    show_in_public,
    take_back,
)
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.saved_meanwhile import SavedMeanwhile
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.said import CommentAnswerForm, CommentForm, SaidForm
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.looked_at import save_upon

REFUSALS = (SaidNotPossible, ImpossibleDate)
ENTRIES: dict[str, type[AboutAYear]] = {"said": Said, "comment": Comment}


@may(Permission.RECORD_DUTIES)
def enter_said_page(request: StaffRequest, pk: int) -> HttpResponse:
    duty = _duty(request, pk)
    form = SaidForm(request.POST or None, agency=duty.agency, person=request.user)

    def save(**by: Any) -> AboutAYear:
        year = duty.reporting_year
        return enter_said(agency=duty.agency, reporting_year=year, words=form.words(), **by)

    return _form_page(request, form, duty, "Enter what it said", save)


@may(Permission.RECORD_DUTIES)
def amend_said_page(request: StaffRequest, pk: int) -> HttpResponse:
    said = found_or_404(request, Said.objects.select_related("agency"), pk=pk)
    form = SaidForm.of(said, request.user)
    if request.method == "POST":
        form = SaidForm(request.POST, agency=said.agency, person=request.user)

    def save(**by: Any) -> None:  # its history has what it was
        amend_said(said=said, words=form.words(), seen=form.cleaned_data["seen"], **by)

    return _form_page(request, form, _duty_of(request, said), "Set right what it said", save)


@may(Permission.RECORD_DUTIES)
def ask_for_comment_page(request: StaffRequest, pk: int) -> HttpResponse:
    duty = _duty(request, pk)
    first = {"asked_on": timezone.localdate(), "asked_by": str(request.user)}
    form = CommentForm(request.POST or None, initial=first)

    def save(**by: Any) -> AboutAYear:
        typed = form.cleaned_data
        year = duty.reporting_year
        return ask_for_comment(agency=duty.agency, reporting_year=year, **typed, **by)

    return _form_page(request, form, duty, "We asked for its comment", save)


@may(Permission.RECORD_DUTIES)
def record_comment_page(request: StaffRequest, pk: int) -> HttpResponse:
    comment = found_or_404(request, Comment.objects.select_related("agency"), pk=pk)
    first = {"answered_on": comment.answered_on, "answer": comment.answer}
    form = CommentAnswerForm(request.POST or None, initial=first)

    def save(**by: Any) -> None:
        record_comment(comment=comment, **form.cleaned_data, **by)

    return _form_page(request, form, _duty_of(request, comment), "What it answered", save)


def _form_page(
    request: StaffRequest, form: Any, duty: AnnualDuty, title: str, save: Any
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            entered = save(by=request.user, at=timezone.now())
        except SavedMeanwhile as error:
            form.add_error(None, str(error))
            save_upon(form, error.stands)
        except REFUSALS as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            words = "Saved. It is public only once somebody publishes it."
            messages.success(request, words, extra_tags=_undo("take_back", entered))
            return redirect(f"{reverse('staff:duty', args=[duty.pk])}#said")
    context = {"place": "duties", "form": form, "duty": duty, "title": title}
    return render(
        request, "staff/duties/said_form.html", context, status=422 if form.errors else 200
    )


def _undo(step: str, entry: AboutAYear | None) -> str:
    """The tag of a message that offers the way back; "" where there is none."""
    if entry is None:
        return ""
    return f"undo={reverse(f'staff:{step}_{entry._meta.model_name}', args=[entry.pk])}"


def _duty(request: StaffRequest, pk: int) -> AnnualDuty:
    return found_or_404(request, AnnualDuty.objects.select_related("agency"), pk=pk)


def _duty_of(request: StaffRequest, entry: AboutAYear) -> AnnualDuty:
    """Whose page it stands on."""
    about = {"agency": entry.agency_id, "reporting_year": entry.reporting_year}
    return found_or_404(request, AnnualDuty.objects.select_related("agency"), **about)


@require_POST
@may(Permission.RECORD_DUTIES)
def take_back_now(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    entry = take_back(
        entry=found_or_404(request, ENTRIES[kind], pk=pk), by=request.user, at=timezone.now()
    )
    words = "Taken back: it counts no more. It can be put back below."
    messages.success(request, words, extra_tags=_undo("put_back", entry))
    return _back(request, entry)


@require_POST
@may(Permission.RECORD_DUTIES)
def put_back_now(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    entry = put_back(
        entry=found_or_404(request, ENTRIES[kind], pk=pk), by=request.user, at=timezone.now()
    )
    messages.success(request, "Put back. It is public only once somebody publishes it.")
    return _back(request, entry)


@require_POST
@may(Permission.PUBLISH_RELEASES)
def show_now(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """Published beside the figures of the year, or taken out there."""
    entry, is_public = (
        found_or_404(request, ENTRIES[kind], pk=pk),
        request.POST.get("public") == "yes",
    )
    try:
        show_in_public(entry=entry, is_public=is_public, by=request.user, at=timezone.now())
    except SaidNotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "It is public now." if is_public else "It is not public now.")
    return _back(request, entry)


def _back(request: StaffRequest, entry: AboutAYear) -> HttpResponse:
    return redirect(f"{reverse('staff:duty', args=[_duty_of(request, entry).pk])}#said")
