"""Importing the old spreadsheet: the ready rows of what was looked at, all or none; and undoing it.

What a row becomes is what `log_request` and `record_event` would have made of it, in a few
statements for all (a test holds the two together).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.living import MergedMeanwhile, locked_living
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.operations import record, record_many
from requests_app.domain.request_log.addressees import BATCH
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.models import Event, OldSheet, RecordsRequest
from requests_app.domain.request_log.numbers import next_numbers
from requests_app.domain.request_log.old_sheet.plan import Plan
from requests_app.domain.request_log.old_sheet.rows import Told
from requests_app.domain.request_log.old_sheet.uploads import plan_of
from requests_app.domain.request_log.operations import columns_of, dispatch_events
from requests_app.domain.request_log.recompute import recompute
from requests_app.domain.request_log.search_index import index_events, index_requests
from requests_app.domain.request_log.sight import check_all_reached, check_reach
from requests_app.domain.request_log.timeline import event_of
from requests_app.domain.request_log.touched import touched_since
from requests_app.domain.sheets.tables import Table
from requests_app.domain.statute_book.rules import rules_in_force


class SheetChanged(Exception):
    """What would be imported is not what was looked at: the log or the directory has changed."""


class SheetUsed(Exception):
    """The sheet was imported already, or its import was taken back already."""


@dataclass(frozen=True)
class Undone:
    """gone: how many requests were taken back. kept: the numbers of those that were not."""

    gone: int
    kept: list[str]


@transaction.atomic
def import_sheet(
    *,
    sheet: OldSheet,
    table: Table,
    seen: str,
    by: Person | None,
    at: datetime,
) -> Plan:
    """Logs a request for each ready row of `table`, read as the sheet was described.

    `seen`: the key of the plan that was looked at. Returns the plan that was carried out. Raises
    `SheetChanged`, `SheetUsed` (a second click) and `ColumnsRefused`; then nothing has changed.
    """
    locked = OldSheet.objects.select_for_update().get(pk=sheet.pk)
    if locked.imported_at is not None:
        raise SheetUsed(f"{locked} was imported already.")
    check_reach(by, locked, to=Permission.LOG_REQUESTS)
    _hold_agencies(plan_of(locked, table, today=local_day(at), by=by))
    # Taken before the log is read: a second import at once waits here, and then sees our rows.
    next_numbers(year=local_day(at).year, count=0)
    plan = plan_of(locked, table, today=local_day(at), by=by)
    if plan.key != seen or locked.sheet_name != sheet.sheet_name:
        raise SheetChanged(
            "What would be logged has changed since you looked, and nothing was: look again."
        )
    made = _write(plan.ready, by=by, at=at)
    locked.made = [one.pk for one in made]
    locked.imported_by, locked.imported_at = by, at
    locked.save()
    record(
        verb="imported old spreadsheet",
        subject=locked,
        by=by,
        at=at,
        sha256=locked.sha256,
        requests=len(made),
    )
    record_many(verb="logged request", subjects=made, by=by, at=at, sheet=locked.pk)
    return plan


def _hold_agencies(plan: Plan) -> None:
    """No merge takes one of them away meanwhile."""
    try:
        locked_living(told.details.agency.pk for told in plan.ready if told.details)
    except MergedMeanwhile as refusal:
        raise SheetChanged(f"{refusal} Look again.") from refusal


def _write(ready: Sequence[Told], *, by: Person | None, at: datetime) -> list[RecordsRequest]:
    rules, today = rules_in_force(), local_day(at)
    numbers = next_numbers(year=today.year, count=len(ready))
    agencies = _with_their_days({told.details.agency.pk for told in ready if told.details})
    made, events = [], []
    for number, told in zip(numbers, ready, strict=True):
        assert told.details is not None
        one = RecordsRequest(
            **columns_of(told.details),
            number=number,
            created_by=by,
            created_at=at,
            # What was late long ago is seen on Today; a mail for each would be a flood.
            reminded_from=today,
        )
        one.agency = agencies[one.agency_id]
        timeline = [
            *dispatch_events(one, by=by, at=at),
            *(event_of(one, happening, by=by, at=at, rules=rules) for happening in told.happenings),
        ]
        recompute(one, on=today, rules=rules, events=timeline)
        made.append(one)
        events += timeline
    bulk_create_with_history(
        made, RecordsRequest, batch_size=BATCH, default_user=by, default_date=at
    )
    for event in events:
        event.records_request = event.records_request  # takes over the id it has by now
    index_requests(made)
    index_events(Event.objects.bulk_create(events, batch_size=BATCH))
    return made


def _with_their_days(pks: set[int]) -> dict[int, Agency]:
    related = ("closures", "adopted_holidays")
    return {one.pk: one for one in Agency.objects.filter(pk__in=pks).prefetch_related(*related)}


@transaction.atomic
def undo_import(*, sheet: OldSheet, by: Person, at: datetime) -> Undone:
    """Takes back the requests that were made from the sheet, but for those that were touched
    since.

    Raises `SheetUsed` where there is nothing to take back.
    """
    locked = OldSheet.objects.select_for_update().get(pk=sheet.pk)
    if locked.imported_at is None or locked.undone_at is not None:
        raise SheetUsed(f"There is nothing of {locked} to take back.")
    made = RecordsRequest.objects.filter(pk__in=locked.made)
    check_reach(by, locked, to=Permission.LOG_REQUESTS)
    check_all_reached(by, made, to=Permission.LOG_REQUESTS)
    going = list(made.select_related("agency").select_for_update(of=("self",)).order_by("pk"))
    touched = touched_since(made)
    gone = [one for one in going if one.pk not in touched]
    record_many(verb="discarded request", subjects=gone, by=by, at=at, sheet=locked.pk)
    made.filter(pk__in=[one.pk for one in gone]).delete()
    locked.undone_at = at
    locked.save()
    kept = sorted(one.number for one in going if one.pk in touched)
    record(verb="took back import", subject=locked, by=by, at=at, requests=len(gone), kept=kept)
    return Undone(len(gone), kept)
