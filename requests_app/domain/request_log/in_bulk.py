"""The same change to many requests in a fixed number of statements, each as if it were alone.

The requests come locked from `locked_requests`; whether the change is possible is asked before.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date, datetime
from typing import Any

from django.db.models import F, prefetch_related_objects

from requests_app.domain.accounts.models import Person
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.deadlines.words import count_of
from requests_app.domain.request_log.dates import ImpossibleDate, local_day, shown
from requests_app.domain.request_log.event_kinds import EVENT_RULES, RECORDABLE, EventKind
from requests_app.domain.request_log.kinds_fields import DoesNotBelong
from requests_app.domain.request_log.models import Event, RecordsRequest
from requests_app.domain.request_log.occasions import NEED_OCCASION
from requests_app.domain.request_log.receipt import RECEIPT_KINDS, settle_receipt
from requests_app.domain.request_log.recompute import recompute
from requests_app.domain.request_log.search_index import index_events, index_requests
from requests_app.domain.request_log.timeline import (
    EventNotPossible,
    Happening,
    check_recordable,
    event_of,
    follow_timeline,
)
from requests_app.domain.statute_book.rules import rules_in_force

# A request has more columns than SQLite takes parameters for in one go.
BATCH = 500
# A notice or an estimate names a date of its own: it belongs to the one request it came for.
IN_BULK = tuple(kind for kind in RECORDABLE if not EVENT_RULES[kind].needs_date)

Before = dict[int, dict[str, Any]]
_COLUMNS = tuple(
    field.attname
    for field in RecordsRequest._meta.concrete_fields
    if field.name not in {"id", "version"}
)


def locked_requests(requests: Iterable[int]) -> list[RecordsRequest]:
    """The requests with these ids, locked in the order of their ids, with what their clocks need.
    One that is gone is not among them."""
    found = RecordsRequest.objects.filter(pk__in=list(requests))
    related = found.select_related("agency").prefetch_related(
        "agency__closures", "agency__adopted_holidays"
    )
    return list(related.select_for_update(of=("self",)).order_by("pk"))


def reasons_against(
    requests: Sequence[RecordsRequest], happening: Happening, *, today: date
) -> dict[int, str]:
    """Why this cannot be added to some of the timelines, by the ids of the requests. One query at
    most."""
    looks_back = happening.kind in NEED_OCCASION | RECEIPT_KINDS
    timelines = _timelines_of(requests) if looks_back else {}
    reasons = {
        one.pk: _why_not(one, happening, timelines.get(one.pk, ()), today=today) for one in requests
    }
    return {pk: why for pk, why in reasons.items() if why}


def _why_not(
    records_request: RecordsRequest, happening: Happening, timeline: Sequence[Event], *, today: date
) -> str:
    sent_on = records_request.sent_on
    # The same words for all that it is true of, so that they are counted together.
    on_any_day = happening.kind in {EventKind.NOTE, EventKind.SENT}
    if sent_on and happening.on < sent_on and not on_any_day:
        return f"Sent after {shown(happening.on)}."
    try:
        check_recordable(records_request, happening, today=today, timeline=timeline)
        if happening.kind in RECEIPT_KINDS:
            event = Event(records_request=records_request, **vars(happening))
            settle_receipt(copy(records_request), [*timeline, event])
    except (ImpossibleDate, EventNotPossible, DoesNotBelong) as refusal:
        return str(refusal)
    return ""


def record_events(
    requests: Sequence[RecordsRequest], happening: Happening, *, by: Person, at: datetime
) -> dict[int, int]:
    """Adds the same event to every timeline; gives the id of the event by that of the request."""
    before, rules = _as_they_are(requests), rules_in_force()
    events = Event.objects.bulk_create(
        [event_of(one, happening, by=by, at=at, rules=rules) for one in requests]
    )
    _follow_timelines(requests, before, by=by, at=at, rules=rules)
    index_events(events)
    return {event.records_request_id: event.pk for event in events}


def moved_by(requests: Sequence[RecordsRequest], happening: Happening, *, on: date) -> str:
    """How many known days of receipt, and due dates, this would move; "" where none. Writes
    nothing, in a fixed number of queries."""
    if happening.kind not in RECEIPT_KINDS:
        return ""
    timelines = _timelines_of(requests)
    moved, due, rules = [], 0, rules_in_force()
    for one in requests:
        event = Event(records_request=one, **vars(happening))
        then = copy(one)
        settle_receipt(then, [*timelines[one.pk], event])
        if one.received_on not in {None, then.received_on}:
            moved.append((one, then, [*timelines[one.pk], event]))
    related = ("agency__closures", "agency__adopted_holidays")
    prefetch_related_objects([then for _, then, _ in moved], *related)
    for one, then, timeline in moved:
        recompute(then, on=on, rules=rules, events=timeline)
        due += then.due_on != one.due_on
    if not moved:
        return ""
    receipts = f"the receipt of {count_of(len(moved), 'request')}"
    return f"This moves {receipts}, and the due date of {due:,} of them."


def _timelines_of(requests: Sequence[RecordsRequest]) -> dict[int, list[Event]]:
    """Their events; read apart, since those of the requests are read again once one is added."""
    timelines: dict[int, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(records_request__in=requests):
        timelines[event.records_request_id].append(event)
    return timelines


def take_back_events(
    requests: Sequence[RecordsRequest],
    events: Mapping[int, int],
    *,
    by: Person,
    at: datetime,
) -> dict[int, str]:
    """Corrects away the event of each request (`events`: its id by that of the request), and says
    of which it did not, and why."""
    prefetch_related_objects(requests, "events")
    refused: dict[int, str] = {}
    rules = rules_in_force()
    corrections, taken = [], []
    for one in requests:
        timeline = {event.pk: event for event in one.events.all()}
        event = timeline[events[one.pk]]
        gone = Happening(EventKind.CORRECTION, event.on, note="Recorded by mistake.")
        if any(other.corrects_id == event.pk for other in timeline.values()):
            refused[one.pk] = "corrected meanwhile"
            continue
        correction = event_of(one, gone, by=by, at=at, rules=rules, corrects=event)
        try:
            settle_receipt(copy(one), [*timeline.values(), correction])
        except ImpossibleDate as refusal:
            refused[one.pk] = str(refusal)
            continue
        taken.append(one.pk)
        corrections.append(correction)
    index_events(Event.objects.bulk_create(corrections))
    # Read again with the corrections; the rows are locked already.
    again = locked_requests(taken)
    _follow_timelines(again, _as_they_are(again), by=by, at=at, rules=rules)
    return refused


def assign_many(
    requests: Sequence[RecordsRequest],
    people: Mapping[int, int | None],
    *,
    by: Person,
    at: datetime,
) -> None:
    """Assigns each to the person named for it (`people`: ids by the id of the request). The
    reminders look at it again: somebody else wishes other days."""
    before = _as_they_are(requests)
    for one in requests:
        one.assignee_id = people[one.pk]
        one.look_on = local_day(at) if one.is_open else None
        one.version += 1
    _write(requests, before, by=by, at=at)


def _as_they_are(requests: Iterable[RecordsRequest]) -> Before:
    return {one.pk: {name: getattr(one, name) for name in _COLUMNS} for one in requests}


def _follow_timelines(
    requests: Sequence[RecordsRequest], before: Before, *, by: Person, at: datetime, rules: Rules
) -> None:
    prefetch_related_objects(requests, "events")
    for one in requests:
        follow_timeline(one, on=local_day(at), rules=rules)
    _write(requests, before, by=by, at=at)


def _write(requests: Sequence[RecordsRequest], before: Before, *, by: Person, at: datetime) -> None:
    """Saves what changed, those that change alike in one statement, and their history."""
    alike: dict[tuple, list[int]] = defaultdict(list)
    for one in requests:
        was = before[one.pk]
        changed = tuple((n, getattr(one, n)) for n in _COLUMNS if getattr(one, n) != was[n])
        alike[changed].append(one.pk)
    for changed, pks in alike.items():
        RecordsRequest.objects.filter(pk__in=pks).update(**dict(changed), version=F("version") + 1)
    index_requests([one for one in requests if one.sent_on != before[one.pk]["sent_on"]])
    RecordsRequest.history.bulk_history_create(
        requests, update=True, batch_size=BATCH, default_user=by, default_date=at
    )
