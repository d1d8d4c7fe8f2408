"""What is in a file, handed out: a picture, a page that we drew, or all of it to be saved."""

from csp.constants import NONE
from csp.decorators import csp
from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.file_access import Use
from requests_app.domain.request_log.file_states import record_use
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.request_log.page_pictures import drawn_page
from requests_app.domain.sheets.limited import Unreadable
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.file_page import PICTURES, found_attachment, note_opening

# What came from outside can run, load and send nothing where it is shown.
AS_PICTURE = {
    "default-src": [NONE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [NONE],
    "sandbox": True,
}


@csp(AS_PICTURE)
@may(Permission.SEE_WORKSPACE)
def show_attachment(request: StaffRequest, pk: int) -> FileResponse:
    """The bytes of a picture, to be shown; of nothing else."""
    attachment = found_attachment(request, pk, Use.OPEN)
    content_type = PICTURES.get(attachment.content_kind)
    if content_type is None:
        raise Http404
    response = _bytes_of(attachment, as_attachment=False, content_type=content_type)
    note_opening(request, attachment)
    return response


@csp(AS_PICTURE)
@may(Permission.SEE_WORKSPACE)
def show_page(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """One page of a file as a picture that we drew; in words why there is none."""
    attachment = found_attachment(request, pk, Use.OPEN)
    try:
        response = HttpResponse(drawn_page(attachment, number), content_type="image/png")
    except Unreadable as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
    _for_nobody_else(response)
    note_opening(request, attachment, page=number)
    return response


@may(Permission.ATTACH_FILES)
def download_attachment(request: StaffRequest, pk: int) -> FileResponse:
    """Always saved, never shown: what came from outside must not run in our pages."""
    attachment = found_attachment(request, pk, Use.DOWNLOAD)
    response = _bytes_of(attachment, as_attachment=True, content_type="application/octet-stream")
    record_use(attachment=attachment, verb="downloaded file", by=request.user, at=timezone.now())
    return response


def _bytes_of(attachment: Attachment, *, as_attachment: bool, content_type: str) -> FileResponse:
    try:
        content = attachment.file.open("rb")
    except FileNotFoundError as error:
        raise Http404(f"“{attachment}” is missing from the file store.") from error
    response = FileResponse(
        content,
        as_attachment=as_attachment,
        filename=attachment.original_name,
        content_type=content_type,
    )
    _for_nobody_else(response)
    return response


def _for_nobody_else(response: HttpResponse | FileResponse) -> None:
    """What is in a file is kept by no cache and shown in no other site's page."""
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
