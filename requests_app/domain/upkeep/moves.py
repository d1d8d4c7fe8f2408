"""Beginning a move of dates and carrying it on: chunk by chunk, from wherever it stands."""

from datetime import date, datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.request_log.moving import (
    CHUNK,
    START,
    Place,
    chunk_after,
    every_chunk,
    place_of,
    write_moves,
)
from requests_app.domain.request_log.reckoning import Reckoner
from requests_app.domain.statute_book.rules import rules_in_force
from requests_app.domain.upkeep.models import DatesMove

# A worker's turn: well below the time that a task may take, on a slow machine too.
MOST_AT_ONCE = 100_000
LONGEST_WORDS = 300  # what changed, with a reason and a source that may be long themselves


@transaction.atomic
def begin_move(move: DatesMove, *, by: Person | None, at: datetime) -> DatesMove:
    """Saves an unsaved `move` and moves the first chunk, in the transaction of the change itself.

    What is left is moved by `carry_on`; `is_finished` says whether there is anything left.
    """
    move.what = move.what[:LONGEST_WORDS]
    move.by, move.started_at = by, at
    move.total = move.requests().count()
    move.save()
    _move_a_chunk(move, CurrentReckoner(), at=at)
    return move


def carry_on(*, at: datetime, most: int = MOST_AT_ONCE) -> bool:
    """Moves what unfinished moves have left, each chunk in its own transaction, until some `most`
    requests were looked at; returns whether anything is left. Broken off at any point, the next
    call goes on from there."""
    unfinished = DatesMove.objects.under_way()
    current = CurrentReckoner()
    while most > 0 and (pk := unfinished.values_list("pk", flat=True).first()):
        most -= max(_carry_on_with(pk, current, at=at), 1)
    return unfinished.exists()


def bring_up_to_date(*, at: datetime) -> DatesMove | None:
    """Looks at every request, and moves all that differ from the rules as they stand.

    For what changed with the program itself (a law or a looked-up holiday of a new release), and
    for whatever slipped through. None, and nothing written, where every date is right or a move is
    still on its way.
    """
    if DatesMove.objects.under_way().exists():
        return None  # What differs now has its own reason, and its move is on the way.
    reckoner = Reckoner(rules_in_force())
    everything = DatesMove(what="The tables of laws and holidays were brought up to date.")
    if not any(reckoner.moves(rows) for rows in every_chunk(everything.requests())):
        return None
    return begin_move(everything, by=None, at=at)


class CurrentReckoner:
    """A reckoner by the rules in force, kept for as long as they are the same."""

    def __init__(self) -> None:
        self._rules: Rules | None = None

    def now(self) -> Reckoner:
        """By the rules as they stand. Asked after the rows are locked: a change of the rules that
        commits later will come to these rows by itself."""
        rules = rules_in_force()
        if rules != self._rules:
            self._rules, self._reckoner = rules, Reckoner(rules)
        return self._reckoner


@transaction.atomic
def _carry_on_with(pk: int, current: CurrentReckoner, *, at: datetime) -> int:
    move = DatesMove.objects.select_for_update().get(pk=pk)
    return 0 if move.is_finished else _move_a_chunk(move, current, at=at)


def _move_a_chunk(move: DatesMove, current: CurrentReckoner, *, at: datetime) -> int:
    """Moves the next chunk under lock and returns how many requests it looked at."""
    rows = chunk_after(_place(move), move.requests().select_for_update(of=("self",)))
    moves = current.now().moves(rows)
    write_moves(moves, why=move.what, by=move.by, at=move.started_at)
    move.looked_at += len(rows)
    move.moved += len(moves)
    if rows:
        move.place_received_on, move.place_pk = place_of(rows[-1])
    if len(rows) < CHUNK:
        move.finished_at = at
        record(verb="moved dates", subject=move, by=move.by, at=at, moved=move.moved)
    move.save()
    return len(rows)


def _place(move: DatesMove) -> Place:
    received_on: date | None = move.place_received_on
    return (received_on, move.place_pk) if received_on else START
