"""Looking at a returned file before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from requests_app.domain.agencies.directory import AgencyIndex
from requests_app.domain.misuse_data import mapping as mappings
from requests_app.domain.misuse_data.checks import Checked, RowProblem, Severity, problems_of
from requests_app.domain.misuse_data.measures import units_by_measure
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.proposals import Covers, Proposed, propose
from requests_app.domain.misuse_data.reading import read_table
from requests_app.domain.misuse_data.sources import subject_of
from requests_app.domain.request_log.file_access import may_leave, why_kept_in
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.sheets.tables import Table


class AttachmentNotUsable(Exception):
    """The file is restricted, in quarantine, a copy that is not to go out yet, or no longer
    what was attached."""


@dataclass(frozen=True)
class Preview:
    """What an import would do. `problems`: errors first; any error blocks."""

    table: Table
    mapping: dict[str, str]
    proposed: list[Proposed]
    problems: list[RowProblem]

    @property
    def errors(self) -> list[RowProblem]:
        return [p for p in self.problems if p.severity == Severity.ERROR]

    @property
    def warnings(self) -> list[RowProblem]:
        return [p for p in self.problems if p.severity == Severity.WARNING]


def read_attachment(attachment: Attachment) -> Table:
    """The attachment's table. Raises `AttachmentNotUsable` or `FileRefused`; writes nothing."""
    if not may_leave(attachment):
        why = why_kept_in(attachment, replaced=())
        raise AttachmentNotUsable(f"“{attachment}” is {why}: it cannot be imported.")
    try:
        with attachment.file.open("rb") as file:
            content = file.read(settings.MAX_UPLOAD_BYTES + 1)
    except FileNotFoundError as error:
        raise AttachmentNotUsable(f"“{attachment}” is missing from the file store.") from error
    table = read_table(content, max_bytes=settings.MAX_UPLOAD_BYTES)
    # The original is never touched: another hash means that this is not the file that came.
    if hashlib.sha256(content).hexdigest() != attachment.sha256:
        raise AttachmentNotUsable(
            f"“{attachment}” is not the file that was attached: its SHA-256 has changed."
        )
    return table


def preview_import(
    *, attachment: Attachment, covers: Covers, mapping: Mapping[str, str] | None = None
) -> Preview:
    """What importing would do, with every problem; writes nothing.

    `mapping` (column -> role) is suggested when None. Raises `AttachmentNotUsable`,
    `FileRefused`, `MappingRefused`.
    """
    table = read_attachment(attachment)
    chosen = dict(mapping) if mapping is not None else mappings.suggest(table)
    proposed = propose(
        table,
        mappings.understood(table, chosen),
        covers=covers,
        subject=subject_of(attachment.records_request),
        units=units_by_measure(),
        index=AgencyIndex(),
    )
    checked = Checked(table, proposed, covers, used_in=_used_in(attachment))
    return Preview(table, chosen, proposed, problems_of(checked))


def _used_in(attachment: Attachment) -> tuple[str, ...]:
    releases = Release.objects.filter(returned_files__attachment__sha256=attachment.sha256)
    return tuple(releases.order_by("pk").values_list("title", flat=True).distinct())
