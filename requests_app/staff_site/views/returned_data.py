"""Returned data: files in, columns, checks, review, releases, a figure's passport."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.imports import (
    AlreadyInDraft,
    NotADraft,
    ReleaseNotPossible,
    RowsRefused,
    import_figures,
    undo_import,
)
from requests_app.domain.misuse_data.mapping import MappingRefused
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.previews import (
    AttachmentNotUsable,
    preview_import,
    read_attachment,
)
from requests_app.domain.misuse_data.reviews import (
    OwnImport,
    ReasonMissing,
    StepNotPossible,
    publish_release,
    send_back,
    steps_from,
    submit_for_review,
    would_supersede,
)
from requests_app.domain.misuse_data.statements import statements_of
from requests_app.domain.publication.passports import passport
from requests_app.domain.publication.published import NotPublished
from requests_app.domain.request_log.file_access import Use, states_for
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.sheets.tables import FileRefused
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.returned_data import ImportForm, SendBackForm
from requests_app.staff_site.paging import page_of

PROBLEMS_SHOWN = 100
FIGURES_SHOWN = 20


@may(Permission.SEE_WORKSPACE)
def returned_data(request: StaffRequest) -> HttpResponse:
    releases = Release.objects.select_related("source", "imported_by", "published_by").annotate(
        figure_count=Count("figures")
    )
    # Django drops the model's own order from a query that counts.
    releases = releases.order_by("-covers_to", "-issued_on", "-pk")
    waiting = Attachment.objects.filter(
        returned_files__isnull=True, state=Attachment.State.NORMAL
    ).select_related("records_request__agency")
    context = {
        "waiting": page_of(waiting, request.GET.get("page")),
        "releases": releases.filter(is_quoted_claim=False),
        "quoted": releases.filter(is_quoted_claim=True),
        "may_import": request.user.may(Permission.IMPORT_FIGURES),
        "sample": releases.filter(is_sample=True).exists(),
    }
    return render(request, "staff/returned_data/list.html", context)


@may(Permission.IMPORT_FIGURES)
def import_attachment(request: StaffRequest, attachment_pk: int) -> HttpResponse:
    """Without JavaScript: the same form is posted to look, and posted again to import."""
    attachment = get_object_or_404(
        Attachment.objects.select_related("records_request__agency"),
        pk=attachment_pk,
        state__in=states_for(request.user, Use.NAME),
    )
    context = {"attachment": attachment, "sample": attachment.records_request.is_sample}
    context["place"] = "returned_data"
    try:
        table = read_attachment(attachment)
    except (FileRefused, AttachmentNotUsable) as error:
        context["refusal"] = error
        return render(request, "staff/returned_data/import.html", context, status=422)
    if request.method != "POST":
        context["form"] = ImportForm.suggested(attachment, table)
        return render(request, "staff/returned_data/import.html", context)
    form = ImportForm(request.POST, table=table)
    if form.is_valid() and request.POST.get("action") == "import":
        release = _imported(request, attachment, form)
        if release:
            return redirect("staff:release", release.pk)
    context |= {"form": form, **_preview(attachment, form)}
    return render(request, "staff/returned_data/import.html", context, status=_status(form))


def _status(form: ImportForm) -> int:
    return 422 if form.errors else 200


def _imported(request: StaffRequest, attachment: Attachment, form: ImportForm) -> Release | None:
    """The new draft; None with the reason in the form."""
    cleaned = form.cleaned_data
    try:
        release = import_figures(
            attachment=attachment,
            source=form.source(),
            title=cleaned["title"],
            covers_from=cleaned["covers_from"],
            covers_to=cleaned["covers_to"],
            issued_on=cleaned["issued_on"],
            mapping=form.mapping(),
            by=request.user,
            at=timezone.now(),
        )
    except RowsRefused as error:
        count = len(error.problems)
        form.add_error(
            None, f"Nothing was imported: {count} error{'s' * (count != 1)} in the rows."
        )
    except (ReleaseNotPossible, AlreadyInDraft, MappingRefused, AttachmentNotUsable) as error:
        form.add_error(None, str(error))
    else:
        words = f"Imported {release.figures.count():,} figures into a draft."
        messages.success(request, words, extra_tags=f"undo=/staff/releases/{release.pk}/undo/")
        return release
    return None


def _preview(attachment: Attachment, form: ImportForm) -> dict[str, object]:
    """What the import would do, if the form says enough to tell."""
    if "covers_from" not in form.cleaned_data or "covers_to" not in form.cleaned_data:
        return {}
    if form.has_error("covers_to"):
        return {}
    try:
        preview = preview_import(
            attachment=attachment, covers=form.covers(), mapping=form.mapping()
        )
    except MappingRefused as error:
        if str(error) not in form.non_field_errors():
            form.add_error(None, str(error))
        return {}
    return {
        "preview": preview,
        "problems": preview.problems[:PROBLEMS_SHOWN],
        "more_problems": max(0, len(preview.problems) - PROBLEMS_SHOWN),
        "figures_shown": preview.proposed[:FIGURES_SHOWN],
        "bad_places": {problem.where for problem in preview.errors},
    }


@may(Permission.SEE_WORKSPACE)
def release(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Release.objects.select_related(
            "source", "records_request__agency", "imported_by", "published_by", "supersedes"
        ),
        pk=pk,
    )
    page = page_of(
        found.figures.select_related("release__source", "measure", "agency").order_by("pk"),
        request.GET.get("page"),
    )
    context = {
        "release": found,
        "statements": statements_of(page.rows),
        "page": page,
        "files": found.returned_files.select_related("attachment"),
        "steps": [step.value for step in steps_from(found)],
        "replaces": would_supersede(found),
        "send_back_form": SendBackForm(),
        "may_import": request.user.may(Permission.IMPORT_FIGURES),
        "may_publish": request.user.may(Permission.PUBLISH_RELEASES),
        "place": "returned_data",
        "sample": found.is_sample,
    }
    return render(request, "staff/returned_data/release.html", context)


def _step(
    request: StaffRequest, pk: int, done: str, act: Callable[..., object], **more: object
) -> HttpResponse:
    """One operation on a release; a named refusal becomes a message."""
    found = get_object_or_404(Release, pk=pk)
    try:
        act(release=found, by=request.user, at=timezone.now(), **more)
    except (StepNotPossible, OwnImport, ReasonMissing, NotADraft) as error:
        messages.error(request, str(error))
        return redirect("staff:release", pk)
    messages.success(request, done)
    gone = act is undo_import
    return redirect("staff:returned_data") if gone else redirect("staff:release", pk)


@require_POST
@may(Permission.IMPORT_FIGURES)
def submit(request: StaffRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "Handed in for review.", submit_for_review)


@require_POST
@may(Permission.PUBLISH_RELEASES)
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "Published.", publish_release)


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
@may(Permission.IMPORT_FIGURES)
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "The import was undone; the file is still attached.", undo_import)


@may(Permission.SEE_WORKSPACE)
def figure(request: StaffRequest, pk: int) -> HttpResponse:
    try:
        found = passport(pk, among=Figure.objects.all())
    except NotPublished as error:
        raise Http404(str(error)) from error
    release = Release.objects.select_related("imported_by", "published_by").get(
        pk=found.statement.release
    )
    context = {
        "passport": found,
        "release": release,
        "place": "returned_data",
        "sample": found.statement.is_sample,
    }
    return render(request, "staff/returned_data/figure.html", context)
