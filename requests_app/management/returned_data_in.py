"""manage.py import_misuse_data: a returned file from the shell."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.management.base import CommandError
from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.misuse_data.importing.incoming import AttachmentNotUsable, Incoming
from requests_app.domain.misuse_data.importing.operations import (
    ReleaseNotPossible,
    RowsRefused,
    Titled,
    import_file,
)
from requests_app.domain.misuse_data.importing.previews import Wanted, previewed
from requests_app.domain.misuse_data.importing.runs import Preview
from requests_app.domain.misuse_data.importing.stored_files import forget_files
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.periods import Covers, period_of
from requests_app.domain.misuse_data.reading.mapping import MappingRefused
from requests_app.domain.misuse_data.reading.marks import MarkRefused, Marks
from requests_app.domain.misuse_data.reading.proposed import Proposed
from requests_app.domain.misuse_data.reading.recognition import Chosen
from requests_app.domain.misuse_data.sources import source_named
from requests_app.domain.request_log.attachments import AlreadyAttached, attach_file
from requests_app.domain.request_log.dates import ImpossibleDate, local_day
from requests_app.domain.request_log.file_kinds import FileNotAccepted
from requests_app.domain.request_log.models import Attachment, RecordsRequest
from requests_app.domain.request_log.scanning.clamd import ScannerAway
from requests_app.domain.request_log.scanning.operations import scan_file
from requests_app.domain.sheets.refusals import FileRefused

MAPPING_HELP = (
    'JSON: {"columns": {heading: role}, "sheets": {sheet: {heading: role}}, "take": [sheet], '
    '"marks": {"dash": answer, "blank": answer}}; all optional. '
    " Roles: agency, ori, county, year, year_from, year_to, measure, value, answer, note, "
    "ignored, measure:<key>, none:<key>."
)
_KNOWN = {"columns", "sheets", "take", "marks"}
KEPT = 10_000  # problems of each rule that are told


@dataclass(frozen=True)
class Asked:
    """The arguments as given."""

    file: Path
    publisher: str
    covers: str
    request: str = ""
    mapping: Path | None = None
    title: str = ""
    issued_on: date | None = None
    by: str = ""
    statewide: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class Came:
    """What came of it: `preview` is None where the file was refused as a whole."""

    preview: Preview | None
    release: Release | None = None
    refusal: tuple[str, str] | None = None  # rule, message

    @property
    def error_count(self) -> int:
        return 1 if self.preview is None else self.preview.error_count


def returned_data_in(
    asked: Asked, *, at: datetime, watch: Callable[[Proposed], None] | None = None
) -> Came:
    """Imports the file into a draft, or only says what would come of it. `watch` gets each figure.

    Raises `CommandError` for arguments that cannot be. Where anything is refused nothing was
    written.
    """
    if not asked.publisher.strip():
        raise CommandError("--publisher is blank: say who states the figures.")
    wanted = Wanted(
        source_named(asked.publisher.strip()),
        _covers(asked.covers),
        _chosen(asked.mapping),
        kept=KEPT,
        watch=watch,
    )
    records_request, by = _request(asked.request), _person(asked.by)
    try:
        if asked.dry_run:
            return Came(previewed(_by_path(asked, records_request, at=at), wanted))
        return _imported(asked, wanted, records_request, by, at=at)
    except RowsRefused as refused:
        return Came(refused.preview)
    except FileRefused as refused:
        return Came(None, refusal=(refused.defect, str(refused)))
    except MappingRefused as refused:
        return Came(None, refusal=("mapping", str(refused)))
    except (AttachmentNotUsable, FileNotAccepted) as refused:
        return Came(None, refusal=("not-usable", str(refused)))
    except (ReleaseNotPossible, ImpossibleDate, ScannerAway, OSError) as error:
        raise CommandError(f"{asked.file} was not imported: {error}") from error


def _imported(
    asked: Asked,
    wanted: Wanted,
    records_request: RecordsRequest | None,
    by: Person | None,
    *,
    at: datetime,
) -> Came:
    if records_request is None:
        return _taken_in(_by_path(asked, None, at=at), asked, wanted, by, at=at)
    stored: set[str] = set()
    try:
        with transaction.atomic():
            attachment = _attached(asked.file, records_request, by, at=at)
            stored.add(str(attachment.file.name))
            if attachment.state == Attachment.State.UNSCANNED:
                scan_file(attachment=attachment, at=at)
            incoming = Incoming.attached(attachment, is_statewide=asked.statewide)
            return _taken_in(incoming, asked, wanted, by, at=at)
    except Exception:
        # It is attached only together with the import: what it left in the store is nobody's.
        forget_files(stored)
        raise


def _taken_in(
    incoming: Incoming, asked: Asked, wanted: Wanted, by: Person | None, *, at: datetime
) -> Came:
    titled = Titled(asked.title or f"{wanted.source.name}, {wanted.covers}", asked.issued_on)
    release, preview = import_file(incoming=incoming, wanted=wanted, titled=titled, by=by, at=at)
    return Came(preview, release)


def _by_path(asked: Asked, records_request: RecordsRequest | None, *, at: datetime) -> Incoming:
    return Incoming.at(
        asked.file, came_on=local_day(at), asked=records_request, is_statewide=asked.statewide
    )


def _attached(
    path: Path, records_request: RecordsRequest, by: Person | None, *, at: datetime
) -> Attachment:
    try:
        return attach_file(
            records_request=records_request,
            upload=ContentFile(path.read_bytes(), name=path.name),
            came_on=local_day(at),
            by=by,
            at=at,
        )
    except AlreadyAttached as known:
        return known.attachment


def _covers(text: str) -> Covers:
    covers = period_of(text)
    if covers is None or not covers.is_possible:
        raise CommandError(f"--covers “{text}” is no year or period: like 2023, or 2019-2023.")
    return covers


def _request(number: str) -> RecordsRequest | None:
    if not number:
        return None
    found = RecordsRequest.objects.filter(number__iexact=number.strip()).first()
    if found is None:
        raise CommandError(f"There is no request {number}.")
    return found


def _person(username: str) -> Person | None:
    if not username:
        return None
    found = Person.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise CommandError(f"Nobody here is called {username}.")
    return found


def _chosen(mapping: Path | None) -> Chosen:
    if mapping is None:
        return Chosen()
    try:
        told = json.loads(mapping.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{mapping} is no mapping: {error}") from error
    if not isinstance(told, dict) or not set(told) <= _KNOWN or not _is_well_formed(told):
        raise CommandError(f"{mapping} is no mapping. {MAPPING_HELP}")
    try:
        marks = Marks.of(told.get("marks", {}))
    except MarkRefused as refused:
        raise CommandError(f"{mapping} is no mapping: {refused}") from refused
    take = told.get("take")
    return Chosen(
        columns=told.get("sheets", {}),
        sheets=None if take is None else frozenset(take),
        every=told.get("columns", {}),
        marks=marks,
    )


def _is_well_formed(told: dict[str, Any]) -> bool:
    maps = [told.get("columns", {}), told.get("marks", {}), *dict(told.get("sheets", {})).values()]
    names = [told.get("take", [])]
    return all(
        isinstance(one, dict) and all(isinstance(role, str) for role in one.values())
        for one in maps
    ) and all(isinstance(one, list) for one in names)
