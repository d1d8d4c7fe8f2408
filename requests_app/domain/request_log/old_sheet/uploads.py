"""The uploaded spreadsheet: kept as it came, described by a person, planned from what was said."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.identifiers import AliasRefused, add_alias
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.operations import record
from requests_app.domain.request_log.attachments import store_content
from requests_app.domain.request_log.file_names import safe_name
from requests_app.domain.request_log.file_states import CLOSED_BEFORE, closed_as
from requests_app.domain.request_log.models import Campaign, Method, OldSheet
from requests_app.domain.request_log.old_sheet.columns import OURS, checked, suggested
from requests_app.domain.request_log.old_sheet.plan import Plan, plan_import, table_of
from requests_app.domain.request_log.old_sheet.rows import Defaults
from requests_app.domain.request_log.sight import seen_by
from requests_app.domain.sheets.reading import Sheet, read_sheets
from requests_app.domain.sheets.refusals import FileRefused
from requests_app.domain.sheets.tables import Table


@dataclass(frozen=True)
class Said:
    """What is said of a sheet from the start; what is not said is proposed."""

    sheet_name: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    chosen: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def keep_sheet(*, upload: File, by: Person | None, at: datetime, said: Said = Said()) -> OldSheet:
    """Keeps an uploaded spreadsheet, with what its columns hold.

    Where it is not `said`, proposed is what a person said of the newest imported sheet with the
    same headings, else what the headings suggest. Raises `FileRefused`, also for a content that is
    closed as a file of a request, `StoreAway` and `StoreFull`; then nothing is kept.
    """
    content = upload.read(settings.MAX_UPLOAD_BYTES + 1)
    digest = hashlib.sha256(content).hexdigest()
    if state := closed_as(digest):  # a sheet has no such state: whoever sees it sees all of it
        raise FileRefused("closed", f"It cannot be imported. {CLOSED_BEFORE[state]}")
    name = safe_name(upload.name or "")
    sheets = read_sheets(content, max_bytes=settings.MAX_UPLOAD_BYTES, name=name)
    chosen, table = table_of(sheets, name=said.sheet_name)
    sheet = OldSheet(
        file=store_content(digest, content),
        original_name=name,
        sha256=digest,
        sheet_name=chosen.name,
        uploaded_by=by,
        uploaded_at=at,
    )
    propose(sheet, table, by)
    sheet.mapping = {**sheet.mapping, **said.mapping}
    sheet.defaults = {**sheet.defaults, **said.defaults}
    sheet.chosen = {**sheet.chosen, **said.chosen}
    sheet.save()
    record(verb="uploaded old spreadsheet", subject=sheet, by=by, at=at, sha256=digest)
    return sheet


def propose(sheet: OldSheet, table: Table, by: Person | None) -> None:
    """Sets what the columns of an unsaved or locked sheet probably hold; the caller saves it."""
    headings = [name for name in table.columns if name not in OURS]
    sheet.headings_key = hashlib.sha256("\n".join(headings).encode()).hexdigest()
    imported = OldSheet.objects.filter(headings_key=sheet.headings_key, imported_at__isnull=False)
    known = seen_by(imported, by)
    if alike := known.exclude(pk=sheet.pk).order_by("-imported_at").first():
        sheet.mapping, sheet.chosen, sheet.defaults = alike.mapping, alike.chosen, alike.defaults
    else:
        sheet.mapping = dict(suggested(table.columns))


def read_sheet(sheet: OldSheet) -> tuple[list[Sheet], Table]:
    """The sheets of the file, and the table of the one that is imported. Raises `FileRefused`."""
    with sheet.file.open("rb") as file:
        sheets = read_sheets(file.read(), max_bytes=settings.MAX_UPLOAD_BYTES)
    return sheets, table_of(sheets, name=sheet.sheet_name)[1]


def plan_of(sheet: OldSheet, table: Table, *, today: date, by: Person | None = None) -> Plan:
    """What importing the sheet would do for `by`, read as it was described. Raises
    `ColumnsRefused`."""
    return plan_import(
        table,
        sheet.mapping,
        defaults=defaults_of(sheet, by),
        chosen=sheet.chosen,
        today=today,
        by=by,
    )


def defaults_of(sheet: OldSheet, by: Person | None = None) -> Defaults:
    """What holds for every row of the sheet that says nothing else."""
    told: dict[str, Any] = sheet.defaults
    plain = Defaults()
    campaigns = seen_by(Campaign.objects.filter(pk=told.get("campaign") or 0), by)
    return Defaults(
        year=told.get("year") or None,
        subject=told.get("subject") or plain.subject,
        method=Method(told.get("method") or plain.method),
        campaign=campaigns.first(),
    )


@transaction.atomic
def describe_sheet(
    *,
    sheet: OldSheet,
    table: Table,
    mapping: Mapping[str, str],
    defaults: Mapping[str, Any],
    chosen: Mapping[str, int],
    by: Person,
    at: datetime,
) -> OldSheet:
    """Notes what the columns hold, what holds for every row, and whom unknown names mean.

    Whoever may edit the directory teaches it those names as well. Raises `ColumnsRefused`; then
    nothing has changed.
    """
    locked = OldSheet.objects.select_for_update().get(pk=sheet.pk)
    locked.mapping = {heading: str(holds) for heading, holds in
                      checked(mapping, table.columns).items()}  # fmt: skip
    locked.defaults = dict(defaults)
    locked.chosen = {**locked.chosen, **chosen}
    locked.save()
    if by.may(Permission.EDIT_DIRECTORY):
        for name, pk in chosen.items():
            agency = Agency.objects.filter(pk=pk).first()
            # What the directory knows, or would take for another agency, holds for this sheet.
            with suppress(AliasRefused):
                if agency:
                    add_alias(agency=agency, name=name, by=by, at=at)
    return locked


@transaction.atomic
def choose_sheet(*, sheet: OldSheet, name: str, table: Table, by: Person, at: datetime) -> OldSheet:
    """Takes another sheet of the workbook, with what its columns probably hold."""
    locked = OldSheet.objects.select_for_update().get(pk=sheet.pk)
    locked.sheet_name = name
    propose(locked, table, by)
    locked.save()
    record(verb="chose sheet", subject=locked, by=by, at=at, sheet=name)
    return locked
