"""Looking at a change to many requests, making it once, and taking it back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record, record_many
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.form_keys import saved_with, says
from requests_app.domain.request_log.in_bulk import locked_requests
from requests_app.domain.request_log.meanwhile import taking_back
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.sight import NotAMember, seen_by
from requests_app.domain.upkeep.bulk.changes import CHANGES, Change
from requests_app.domain.upkeep.bulk.models import BulkAction, BulkKind
from requests_app.domain.upkeep.bulk.reach import beyond_role, there_for

MOST_AT_ONCE = 2_000  # requests in one step: all of them are locked while it is made
NAMED = 5  # requests named in a sentence, the others are counted


class BulkChanged(Exception):
    """What was looked at is not so any more; nothing was done."""


class MovesUnseen(BulkChanged):
    """It moves days of receipt, and nobody has said that this is meant; nothing was done."""


class AlreadyUndone(Exception):
    """The action was taken back before."""


@dataclass
class Look:
    """What a change would do. left_out: the reason, and whom it keeps out. moves: what it moves
    that is asked about first, in a sentence."""

    changed: list[RecordsRequest] = field(default_factory=list)
    left_out: dict[str, list[RecordsRequest]] = field(default_factory=dict)
    moves: str = ""


@dataclass(frozen=True)
class Undone:
    """taken_back: how many requests are as they were. kept: the others, by the reason why."""

    taken_back: int
    kept: dict[str, list[str]]

    def __str__(self) -> str:
        words = f"Taken back on {self.taken_back:,} request{'s' * (self.taken_back != 1)}."
        for why, numbers in self.kept.items():
            words += f" Left as it is on {named(numbers)}: {why.rstrip('.')}."
        return words


def look(*, change: Change, requests: Iterable[int], on: date, by: Person | None = None) -> Look:
    """What would become of the requests with these ids that are there for `by`. Writes nothing."""
    found = seen_by(RecordsRequest.objects.filter(pk__in=list(requests)), by).order_by("pk")
    every = list(found.select_related("agency", "assignee"))
    reasons = {**change.left_out(every, on=on), **beyond_role(every, change.kind, by)}
    seen = Look()
    for one in every:
        if one.pk in reasons:
            seen.left_out.setdefault(reasons[one.pk], []).append(one)
        else:
            seen.changed.append(one)
    seen.moves = change.moves(seen.changed, on=on)
    return seen


@transaction.atomic
def do_in_bulk(
    *,
    change: Change,
    requests: Sequence[int],
    by: Person,
    at: datetime,
    form_key: str | None = None,
    moves_seen: str | None = None,
) -> BulkAction:
    """Makes the change to all of `requests` (ids, at most `MOST_AT_ONCE`), or to none.

    The same `form_key` again returns the action already done (a second click). moves_seen: the
    sentence of the look about what it moves, once that was ticked; None where nobody looked.
    Raises `BulkChanged` where one of them cannot be changed, `MovesUnseen`, `KeyUsed`, and what the
    change itself raises.
    """
    locked = there_for(by, locked_requests(requests))
    # Asked under the lock: of two clicks at once the second waited there.
    said = {
        "kind": change.kind,
        "what": change.words[:400],
        "person": getattr(change, "person", None),
    }

    def is_same(action: BulkAction) -> bool:
        is_so = says(action, {**said, "undone_at": None}) and change.wrote(action)
        return is_so and action.request_ids() == sorted(set(requests))

    if already := saved_with(form_key, BulkAction.objects.all(), is_same):
        return already
    _check(change, locked, requests, on=local_day(at), by=by)
    moves = change.moves(locked, on=local_day(at))
    if moves_seen is not None and moves not in {"", moves_seen}:
        raise MovesUnseen(f"{moves} Nothing was done: tick that it is meant.")
    items = change.write(locked, by=by, at=at)
    action = BulkAction.objects.create(
        **said,
        items={str(pk): before for pk, before in items.items()},
        by=by,
        at=at,
        form_key=form_key,
    )
    record(verb="changed in bulk", subject=action, by=by, at=at, requests=action.request_ids())
    record_many(verb=change.verb, subjects=locked, by=by, at=at, action=action.pk, what=action.what)
    return action


def _check(
    change: Change, locked: list[RecordsRequest], requests: Sequence[int], *, on: date, by: Person
) -> None:
    if not requests or len(requests) > MOST_AT_ONCE:
        raise BulkChanged(f"Choose between 1 and {MOST_AT_ONCE:,} requests.")
    gone = len(set(requests)) - len(locked)
    if gone:
        raise BulkChanged(f"{gone:,} of the requests were taken back meanwhile: look again.")
    reasons = {**change.left_out(locked, on=on), **beyond_role(locked, change.kind, by)}
    if reasons:
        numbers = [one.number for one in locked if one.pk in reasons]
        why = next(iter(reasons.values()))
        raise BulkChanged(
            f"Changed since you looked, and nothing was done: {named(numbers)} ({why}) Look again."
        )


@transaction.atomic
def undo(*, action: BulkAction, by: Person, at: datetime) -> Undone:
    """Takes back exactly what was done; a request that was changed since stays, and is named.

    Raises `AlreadyUndone`, and `NotAMember` where one of them is not there for `by`.
    """
    mine = BulkAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if mine.undone_at:
        raise AlreadyUndone("This was taken back already.")
    locked = locked_requests(mine.request_ids())
    kind = BulkKind(mine.kind)
    if len(there_for(by, locked)) < len(locked) or beyond_role(locked, kind, by):
        raise NotAMember("Some of these requests are not there for you.")
    change = CHANGES[kind]
    reasons = change.take_back(mine, locked, by=by, at=at)
    kept: dict[str, list[str]] = {}
    for one in locked:
        if one.pk in reasons:
            kept.setdefault(reasons[one.pk], []).append(one.number)
    gone = len(mine.items) - len(locked)
    if gone:
        kept["taken back altogether since"] = [f"{gone:,} of the requests"]
    mine.undone_at = at
    mine.save()
    done = Undone(len(locked) - len(reasons), kept)
    record(verb="undid in bulk", subject=mine, by=by, at=at, kept=kept)
    taken_back = [one for one in locked if one.pk not in reasons]
    verb = taking_back(change.verb)
    record_many(verb=verb, subjects=taken_back, by=by, at=at, action=mine.pk, what=mine.what)
    return done


def named(numbers: Sequence[str]) -> str:
    """ "TD-2026-0001, TD-2026-0002 and 3 more"."""
    rest = len(numbers) - NAMED
    return ", ".join(numbers[:NAMED]) + (f" and {rest:,} more" if rest > 0 else "")
