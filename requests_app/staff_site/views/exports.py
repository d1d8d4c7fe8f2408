"""One ZIP of a request, and of a campaign."""

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.case_files.exports import TooMuchToPack, export_campaign, export_request
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.found import found_or_404


@may(Permission.ATTACH_FILES)
def request_zip(request: StaffRequest, pk: int) -> HttpResponseBase:
    records_request = found_or_404(request, RecordsRequest, pk=pk)

    def pack(into: IO[bytes]) -> str:
        by, at = request.user, timezone.now()
        return export_request(records_request=records_request, into=into, by=by, at=at)

    return _sent(request, pack, back=redirect("staff:request", pk))


@may(Permission.ATTACH_FILES)
def campaign_zip(request: StaffRequest, pk: int) -> HttpResponseBase:
    campaign = found_or_404(request, Campaign, pk=pk)

    def pack(into: IO[bytes]) -> str:
        by, at = request.user, timezone.now()
        return export_campaign(campaign=campaign, into=into, by=by, at=at)

    return _sent(request, pack, back=redirect("staff:campaign", pk))


def _sent(
    request: StaffRequest, pack: Callable[[IO[bytes]], str], *, back: HttpResponseBase
) -> HttpResponseBase:
    """The ZIP from a file without a name, which is gone when it was sent."""
    file = TemporaryFile(dir=settings.VAR_DIR)  # noqa: SIM115 - the response closes it
    try:
        name = pack(file)
    except TooMuchToPack as refusal:
        file.close()
        messages.error(request, str(refusal))
        return back
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
