"""What the page of one file shows."""

from typing import Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.transcription.operations import READ_BY_PEOPLE
from requests_app.domain.request_log.file_access import USE_SENTENCES, Use, may_use
from requests_app.domain.request_log.file_states import record_opening
from requests_app.domain.request_log.models import Attachment, AttachmentText
from requests_app.domain.sheets.hiding import KINDS, sentence
from requests_app.staff_site.access import StaffRequest
from requests_app.staff_site.file_rows import file_row
from requests_app.staff_site.forms.files import DeleteForm, RedactedCopyForm, StateForm
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.seen_pages import seen_pages

# What a browser shows by itself, and runs nothing of. (SVG: it runs; PDF: its viewer has no
# sandbox of ours, so its pages are drawn; TIFF: no browser shows it.)
PICTURES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}
LONGEST_SHOWN = 200_000  # characters of the text in a page


def found_attachment(request: StaffRequest, pk: int, use: Use) -> Attachment:
    """The file, for a use that whoever asks has of it. Raises Http404: that there is none, and that
    it is not for them, are not told apart."""
    files = Attachment.objects.select_related(
        "records_request__agency", "redacts__records_request", "state_changed_by", "added_by"
    )
    attachment: Attachment = found_or_404(request, files, pk=pk)
    if not may_use(request.user, attachment, use):
        raise Http404
    return attachment


def note_opening(request: StaffRequest, attachment: Attachment, **what: int) -> None:
    """Who opened a file that is not open to all, and `what` of it, such as a page."""
    record_opening(attachment=attachment, by=request.user, at=timezone.now(), **what)


def file_page(
    attachment: Attachment,
    *,
    person: Person,
    stretch: str | None = None,
    state_form: StateForm | None = None,
    copy_form: RedactedCopyForm | None = None,
) -> dict[str, Any]:
    """The context of the page. A form that was refused is shown again with what was typed.

    stretch: which of the file's pages are seen, as typed in the address.
    """
    row = file_row(attachment, person=person, original=attachment.redacts)
    copies_of = attachment.redacted_copies.select_related("records_request")
    copies = [file_row(copy, person=person) for copy in copies_of]
    read = AttachmentText.objects.filter(pk=attachment.pk).first() if row.may_open else None
    text = read.text if read else ""
    may_attach = person.may(Permission.ATTACH_FILES)
    hides = attachment.hides if row.may_open else []  # they name sheets and columns
    address = reverse("staff:view_attachment", args=[attachment.pk])
    seen = seen_pages(attachment, stretch, address=address) if row.may_open else None
    return {
        "place": "requests",
        "sample": attachment.records_request.is_sample,
        "attachment": attachment,
        "records_request": attachment.records_request,
        "row": row,
        "copies": [copy for copy in copies if copy.named],
        "is_picture": attachment.content_kind in PICTURES,
        "seen": seen,
        "may_transcribe": may_transcribe(attachment, person),
        "text": text[:LONGEST_SHOWN],
        "text_is_cut": len(text) > LONGEST_SHOWN,
        "hides": [(sentence(one), KINDS[one["kind"]].means) for one in hides],
        "uses": USE_SENTENCES,
        "can_change_state": person.may(Permission.CHANGE_FILE_STATES),
        "can_attach_copy": may_attach and row.may_open and attachment.redacts_id is None,
        "can_attach": may_attach,
        "can_delete": may_use(person, attachment, Use.DELETE),
        "delete_form": DeleteForm(auto_id="delete_%s"),  # the page has another “Why”
        "bin_days": settings.BIN_DAYS,
        "state_form": state_form or StateForm.of(attachment),
        "copy_form": copy_form or RedactedCopyForm(),
    }


def may_transcribe(attachment: Attachment, person: Person) -> bool:
    """Its figures can be typed, which is for files that everybody may see."""
    is_for_people = attachment.content_kind in READ_BY_PEOPLE
    is_open = attachment.state == Attachment.State.NORMAL
    return is_for_people and is_open and person.may(Permission.IMPORT_FIGURES)
