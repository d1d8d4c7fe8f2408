"""The steps of a release: handed in, published, sent back, withdrawn, undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.importing.acceptance import (
    AcceptanceRefused,
    WarningsOpen,
    accept_warnings,
)
from requests_app.domain.misuse_data.importing.operations import (
    NotADraft,
    undo_import,
    was_undone,
)
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.releases.correcting import CorrectionMissing
from requests_app.domain.misuse_data.releases.locking import ReleaseGone
from requests_app.domain.misuse_data.releases.reviews import (
    OwnImport,
    ReasonMissing,
    StepNotPossible,
    publish_release,
    send_back,
    submit_for_review,
)
from requests_app.domain.misuse_data.releases.withdrawing import withdraw_release
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.returned_data import (
    AcceptForm,
    PublishForm,
    SendBackForm,
    WithdrawForm,
)
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.kept import is_id
from requests_app.staff_site.release_page import PAGE, RELEASES_SHOWN, shown

REFUSALS = (
    *(StepNotPossible, OwnImport, ReasonMissing, CorrectionMissing, NotADraft),
    *(WarningsOpen, AcceptanceRefused),
)


def _step(
    request: StaffRequest,
    pk: int,
    done: str,
    act: Callable[..., object],
    *,
    kept: Mapping[str, Form] | None = None,
    **more: object,
) -> HttpResponse:
    """One operation on a release; a named refusal becomes a message. `kept`: the form that was
    sent, by its name on the page, where its words are shown again after a refusal."""
    if was_undone(pk, by=request.user):  # from a page that was left open, or a second click
        messages.info(request, "That import is there no more: it was undone.")
        return redirect("staff:returned_data")
    found = found_or_404(request, Release, pk=pk)
    try:
        act(release=found, by=request.user, at=timezone.now(), **more)
    except REFUSALS as error:
        messages.error(request, str(error))
        return _refused(request, pk, **kept) if kept else redirect("staff:release", pk)
    except ReleaseGone as error:
        messages.error(request, str(error))
        return redirect("staff:returned_data")
    messages.success(request, done)
    gone = act is undo_import
    return redirect("staff:returned_data") if gone else redirect("staff:release", pk)


def _refused(request: StaffRequest, pk: int, **forms: Form) -> HttpResponse:
    """The page of the release again, with what was typed."""
    found = found_or_404(request, RELEASES_SHOWN, pk=pk)
    return render(request, PAGE, shown(request, found, **forms), status=422)


@require_POST
@may(Permission.IMPORT_FIGURES)
def submit(request: StaffRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "Handed in for review.", submit_for_review)


@require_POST
@may(Permission.PUBLISH_RELEASES)
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _refused(request, pk, publish_form=form)
    word = form.cleaned_data["correction"]
    kept = {"publish_form": form} if word else None
    return _step(request, pk, "Published.", publish_release, kept=kept, correction=word)


@require_POST
@may(Permission.PUBLISH_RELEASES)
def back(request: StaffRequest, pk: int) -> HttpResponse:
    form = SendBackForm(request.POST)
    # A blank reason is the operation's to refuse, in its own words.
    if not form.is_valid() and not form.has_error("reason", code="required"):
        messages.error(request, " ".join(map(str, form.errors["reason"])))
        return redirect("staff:release", pk)
    reason = form.cleaned_data.get("reason", "")
    return _step(request, pk, "Sent back to its importer as a draft.", send_back, reason=reason)


@require_POST
@may(Permission.PUBLISH_RELEASES)
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _refused(request, pk, withdraw_form=form)
    done = "Withdrawn. It is public no more; the page of corrections says so, with the reason."
    reason = form.cleaned_data["reason"]
    return _step(request, pk, done, withdraw_release, kept={"withdraw_form": form}, reason=reason)


@require_POST
@may(Permission.IMPORT_FIGURES)
def accept(request: StaffRequest, pk: int) -> HttpResponse:
    """The rules and single warnings that were ticked, for one reason."""
    form = AcceptForm(request.POST)
    if not form.is_valid() and not form.has_error("reason", code="required"):
        messages.error(request, " ".join(map(str, form.errors["reason"])))
        return redirect("staff:release", pk)
    chosen = [int(one) for one in request.POST.getlist("warning") if is_id(one)]
    reason = form.cleaned_data.get("reason", "")
    rules = request.POST.getlist("rule")
    ticked = partial(accept_warnings, warnings=chosen, rules=rules)
    return _step(request, pk, "Accepted.", ticked, reason=reason)


@require_POST
@may(Permission.IMPORT_FIGURES)
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    done = "The import was undone; a file that was attached stays with its request."
    return _step(request, pk, done, undo_import)
