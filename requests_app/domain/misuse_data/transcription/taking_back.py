"""Taking back that two typed tables were made one, while no release rests on what they became."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.audit.operations import record
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.transcription.models import Transcription
from requests_app.domain.request_log.bin import CannotDelete, delete_attachment
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.request_log.sight import check_reach

WHY_IN_THE_BIN = "The settling of the two typed tables was taken back."


class SettlingStays(Exception):
    """It cannot be taken back now; the message says why."""


@transaction.atomic
def take_back_settling(*, attachment: Attachment, by: Person, at: datetime) -> None:
    """What was typed of `attachment` is two tables again, to be corrected and settled anew; the one
    that they had become goes into the bin.

    Raises `SettlingStays` where a release was imported from that one or something else rests on it,
    and where nothing is settled (any more); `NotAMember`.
    """
    files = Attachment.objects.select_related("records_request")
    locked = files.select_for_update(of=("self",)).get(pk=attachment.pk)
    check_reach(by, locked, to=Permission.IMPORT_FIGURES)
    settled = Transcription.objects.select_for_update(of=("self",)).filter(attachment=locked)
    done = settled.select_related("table").first()
    if done is None:
        raise SettlingStays("Nothing is settled here: somebody took it back already.")
    if release := imported_from(done):
        raise SettlingStays(why_it_stays(release))
    table = done.table
    done.delete()
    try:
        delete_attachment(attachment=table, reason=WHY_IN_THE_BIN, by=by, at=at)
    except CannotDelete as refusal:
        raise SettlingStays(str(refusal)) from refusal
    record(verb="took back settling", subject=locked.records_request, by=by, at=at,
           sha256=table.sha256, read_from=locked.sha256)  # fmt: skip


def imported_from(done: Transcription) -> Release | None:
    """A release that was imported from the table, if any."""
    return Release.objects.filter(returned_files__attachment=done.table_id).order_by("-pk").first()


def why_it_stays(release: Release) -> str:
    """Of a table that a release was imported from."""
    words = f"“{release}”, {release.get_state_display().lower()}, was imported from the table"
    return f"{words}: the settling stays while that is there. A draft can be undone first."
