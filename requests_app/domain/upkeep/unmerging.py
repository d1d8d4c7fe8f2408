"""Undoing a merge: each row goes back to where it was, and so do the dates."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import models, transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.operations import record
from requests_app.domain.request_log.meanwhile import MERGED, taking_back
from requests_app.domain.request_log.sight import sees
from requests_app.domain.request_log.sight_of_gone import was_kept
from requests_app.domain.upkeep.merging import (
    fresh,
    hand_over,
    lock_both,
    plain,
    record_on_requests,
    settle_duties,
)
from requests_app.domain.upkeep.models import AgencyMerge, DatesMove
from requests_app.domain.upkeep.moves import begin_move

MOST_NAMED = 5
UNSEEN = "something that you do not see"


class UndoRefused(ValueError):
    """What the merge has moved is not where it left it; the message names it."""


@dataclass(frozen=True)
class Unmerged:
    """agency: the one that is back. moves: of the dates of both. removed: what the merge has moved
    or changed and somebody has removed since, in words; it does not come back."""

    agency: Agency
    moves: list[DatesMove]
    removed: list[str]

    def __str__(self) -> str:
        words = f"{self.agency} is an entry of its own again."
        if self.removed:
            words += f" Removed since the merge, and not brought back: {_named(self.removed)}."
        return words


@transaction.atomic
def undo_merge(*, merge: AgencyMerge, by: Person, at: datetime) -> Unmerged:
    """Makes two entries of one again, as they were, but for what was removed since. What came to
    the one that stayed since the merge stays with it. Raises `UndoRefused`, then nothing has
    changed.
    """
    merge = AgencyMerge.objects.select_for_update().get(pk=merge.pk)
    gone, kept = lock_both(merge.gone, merge.kept)
    _refuse(merge, gone, kept, by)
    removed = _removed(merge)
    gone.merged_into = None
    gone.save()
    for key, rows in merge.moved.items():
        model, field = _model_and_field(key)
        hand_over(model, field, rows, gone, by=by, at=at)
    for (name, pk), changes in groupby(merge.changed, key=itemgetter(0, 1)):
        _take_back(_model(name), pk, {field: was for _, _, field, was, _ in changes})
    for one in serializers.deserialize("python", merge.dropped):
        one.object.save(force_insert=True)
    for agency in (gone, kept):
        settle_duties(agency, by=by, at=at)
    merge.undone_by, merge.undone_at = by, at
    merge.save()
    for agency in (gone, kept):
        fresh(agency).refresh_search_text()
    done = {"back": gone.name, "merge": merge.pk, "removed": [_last(*one) for one in removed]}
    record(verb="undid merge", subject=kept, by=by, at=at, **done)
    record_on_requests(merge, taking_back(MERGED), by=by, at=at)
    what = f"The entries “{gone.name}” and “{kept.name}” are two agencies again."
    moves = [begin_move(DatesMove(what=what, agency=one), by=by, at=at) for one in (gone, kept)]
    return Unmerged(gone, moves, [_last_told(by, *one) for one in removed])


def _refuse(merge: AgencyMerge, gone: Agency, kept: Agency, by: Person) -> None:
    if merge.undone_at or gone.merged_into_id != kept.pk:
        raise UndoRefused(f"{gone} is an entry of its own already, or was merged further on.")
    if kept.merged_into_id:
        raise UndoRefused(f"{kept} was merged into {kept.merged_into} since: undo that first.")
    namesake = Agency.objects.filter(folded_name=gone.folded_name, county=gone.county).first()
    if namesake:
        raise UndoRefused(f"{namesake} has that name in that county now: rename it first.")
    if DatesMove.objects.under_way().filter(agency=kept).exists():
        raise UndoRefused(f"The dates of {kept} are still moving: wait until they are through.")
    moved = merge.moved.items()
    changed = [words for key, rows in moved for words in _elsewhere(key, rows, kept, by)]
    changed += [words for one in merge.changed if (words := _is_another(*one))]
    if changed:
        raise UndoRefused(f"Changed since the merge: {_named(changed)}.")


def _named(words: list[str]) -> str:
    rest = len(words) - MOST_NAMED
    return "; ".join(words[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _elsewhere(key: str, rows: list[int], kept: Agency, by: Person) -> list[str]:
    """Those of the rows that are there and that the agency does not have any more, in words."""
    model, field = _model_and_field(key)
    there = set(model._base_manager.filter(**{field: kept}).values_list("pk", flat=True))
    away = model._base_manager.in_bulk([pk for pk in rows if pk not in there])
    rows_away = [row for _, row in sorted(away.items())]
    return [f"{row if sees(by, row) else UNSEEN} is another agency's" for row in rows_away]


def _removed(merge: AgencyMerge) -> list[tuple[type[models.Model], int]]:
    """What the merge has moved or changed and is there no more, with the key it had."""
    touched = [(_model_and_field(key)[0], pk) for key, rows in merge.moved.items() for pk in rows]
    # A change without a field is the old name, added as an alias: it was to go anyway.
    touched += [(_model(name), pk) for name, pk, field, *_ in merge.changed if field]
    wanted: dict[type[models.Model], set[int]] = {}
    for model, pk in touched:
        wanted.setdefault(model, set()).add(pk)
    gone: list[tuple[type[models.Model], int]] = []
    for model, pks in wanted.items():
        there = set(model._base_manager.only("pk").in_bulk(pks))
        gone += [(model, pk) for pk in sorted(pks - there)]
    return gone


def _last(model: Any, pk: int) -> str:
    """What a row was called before it was deleted, from its history."""
    last = model.history.filter(id=pk).first() if hasattr(model, "history") else None
    name = f"“{last.instance}”" if last else f"number {pk}"
    return f"{model._meta.verbose_name} {name}"


def _last_told(by: Person, model: Any, pk: int) -> str:
    """The same, as it is told to `by`."""
    is_kept = hasattr(model, "history") and was_kept(by, model, pk)
    return UNSEEN if is_kept else _last(model, pk)


def _is_another(name: str, pk: int, field: str, was: Any, made: Any) -> str:
    """What of a changed row is another value by now; "" where it is as the merge has left it, or
    is there no more."""
    row = _model(name)._base_manager.filter(pk=pk).first()
    if row is None or not field or plain(getattr(row, field)) == made:
        return ""
    return f"“{row}” is another one"


def _take_back(model: type[models.Model], pk: int, values: dict[str, Any]) -> None:
    """All of a row at once: half of it may be what no row can be."""
    row = model._base_manager.filter(pk=pk).first()
    if row is None:
        return
    if "" in values:
        row.delete()
        return
    for field, was in values.items():
        column: Any = row._meta.get_field(field.removesuffix("_id"))
        setattr(row, field, column.to_python(was))
    row.save()


def _model(name: str) -> type[models.Model]:
    return apps.get_model("requests_app", name)


def _model_and_field(key: str) -> tuple[type[models.Model], str]:
    name, _, field = key.partition(".")
    return _model(name), field
