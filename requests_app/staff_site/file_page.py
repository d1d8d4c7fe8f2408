"""What the page of one file shows."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.transcription.operations import READ_BY_PEOPLE
from requests_app.domain.request_log.file_access import USE_SENTENCES, Use, may_use
from requests_app.domain.request_log.file_states import record_use
from requests_app.domain.request_log.models import Attachment, AttachmentText
from requests_app.domain.request_log.page_pictures import DRAWN, pages_of
from requests_app.domain.sheets.hiding import KINDS, sentence
from requests_app.domain.sheets.limited import Unreadable
from requests_app.staff_site.access import StaffRequest
from requests_app.staff_site.file_rows import file_row
from requests_app.staff_site.forms.files import DeleteForm, RedactedCopyForm, StateForm
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.paging import Page, page_of

# What a browser shows by itself, and runs nothing of. (TIFF: no browser does; SVG: it runs.)
PICTURES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}
SHOWN = {**PICTURES, "pdf": "application/pdf"}
LONGEST_SHOWN = 200_000  # characters of the text in a page
PAGES_AT_ONCE = 12


@dataclass(frozen=True)
class SeenPages:
    """Some pages of a file as pictures, of how many; or why there are none."""

    page: Page | None = None
    of: int = 0
    refusal: str = ""


def seen_pages(attachment: Attachment, number: str | None) -> SeenPages | None:
    """The pages of a file that a browser cannot be relied on to show, `PAGES_AT_ONCE` together;
    `number` of them as typed in the address. None for a file of another kind."""
    if attachment.content_kind not in DRAWN:
        return None
    try:
        pages = pages_of(attachment)
    except Unreadable as refusal:
        return SeenPages(refusal=str(refusal))
    return SeenPages(page_of(pages, number, PAGES_AT_ONCE), len(pages))


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


def note_opening(request: StaffRequest, attachment: Attachment) -> None:
    """Who opened a file that is not open to all."""
    if attachment.state != Attachment.State.NORMAL:
        record_use(attachment=attachment, verb="opened file", by=request.user, at=timezone.now())


def file_page(
    attachment: Attachment,
    *,
    person: Person,
    state_form: StateForm | None = None,
    copy_form: RedactedCopyForm | None = None,
) -> dict[str, Any]:
    """The context of the page. A form that was refused is shown again with what was typed."""
    row = file_row(attachment, person=person, original=attachment.redacts)
    copies_of = attachment.redacted_copies.select_related("records_request")
    copies = [file_row(copy, person=person) for copy in copies_of]
    read = AttachmentText.objects.filter(pk=attachment.pk).first() if row.may_open else None
    text = read.text if read else ""
    may_attach = person.may(Permission.ATTACH_FILES)
    hides = attachment.hides if row.may_open else []  # they name sheets and columns
    return {
        "place": "requests",
        "sample": attachment.records_request.is_sample,
        "attachment": attachment,
        "records_request": attachment.records_request,
        "row": row,
        "copies": [copy for copy in copies if copy.named],
        "is_picture": attachment.content_kind in PICTURES,
        "is_pdf": attachment.content_kind == "pdf",
        "can_be_drawn": attachment.content_kind in DRAWN,
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
