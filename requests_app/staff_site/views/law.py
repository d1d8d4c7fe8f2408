"""The law as it is counted by: its versions, those to come, and the moves of dates."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.dates import ImpossibleDate, shown
from requests_app.domain.statute_book.models import LawVersion
from requests_app.domain.statute_book.operations import (
    VersionChangedMeanwhile,
    VersionRefused,
    amend_version,
    enter_version,
    take_step,
)
from requests_app.domain.statute_book.rules import rules_in_force
from requests_app.domain.statute_book.states import Step, StepNotPossible, VersionState
from requests_app.domain.upkeep.law_changes import (
    enact_law,
    preview_enactment,
    preview_take_back,
    take_back_enactment,
)
from requests_app.domain.upkeep.models import DatesMove
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.law import EnactForm, VersionForm
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.law_page import law_context, move_context, version_context
from requests_app.staff_site.moves import after_move, preview_context

REFUSALS = (VersionChangedMeanwhile, StepNotPossible)


@may(Permission.SEE_WORKSPACE)
def law_page(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    context = law_context(request.GET.get("year", ""), today=today, person=request.user)
    context["can_change"] = request.user.may(Permission.CHANGE_LAW)
    return render(request, "staff/law/law.html", context | {"place": "calculator"})


@may(Permission.CHANGE_LAW)
def enter_version_page(request: StaffRequest) -> HttpResponse:
    rules = rules_in_force()
    if request.method != "POST":
        today = timezone.localdate()
        return _version_form(request, VersionForm.as_it_is(rules=rules, today=today))
    form = VersionForm(request.POST, rules=rules)
    if form.is_valid():
        try:
            made = enter_version(details=form.details(), by=request.user, at=timezone.now())
        except VersionRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, f"{made.act} is entered as pending. It moves nothing.")
            return redirect("staff:law_version", made.pk)
    return _version_form(request, form)


@may(Permission.CHANGE_LAW)
def amend_version_page(request: StaffRequest, pk: int) -> HttpResponse:
    version, rules = found_or_404(request, LawVersion, pk=pk), rules_in_force()
    if version.state != VersionState.PENDING:
        is_now = version.get_state_display()
        messages.error(request, f"Only a pending version is amended, and this is “{is_now}”.")
        return redirect("staff:law_version", pk)
    if request.method != "POST":
        return _version_form(request, VersionForm.opened(version, rules=rules), version)
    form = VersionForm(request.POST, rules=rules)
    if form.is_valid():
        try:
            amend_version(
                version=version,
                details=form.details(),
                seen=form.cleaned_data["seen"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except VersionRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
            form.move_to(version.version)
        else:
            messages.success(request, f"Saved {version.act}.")
            return redirect("staff:law_version", pk)
    return _version_form(request, form, version)


def _version_form(
    request: StaffRequest, form: VersionForm, version: LawVersion | None = None
) -> HttpResponse:
    context = {"form": form, "version": version, "place": "calculator"}
    status = 422 if form.errors else 200
    return render(request, "staff/law/edit_version.html", context, status=status)


@may(Permission.SEE_WORKSPACE)
def show_version(request: StaffRequest, pk: int) -> HttpResponse:
    """The version beside the law it would change; with `begins`, what it would move."""
    version, today = found_or_404(request, LawVersion, pk=pk), timezone.localdate()
    can_change = request.user.may(Permission.CHANGE_LAW)
    form = EnactForm(request.GET) if "begins" in request.GET else EnactForm()
    looked_at: dict[str, Any] = {}
    if version.state == VersionState.PENDING and form.is_bound and form.is_valid():
        looked_at = _enactment(request, version, form)
    elif version.state == VersionState.IN_FORCE and can_change:
        looked_at = preview_context(
            preview_take_back(version=version, today=today, by=request.user), by=request.user
        )
    context = version_context(version, on=looked_at.get("begins", today)) | looked_at
    context |= {"form": form, "can_change": can_change}
    status = 422 if form.errors else 200
    return render(request, "staff/law/version.html", context, status=status)


def _enactment(request: StaffRequest, version: LawVersion, form: EnactForm) -> dict[str, Any]:
    begins = form.cleaned_data["begins"]
    try:
        preview = preview_enactment(
            version=version, begins=begins, today=timezone.localdate(), by=request.user
        )
    except (ImpossibleDate, VersionRefused) as refusal:
        form.add_error("begins", str(refusal))
        return {}
    return preview_context(preview, by=request.user) | {"begins": begins, "days_read": [begins]}


@require_POST
@may(Permission.CHANGE_LAW)
def enact_now(request: StaffRequest, pk: int) -> HttpResponse:
    version, form = found_or_404(request, LawVersion, pk=pk), EnactForm(request.POST)
    page = reverse("staff:law_version", args=[pk])
    if not form.is_valid():
        messages.error(request, f"In force from: {form.errors['begins'][0]}")
        return redirect(page)
    begins = form.cleaned_data["begins"]
    try:
        move = enact_law(
            version=version, begins=begins, seen=_seen(request), by=request.user, at=timezone.now()
        )
    except (*REFUSALS, ImpossibleDate, VersionRefused) as refusal:
        messages.error(request, str(refusal))
        return redirect(page)
    return after_move(request, move, done=f"In force from {shown(begins)}.", back=page)


@require_POST
@may(Permission.CHANGE_LAW)
def take_back_now(request: StaffRequest, pk: int) -> HttpResponse:
    version, page = (
        found_or_404(request, LawVersion, pk=pk),
        reverse("staff:law_version", args=[pk]),
    )
    try:
        move = take_back_enactment(
            version=version, seen=_seen(request), by=request.user, at=timezone.now()
        )
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
        return redirect(page)
    return after_move(request, move, done="Pending again.", back=page)


@require_POST
@may(Permission.CHANGE_LAW)
def drop_now(request: StaffRequest, pk: int) -> HttpResponse:
    return _step(request, pk, Step.DROP, "dropped. It is kept, and can be taken up again.")


@require_POST
@may(Permission.CHANGE_LAW)
def take_up_now(request: StaffRequest, pk: int) -> HttpResponse:
    return _step(request, pk, Step.TAKE_UP, "pending again.")


def _step(request: StaffRequest, pk: int, step: Step, done: str) -> HttpResponse:
    version = found_or_404(request, LawVersion, pk=pk)
    seen = _seen(request)
    try:
        take_step(version=version, step=step, seen=seen, by=request.user, at=timezone.now())
    except (*REFUSALS, VersionRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{version.act} is {done}")
    return redirect("staff:law_version", pk)


def _seen(request: StaffRequest) -> int:
    """The count of writes that the page was opened with; of a page that names none, none."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0


@may(Permission.SEE_WORKSPACE)
def show_move(request: StaffRequest, pk: int) -> HttpResponse:
    move = found_or_404(request, DatesMove.objects.select_related("by", "agency"), pk=pk)
    context = move_context(move, request.GET.get("page"), person=request.user)
    response = render(request, "staff/law/move.html", context)
    if move.is_finished and request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"  # it was watched: now the page shows all that it moved
    return response
