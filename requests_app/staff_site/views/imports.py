"""Importing a returned file: said what it holds, looked at, and taken into a draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.importing.incoming import AttachmentNotUsable, Incoming
from requests_app.domain.misuse_data.importing.operations import (
    ReleaseNotPossible,
    RowsRefused,
    import_figures,
)
from requests_app.domain.misuse_data.importing.previews import previewed, read_attachment
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.reading.mapping import MappingRefused
from requests_app.domain.misuse_data.releases.older import (
    IssueDay,
    published_issue,
    why_older,
)
from requests_app.domain.misuse_data.sources import source_of
from requests_app.domain.request_log.file_access import Use
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.sheets.refusals import FileRefused
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.file_page import found_attachment, may_transcribe
from requests_app.staff_site.forms.returned_data import ImportForm
from requests_app.staff_site.read_as import OF_RELEASE, as_query, read_as

PAGE = "staff/returned_data/import.html"
# What people can still do about a file that no program reads as a table.
TYPED_INSTEAD = {"needs_transcription", "no_table"}


@may(Permission.IMPORT_FIGURES)
def import_attachment(request: StaffRequest, attachment_pk: int) -> HttpResponse:
    """Without JavaScript: the same form is posted to look, and posted again to import.

    `?read=`: as it was left for the page of names.
    """
    attachment = found_attachment(request, attachment_pk, Use.NAME)
    context: dict[str, Any] = {"attachment": attachment, "place": "returned_data"}
    context["sample"] = attachment.records_request.is_sample
    said = read_as(request.GET)
    try:
        found = read_attachment(attachment, mapping=said.chosen if said else None)
    except (FileRefused, AttachmentNotUsable) as error:
        return _refused(request, context, error)
    if request.method != "POST":
        context["form"] = ImportForm.suggested(attachment, found, said.initial if said else {})
        return render(request, PAGE, context)
    source = source_of(attachment.records_request)
    form = ImportForm(request.POST, found=found, source=source)
    if form.is_valid() and request.POST.get("action") == "import":
        release = _imported(request, attachment, form)
        if release:
            return redirect("staff:release", release.pk)
    context |= {"form": form, **_preview(attachment, form)}
    return render(request, PAGE, context, status=422 if form.errors else 200)


def _refused(
    request: StaffRequest, context: dict[str, Any], error: FileRefused | AttachmentNotUsable
) -> HttpResponse:
    """Why nothing can be imported, and the way to its transcription where people can read it."""
    by_hand = isinstance(error, FileRefused) and error.defect in TYPED_INSTEAD
    transcribe = by_hand and may_transcribe(context["attachment"], request.user)
    context |= {"refusal": error, "transcribe": transcribe}
    return render(request, PAGE, context, status=422)


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
            mapping=form.chosen(),
            by=request.user,
            at=timezone.now(),
        )
    except RowsRefused as error:
        form.add_error(
            None,
            f"Nothing was imported: {error.count:,} error{'s' * (error.count != 1)} in the file.",
        )
    except (ReleaseNotPossible, MappingRefused, AttachmentNotUsable, FileRefused) as error:
        form.add_error(None, str(error))
    else:
        words = f"Imported {release.figures.count():,} figures into a draft."
        undo = reverse("staff:undo_release", args=[release.pk])
        messages.success(request, words, extra_tags=f"undo={undo}")
        return release
    return None


def _preview(attachment: Attachment, form: ImportForm) -> dict[str, object]:
    """What the import would do, if the form says enough to tell."""
    if not {"covers_from", "covers_to"} <= form.cleaned_data.keys() or form.has_error("covers_to"):
        return {}
    try:
        preview = previewed(Incoming.attached(attachment), form.wanted())
    except (MappingRefused, FileRefused) as error:
        if str(error) not in form.non_field_errors():
            form.add_error(None, str(error))
        return {}
    return {
        "preview": preview,
        "older": _why_older(attachment, form),
        "names_address": _address_of_names(attachment, form),
        "groups": preview.problems.groups(),
        "bad_places": {problem.where for problem in preview.errors},
    }


def _why_older(attachment: Attachment, form: ImportForm) -> str:
    """That a later issue is published already; blank where none is."""
    day = IssueDay.known(form.cleaned_data.get("issued_on"), [attachment.came_on])
    stands = published_issue(
        source=form.source().name,
        covers=form.covers(),
        is_sample=attachment.records_request.is_sample,
    )
    return why_older(form.cleaned_data.get("title", ""), day, than=stands)


def _address_of_names(attachment: Attachment, form: ImportForm) -> str:
    typed = {name: form[name].value() or "" for name in OF_RELEASE}
    address = reverse("staff:names", args=[attachment.pk])
    return address + as_query(form.wanted(), typed)
