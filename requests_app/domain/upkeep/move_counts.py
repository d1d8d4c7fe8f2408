"""What a move of dates came to, as it is told to one person."""

from django.db.models import QuerySet

from requests_app.domain.accounts.models import Person
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Event
from requests_app.domain.request_log.sight import blocked_campaigns, seen_by
from requests_app.domain.upkeep.models import DatesMove


def entries_of(move: DatesMove, person: Person) -> QuerySet[Event]:
    """The entries that the move wrote on the timelines which are there for `person`."""
    return seen_by(_wrote(move), person)


def _wrote(move: DatesMove) -> QuerySet[Event]:
    wrote = Event.objects.filter(
        kind=EventKind.DATES_MOVED, on=local_day(move.started_at), recorded_at=move.started_at
    )
    return wrote.filter(note__endswith=move.what)


def as_told_to(person: Person, *moves: DatesMove) -> list[DatesMove]:
    """The moves with `moved`, `looked_at` and `total` of the requests that are there for `person`;
    not to be saved. No query where no campaign is kept from them, two for each move where one is.

    A move itself goes through every request: what a request is due does not depend on who looks.
    """
    if blocked := blocked_campaigns(person):
        for move in moves:
            entries = _wrote(move).filter(records_request__campaign__in=blocked)
            kept = move.requests().filter(campaign__in=blocked).count()
            share = move.looked_at / max(move.total, 1)
            move.total = max(move.total - kept, 0)
            move.looked_at = min(max(move.looked_at - round(kept * share), 0), move.total)
            move.moved = max(move.moved - entries.count(), 0)
    return list(moves)
