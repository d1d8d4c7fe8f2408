"""Typing a table, and making one of two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.audit.operations import record
from requests_app.domain.misuse_data.transcription.models import Transcription, TypedTable
from requests_app.domain.misuse_data.transcription.typed import (
    MOST_TO_SETTLE,
    Difference,
    differences,
    rows_typed,
    settled,
)
from requests_app.domain.request_log.attachments import AlreadyAttached, attach_file
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.request_log.sight import check_reach
from requests_app.domain.sheets.writing import csv_line

READ_BY_PEOPLE = {"pdf", "png", "jpeg", "gif", "webp", "tiff"}


class NotTranscribed(Exception):
    """The file is not for typing now; the message says why."""


class StillDiffers(Exception):
    """The two tables are not one yet; the message says what is left to settle."""


@transaction.atomic
def type_table(*, attachment: Attachment, text: str, by: Person, at: datetime) -> TypedTable:
    """Keeps what `by` typed, in place of what they typed before. A third person settles and does
    not type. Raises `TableRefused`, `NotTranscribed` and `NotAMember`."""
    locked = _locked(attachment)
    check_reach(by, locked, to=Permission.IMPORT_FIGURES)
    rows = rows_typed(text)
    others = tables_of(locked).exclude(typed_by=by).count()
    if others > 1:
        raise NotTranscribed("Two people have typed it: settle what differs.")
    table, _ = TypedTable.objects.update_or_create(
        attachment=locked, typed_by=by, defaults={"rows": rows, "typed_at": at}
    )
    record(verb="typed table", subject=locked.records_request, by=by, at=at,
           sha256=locked.sha256, rows=len(rows))  # fmt: skip
    return table


def tables_of(attachment: Attachment) -> QuerySet[TypedTable]:
    """What people typed of the file, the first first."""
    return TypedTable.objects.filter(attachment=attachment).select_related("typed_by")


def left_to_settle(attachment: Attachment) -> list[Difference] | None:
    """The cells that the two tables differ in; None until there are two."""
    tables = list(tables_of(attachment))
    return differences(tables[0].rows, tables[1].rows) if len(tables) == 2 else None


@transaction.atomic
def settle(
    *, attachment: Attachment, chosen: Mapping[Difference, str], by: Person, at: datetime
) -> Attachment:
    """The CSV of the request that the two tables become, to be imported as any other file.

    chosen: for each difference what the file says; by one of the two or a third. What somebody has
    typed anew since it was looked at is another difference, and is left to settle. Raises
    `StillDiffers`, `NotTranscribed` and `NotAMember`, and then nothing is changed.
    """
    locked = _locked(attachment)
    check_reach(by, locked, to=Permission.IMPORT_FIGURES)
    tables = list(tables_of(locked))
    if len(tables) < 2:
        raise StillDiffers("Two people have to type the table, each for themselves.")
    open_cells = differences(tables[0].rows, tables[1].rows)
    if len(open_cells) > MOST_TO_SETTLE:
        raise StillDiffers(
            f"{len(open_cells):,} cells differ, and at most {MOST_TO_SETTLE} are settled one by"
            " one: put in first what was left out of one of the tables."
        )
    taken = {one.name: chosen[one] for one in open_cells if one in chosen}
    if left := len(open_cells) - len(taken):
        raise StillDiffers(f"{left:,} cell{'s' * (left != 1)} left to settle.")
    rows = settled(tables[0].rows, tables[1].rows, taken)
    table = _attached(locked, rows, by=by, at=at)
    Transcription.objects.create(
        attachment=locked, table=table, settled_by=by, settled_at=at, chosen=taken
    )
    record(verb="settled transcription", subject=locked.records_request, by=by, at=at,
           sha256=table.sha256, read_from=locked.sha256, differed=len(taken))  # fmt: skip
    return table


def _locked(attachment: Attachment) -> Attachment:
    """The file, locked. Raises `NotTranscribed`."""
    files = Attachment.objects.select_related("records_request")
    locked = files.select_for_update(of=("self",)).get(pk=attachment.pk)
    if locked.content_kind not in READ_BY_PEOPLE:
        raise NotTranscribed("Only PDF files and pictures are typed; import this file as it is.")
    if locked.state != Attachment.State.NORMAL:
        raise NotTranscribed("The file is restricted: what is typed from it would be open to all.")
    if Transcription.objects.filter(attachment=locked).exists():
        raise NotTranscribed("It is transcribed already.")
    return locked


def _attached(
    original: Attachment, rows: list[list[str]], *, by: Person, at: datetime
) -> Attachment:
    content = "".join(map(csv_line, rows)).encode()
    name = f"{PurePath(original.original_name).stem} (transcribed).csv"
    try:
        return attach_file(
            records_request=original.records_request,
            upload=ContentFile(content, name=name),
            came_on=original.came_on,
            by=by,
            at=at,
            is_ours=True,
        )
    except AlreadyAttached as error:
        raise NotTranscribed(f"The same table is a file of the request already: {error}") from error
