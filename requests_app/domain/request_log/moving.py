"""Moving the stored dates of many requests when the rules change: the other half of `recompute`.

The requests are gone through in the order of receipt, chunk by chunk, and what moves is written
with an entry on the timeline of each.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from requests_app.domain.accounts.models import Person
from requests_app.domain.request_log.dates import local_day, shown
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Event, RecordsRequest
from requests_app.domain.request_log.reckoning import COLUMNS, Dates, Move, Row
from requests_app.domain.request_log.same_entry import add_to_timelines

CHUNK = 2_000  # requests in one transaction

Place = tuple[date, int]
START: Place = (date.min, 0)


def chunk_after(place: Place, requests: QuerySet[RecordsRequest]) -> list[Row]:
    """The next `CHUNK` of those requests that were received, in the order of receipt."""
    received_on, pk = place
    later = Q(received_on__gt=received_on) | Q(received_on=received_on, pk__gt=pk)
    found = requests.filter(later, received_on__gte=received_on).order_by("received_on", "pk")
    return [Row(*values) for values in found.values_list(*COLUMNS)[:CHUNK]]


def place_of(row: Row) -> Place:
    """Where to go on after this row."""
    return row.received_on, row.pk


def every_chunk(requests: QuerySet[RecordsRequest]) -> Iterator[list[Row]]:
    """All of those requests that were received, chunk by chunk."""
    place = START
    while rows := chunk_after(place, requests):
        yield rows
        place = place_of(rows[-1])


@transaction.atomic
def write_moves(moves: Iterable[Move], *, why: str, by: Person | None, at: datetime) -> None:
    """Writes the new dates, and on the timeline of each request what moved and `why`."""
    alike: dict[tuple[Dates, Dates], list[int]] = defaultdict(list)
    for move in moves:
        alike[move.row.dates, move.after].append(move.row.pk)
    for (before, after), requests in alike.items():
        RecordsRequest.objects.filter(pk__in=requests).update(
            **after._asdict(), dates_moved=F("dates_moved") + 1, look_on=local_day(at)
        )
        entry = Event(
            kind=EventKind.DATES_MOVED,
            on=local_day(at),
            names_on=after.due_on,
            note=f"{words_of(before, after)} {why}",
            recorded_by=by,
            recorded_at=at,
        )
        add_to_timelines(requests, entry)


def words_of(before: Dates, after: Dates) -> str:
    """ "Due Tue 23 Jun 2026 instead of Mon 22 Jun 2026."; the arguable dates, where only they
    move."""
    if before.due_on != after.due_on:
        return f"Due {_day(after.due_on)} instead of {_day(before.due_on)}."
    return f"Still due {_day(after.due_on)}: {_readings(after)}, before {_readings(before)}."


def _readings(dates: Dates) -> str:
    if dates.earliest_arguable_on == dates.latest_arguable_on:
        return "on every reading"
    return f"arguable from {_day(dates.earliest_arguable_on)} to {_day(dates.latest_arguable_on)}"


def _day(day: date | None) -> str:
    return shown(day) if day else "on no date"
