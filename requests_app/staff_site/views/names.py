"""The names of a returned file that mean no agency yet: said once, remembered, taken back."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.living import MergedMeanwhile
from requests_app.domain.misuse_data.importing.incoming import AttachmentNotUsable, Incoming
from requests_app.domain.misuse_data.importing.previews import previewed
from requests_app.domain.misuse_data.names.confirming import (
    NameRefused,
    NothingToTakeBack,
    confirm_names,
    take_back_names,
)
from requests_app.domain.misuse_data.reading.mapping import MappingRefused
from requests_app.domain.misuse_data.reading.remembered import ConfirmedName
from requests_app.domain.request_log.file_access import Use
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.request_log.sight import seen_by
from requests_app.domain.sheets.refusals import FileRefused
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.file_page import found_attachment
from requests_app.staff_site.forms.names import NameForm
from requests_app.staff_site.read_as import ReadAs, as_suggested, read_as

SHOWN = 50  # names a page; the others come when these are said
EARLIER = 20


@may(Permission.IMPORT_FIGURES)
def names(request: StaffRequest, attachment_pk: int) -> HttpResponse:
    """`?read=`: how the file is read, as the import page was told; else as its source's last one
    was, or as its headings suggest."""
    attachment = found_attachment(request, attachment_pk, Use.NAME)
    said = read_as(request.GET)
    context = {"attachment": attachment, "place": "returned_data"}
    context |= {"sample": attachment.records_request.is_sample, "query": _query(request, said)}
    wanted = (said or as_suggested(attachment)).wanted(attachment)
    try:
        preview = previewed(Incoming.attached(attachment), wanted)
    except (FileRefused, AttachmentNotUsable, MappingRefused) as error:
        context["refusal"] = error
        return render(request, "staff/returned_data/names.html", context, status=422)
    found = list(preview.unmatched)
    sent = request.POST if request.method == "POST" else None
    forms = [NameForm(sent, unmatched=one) for one in found[:SHOWN]]
    if sent is not None and all([form.is_valid() for form in forms]):
        answer = _confirmed(request, attachment, forms)
        if answer:
            return answer
    context |= _shown(attachment, len(preview.unmatched), forms, request.user)
    return render(request, "staff/returned_data/names.html", context, status=_status(forms))


def _query(request: StaffRequest, said: ReadAs | None) -> str:
    """What leads back to the import page as it was left; nothing where the address is odd."""
    return f"?{urlencode({'read': request.GET['read']})}" if said else ""


def _status(forms: list[NameForm]) -> int:
    return 422 if any(form.is_bound and form.errors for form in forms) else 200


def _shown(
    attachment: Attachment, count: int, forms: list[NameForm], person: Person
) -> dict[str, object]:
    earlier = ConfirmedName.objects.filter(returned_by=attachment.records_request.agency)
    earlier = seen_by(earlier, person)
    return {
        "forms": forms,
        "count": count,
        "more": count - len(forms),
        "earlier": earlier.select_related("agency", "confirmed_by")[:EARLIER],
    }


def _confirmed(
    request: StaffRequest, attachment: Attachment, forms: list[NameForm]
) -> HttpResponse | None:
    """Saves what was said in one step; None, with the reason said, where it is refused."""
    said = [one for one in (form.confirmation() for form in forms) if one]
    if not said:
        messages.info(request, "Nothing was said of any name yet.")
        return None
    try:
        made = confirm_names(
            attachment=attachment, confirmations=said, by=request.user, at=timezone.now()
        )
    except (NameRefused, MergedMeanwhile) as refusal:
        messages.error(request, str(refusal))
        return None
    query = request.GET.urlencode()
    undo = f"{reverse('staff:undo_names', args=[attachment.pk, made[0].step])}?{query}"
    words = f"{len(made)} name{'s' * (len(made) != 1)} remembered."
    messages.success(request, words, extra_tags=f"undo={undo}")
    return redirect(f"{reverse('staff:names', args=[attachment.pk])}?{query}")


@require_POST
@may(Permission.IMPORT_FIGURES)
def undo(request: StaffRequest, attachment_pk: int, step: uuid.UUID) -> HttpResponse:
    attachment = found_attachment(request, attachment_pk, Use.NAME)
    try:
        count = take_back_names(step=step, by=request.user, at=timezone.now())
    except NothingToTakeBack as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{count} name{'s' * (count != 1)} forgotten.")
    query = _query(request, read_as(request.GET))
    return redirect(reverse("staff:names", args=[attachment.pk]) + query)
