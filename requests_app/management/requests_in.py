"""manage.py import_requests: the old spreadsheet from the shell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.management.base import CommandError
from django.db import transaction

from requests_app.domain.agencies.directory import AgencyNotFound, find_agency
from requests_app.domain.request_log.attachments import StoreAway, StoreFull
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.models import Campaign, Method
from requests_app.domain.request_log.old_sheet.columns import ColumnsRefused
from requests_app.domain.request_log.old_sheet.importing import import_sheet
from requests_app.domain.request_log.old_sheet.plan import Plan
from requests_app.domain.request_log.old_sheet.uploads import Said, keep_sheet, plan_of, read_sheet
from requests_app.domain.sheets.tables import FileRefused

MAPPING_HELP = (
    'JSON: {"columns": {heading: what it holds}, "sheet": name, "year": 2025, "subject": …, '
    '"method": …, "campaign": name, "agencies": {name in the sheet: name or ORI}}; all optional.'
)
_KNOWN = {"columns", "sheet", "year", "subject", "method", "campaign", "agencies"}


def requests_in(file: Path, *, mapping: Path | None, dry_run: bool, at: datetime) -> Plan:
    """Imports the ready rows of `file`, or only says what would come of it. Raises `CommandError`
    for what cannot be read; then nothing has changed."""
    said = _said(mapping)
    try:
        with transaction.atomic():
            upload = ContentFile(file.read_bytes(), name=file.name)
            sheet = keep_sheet(upload=upload, said=said, by=None, at=at)
            _, table = read_sheet(sheet)
            plan = plan_of(sheet, table, today=local_day(at))
            if dry_run or not plan.ready:
                transaction.set_rollback(True)
                return plan
            return import_sheet(sheet=sheet, table=table, seen=plan.key, by=None, at=at)
    except (FileRefused, ColumnsRefused, StoreAway, StoreFull, OSError) as error:
        raise CommandError(f"{file} was not imported: {error}") from error


def _said(mapping: Path | None) -> Said:
    told = _told(mapping)
    return Said(
        sheet_name=told.get("sheet"),
        mapping=told.get("columns", {}),
        defaults=_defaults(told),
        chosen=_agencies(told.get("agencies", {})),
    )


def _told(mapping: Path | None) -> dict[str, Any]:
    if mapping is None:
        return {}
    try:
        told = json.loads(mapping.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{mapping} is no mapping: {error}") from error
    if not isinstance(told, dict) or not set(told) <= _KNOWN:
        raise CommandError(f"{mapping} is no mapping. {MAPPING_HELP}")
    return told


def _defaults(told: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: told[name] for name in ("year", "subject", "method") if name in told}
    if found.get("method", Method.EMAIL) not in Method.values:
        raise CommandError(f"Method “{found['method']}” is none of {', '.join(Method.values)}.")
    if not isinstance(found.get("year", 0), int):
        raise CommandError(f"Year “{found['year']}” is not a calendar year, like 2025.")
    if name := told.get("campaign"):
        campaign = Campaign.objects.filter(name__iexact=name).first()
        if campaign is None:
            raise CommandError(f"There is no campaign “{name}”: open it first.")
        found["campaign"] = campaign.pk
    return found


def _agencies(names: Mapping[str, str]) -> dict[str, int]:
    try:
        return {written: find_agency(meant).pk for written, meant in names.items()}
    except AgencyNotFound as error:
        raise CommandError(str(error)) from error


def as_json(plan: Plan) -> dict[str, Any]:
    """What `--json` prints; `rows` and `ready` are counts of rows."""
    return {
        "rows": plan.rows,
        "ready": len(plan.ready),
        "errors": [
            {"row": e.row, "column": e.column, "value": e.value, "message": e.message}
            for e in plan.errors
        ],
        "unmatched": [
            {
                "row": one.row,
                "value": one.value,
                "suggestions": [
                    {
                        "agency": suggestion.agency.name,
                        "county": suggestion.agency.county,
                        "kind": suggestion.agency.kind,
                        "oris": [ori.code for ori in suggestion.agency.oris.all()],
                        "score": suggestion.score,
                    }
                    for suggestion in one.suggestions
                ],
            }
            for one in plan.unmatched
        ],
        "duplicates": [
            {"row": one.row, "value": one.agency, "of": one.of} for one in plan.duplicates
        ],
        "left_out": [{"row": row.number, "why": row.why} for row in plan.left_out],
    }


def as_text(plan: Plan, *, dry_run: bool) -> str:
    """The same for a person to read."""
    lines = [str(error) for error in plan.errors]
    for one in plan.unmatched:
        likely = "; ".join(f"{s.agency.name} ({s.agency.county})" for s in one.suggestions)
        lines.append(f"row {one.row}: no agency is called “{one.value}”. {_perhaps(likely)}")
    lines += [f"row {one.row}: {one.agency} is {one.of} already." for one in plan.known]
    lines += [f"row {one.row}: {one.agency} says the same as {one.of}." for one in plan.repeated]
    done = "could be imported" if dry_run else "imported"
    lines.append(
        f"{len(plan.ready):,} of {plan.rows:,} rows {done}; {len(plan.failed_rows):,} to mend, "
        f"{len(plan.known):,} known already, {len(plan.repeated):,} twice in the file, "
        f"{len(plan.left_out_below):,} hold no request."
    )
    return "\n".join(lines)


def _perhaps(likely: str) -> str:
    return f"Perhaps {likely}." if likely else "Nothing in the directory is like it."
