"""Merging two entries of the same agency: all that hangs on one goes to the other, and back.

The entry that goes keeps its row, hidden, so that its old address leads on and the merge can be
undone (`unmerging.py`).
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core import serializers
from django.db import models, transaction
from simple_history.utils import bulk_update_with_history

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency, Alias, Contact
from requests_app.domain.agencies.names import folded
from requests_app.domain.audit.operations import record, record_many
from requests_app.domain.reporting.found import settle_many
from requests_app.domain.reporting.models import AnnualDuty
from requests_app.domain.request_log.meanwhile import MERGED
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.search_index import look_again
from requests_app.domain.upkeep.merge_plans import Line, later_confirmation, plan_merge
from requests_app.domain.upkeep.models import AgencyMerge, DatesMove
from requests_app.domain.upkeep.moves import begin_move

BATCH = 500


@transaction.atomic
def merge_agencies(
    *, gone: Agency, kept: Agency, by: Person, at: datetime
) -> tuple[AgencyMerge, DatesMove]:
    """Moves all that hangs on `gone` to `kept`, whose name, law and level stay, and the dates with
    it. Raises `MergeRefused`, then nothing has changed.
    """
    gone, kept = lock_both(gone, kept)
    plan = plan_merge(gone=gone, kept=kept, by=by)
    merge = AgencyMerge(gone=gone, kept=kept, gone_name=gone.name, by=by, at=at)
    for line in plan.lines:
        _settle_clashes(merge, line)
        hand_over(line.model, line.name, line.moves, kept, by=by, at=at)
        merge.moved[key_of_line(line)] = line.moves
    settle_duties(kept, by=by, at=at)
    if plan.adds_alias and folded(gone.name):
        alias = Alias.objects.create(agency=kept, name=gone.name)
        merge.changed.append(["alias", alias.pk, "", None, alias.name])
    gone.merged_into = kept
    gone.save()
    fresh(kept).refresh_search_text()
    merge.save()
    counts = {key: len(moved) for key, moved in merge.moved.items() if moved}
    done = {"gone": gone.name, "merge": merge.pk, "moved": counts}
    record(verb="merged agency", subject=kept, by=by, at=at, **done)
    record_on_requests(merge, MERGED, by=by, at=at)
    what = f"The entries “{gone.name}” and “{kept.name}” were merged: they are one agency."
    return merge, begin_move(DatesMove(what=what, agency=kept), by=by, at=at)


def settle_duties(agency: Agency, *, by: Person, at: datetime) -> None:
    """Works out anew what became of its duties: other releases tell of it than before."""
    duties = AnnualDuty.objects.filter(agency=agency)
    settle_many(set(duties.values_list("agency_id", "reporting_year")), by=by, at=at)


def record_on_requests(merge: AgencyMerge, verb: str, *, by: Person, at: datetime) -> None:
    """On the audit record of each request that a merge has moved."""
    moved = merge.moved.get(f"{RecordsRequest._meta.model_name}.agency", [])
    details = {"merge": merge.pk, "gone": merge.gone_name, "kept": merge.kept.name}
    named = RecordsRequest.objects.select_related("agency").only("number", "agency__name")
    for start in range(0, len(moved), BATCH):
        some = named.filter(pk__in=moved[start : start + BATCH]).order_by("pk")
        record_many(verb=verb, subjects=some, by=by, at=at, **details)


def key_of_line(line: Line) -> str:
    return f"{line.model._meta.model_name}.{line.name}"


def lock_both(*agencies: Agency) -> list[Agency]:
    """The entries as they are now, locked in the order of their numbers."""
    rows = Agency.with_merged.select_for_update().filter(pk__in=[one.pk for one in agencies])
    found = {one.pk: one for one in rows.order_by("pk")}
    return [found[one.pk] for one in agencies]


def fresh(agency: Agency) -> Agency:
    return Agency.with_merged.get(pk=agency.pk)


def hand_over(
    model: type[models.Model],
    field: str,
    rows: Iterable[int],
    to: Agency,
    *,
    by: Person | None,
    at: datetime,
) -> None:
    """Gives those rows to another agency, each with its row of history."""
    wanted = list(rows)
    if model is RecordsRequest:
        look_again([to.pk])
    for start in range(0, len(wanted), BATCH):
        # Locked: each history row is written from what is read here, and so is the next version.
        batch = model._base_manager.select_for_update().filter(pk__in=wanted[start : start + BATCH])
        found = list(batch.order_by("pk"))
        fields = [field]
        for row in found:
            setattr(row, field, to)
            if isinstance(row, RecordsRequest):  # whoever is amending it is told
                row.version += 1
        if model is RecordsRequest:
            fields.append("version")
        if hasattr(model, "history"):
            bulk_update_with_history(
                found, model, fields, default_user=by, default_date=at, manager=model._base_manager
            )
        else:
            model._base_manager.bulk_update(found, fields)


def _settle_clashes(merge: AgencyMerge, line: Line) -> None:
    """Of what both have, one is left; what it takes from the other is kept for the undo."""
    for theirs, ours in line.clashes:
        if isinstance(theirs, Contact):
            _change(merge, ours, later_confirmation(theirs, ours))
        elif isinstance(theirs, AnnualDuty) and theirs.by_hand and not ours.by_hand:
            answered = ("answer", "said", "reported_on", "evidence", "answered_by_id", "by_hand")
            _change(merge, ours, {name: getattr(theirs, name) for name in answered})
        merge.dropped += json.loads(serializers.serialize("json", [theirs]))
        theirs.delete()


def _change(merge: AgencyMerge, row: models.Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        was = getattr(row, name)
        if was != value:
            merge.changed.append([row._meta.model_name, row.pk, name, plain(was), plain(value)])
            setattr(row, name, value)
    row.save()


def plain(value: Any) -> Any:
    """As JSON keeps it."""
    return value.isoformat() if hasattr(value, "isoformat") else value
