"""What a change of the rules would move, found out without changing anything."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from requests_app.domain.accounts.models import Person
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.deadlines.standings import Standing, standing
from requests_app.domain.deadlines.words import count_of
from requests_app.domain.request_log.moving import every_chunk
from requests_app.domain.request_log.queries import RecordsRequestQuerySet
from requests_app.domain.request_log.reckoning import AS_STORED, Dates, Move, Offices, Reckoner, Row
from requests_app.domain.request_log.sight import seen_by
from requests_app.domain.upkeep.models import DatesMove

MOST_EXAMPLES = 12


@dataclass(frozen=True, slots=True)
class Example:
    """One request that would move. was, becomes: how it stands on the day of the preview."""

    pk: int
    received_on: date
    before: Dates
    after: Dates
    was: Standing
    becomes: Standing


@dataclass
class Preview:
    """What a change would move. looked_at: requests it may touch. later, earlier, other: open
    requests whose due date moves (other: gains or loses one). arguable_only: open requests of
    which only an arguable date moves. closed: requests that are closed and would move as well.
    turns: (standing before, standing after) of open requests, where they differ."""

    looked_at: int = 0
    later: int = 0
    earlier: int = 0
    other: int = 0
    arguable_only: int = 0
    closed: int = 0
    turns: Counter[tuple[Standing, Standing]] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)

    @property
    def open_moved(self) -> int:
        """Open requests whose due date moves."""
        return self.later + self.earlier + self.other

    @property
    def shows_every_one(self) -> bool:
        """Whether the examples are all the open requests of which a date moves."""
        return len(self.examples) == self.open_moved + self.arguable_only

    @property
    def is_nothing(self) -> bool:
        return not (self.open_moved or self.arguable_only or self.closed)

    @property
    def sentence(self) -> str:
        """ "Moves 41 open requests, 3 of them from late to not yet due." """
        if self.is_nothing:
            return "Moves no date of any request."
        if not (self.open_moved or self.arguable_only):
            return f"Moves no open request, only {count_of(self.closed, 'closed one')}."
        parts = [_requests(self.open_moved)] if self.open_moved else []
        if self.arguable_only and parts:
            parts.append(f"an arguable date of {self.arguable_only:,} more")
        elif self.arguable_only:
            parts.append(f"only an arguable date of {_requests(self.arguable_only)}")
        parts = [" and ".join(parts)]
        parts += [
            f"{number:,} of them from {was.label.lower()} to {becomes.label.lower()}"
            for (was, becomes), number in self.turns.most_common()
        ]
        closed = f" {count_of(self.closed, 'closed request')} as well." if self.closed else ""
        return f"Moves {', '.join(parts)}.{closed}"


def preview_of(
    move: DatesMove,
    rules: Rules,
    *,
    on: date,
    offices: Offices = AS_STORED,
    by: Person | None = None,
) -> Preview:
    """What an unsaved `move` would come to by these rules, seen on the day `on`.

    Constant memory; a look at each request that it may touch and that is there for `by`.
    """
    return preview_of_requests(move.requests(), rules, on=on, offices=offices, by=by)


def preview_of_requests(
    requests: RecordsRequestQuerySet,
    rules: Rules,
    *,
    on: date,
    offices: Offices,
    by: Person | None = None,
) -> Preview:
    """The same for requests that no single move is about."""
    reckoner, found = Reckoner(rules, offices), Preview()
    quiet: list[Example] = []
    for rows in every_chunk(seen_by(requests, by)):
        found.looked_at += len(rows)
        for one in reckoner.moves(rows):
            _count(found, one, quiet, on=on)
    found.examples = [*found.examples, *quiet][:MOST_EXAMPLES]
    return found


def _count(found: Preview, move: Move, quiet: list[Example], *, on: date) -> None:
    """Adds one; those that come to stand otherwise are shown before the quiet ones."""
    row, after = move.row, move.after
    if not row.is_open:
        found.closed += 1
        return
    was, becomes = _stands(row, row.dates, on), _stands(row, after, on)
    if row.due_on == after.due_on:
        found.arguable_only += 1
    elif row.due_on is None or after.due_on is None:
        found.other += 1
    elif after.due_on > row.due_on:
        found.later += 1
    else:
        found.earlier += 1
    if was != becomes:
        found.turns[was, becomes] += 1
    shown = found.examples if was != becomes else quiet
    if len(shown) < MOST_EXAMPLES:
        shown.append(Example(row.pk, row.received_on, row.dates, after, was, becomes))


def _stands(row: Row, dates: Dates, on: date) -> Standing:
    return standing(
        on=on,
        sent_on=row.received_on,  # only what was received has a date to move
        received_on=row.received_on,
        due_on=dates.due_on,
        latest_arguable_on=dates.latest_arguable_on,
        heard_on=row.heard_on,
        determined_on=row.determined_on,
        waiting_on_us_since=row.waiting_on_us_since,
        closed_on=row.closed_on,
    )


def _requests(number: int) -> str:
    return f"{number:,} open request{'' if number == 1 else 's'}"
