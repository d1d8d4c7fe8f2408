"""Recording what happened, and correcting it. An event is never edited away."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.audit.operations import record
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.form_keys import saved_with, says
from requests_app.domain.request_log.happenings import (
    EventNotPossible,
    Happening,
    check_happening,
    check_place,
    check_recordable,
)
from requests_app.domain.request_log.kinds_fields import check_belongs
from requests_app.domain.request_log.meanwhile import check_unchanged
from requests_app.domain.request_log.models import Event, Letter, RecordsRequest
from requests_app.domain.request_log.receipt import check_receipt_seen, settle_receipt
from requests_app.domain.request_log.recompute import recompute
from requests_app.domain.request_log.search_index import index_events, index_requests
from requests_app.domain.request_log.sight import check_reach
from requests_app.domain.statute_book.rules import rules_in_force


class AlreadyCorrected(Exception):
    """The event has been corrected by somebody; the correction is what to correct now."""


@transaction.atomic
def record_event(
    *,
    records_request: RecordsRequest,
    happening: Happening,
    by: Person | None,
    at: datetime,
    form_key: str | None = None,
    letter: Letter | None = None,
    version: int | None = None,
    receipt_seen: str | None = None,
) -> Event:
    """Adds an event to the timeline; status, clock and computed dates follow.

    letter: the one of ours whose sending this is. The same `form_key` again returns the event
    already made (a second click). `version`: that of the request when the form was opened; None
    where nobody looked at it; `receipt_seen` likewise: the day that the receipt may move to. Raises
    `ImpossibleDate`, `EventNotPossible`, `DoesNotBelong`, `RecordedMeanwhile` when the
    request changed since, `ReceiptMoves` when its receipt would move unseen, `NotAMember`, and
    `KeyUsed`.
    """
    locked = RecordsRequest.objects.select_for_update().get(pk=records_request.pk)
    check_reach(by, locked, to=Permission.RECORD_EVENTS)
    said = {"records_request": locked, **vars(happening)}

    def is_same(event: Event) -> bool:
        return says(event, said) and not Event.objects.filter(corrects=event).exists()

    if already := saved_with(form_key, Event.objects.all(), is_same):
        return already
    check_unchanged(locked, version=version, at=at)
    check_recordable(locked, happening, today=local_day(at))
    received_on, due_on = locked.received_on, locked.due_on
    event = _save(locked, happening, by=by, at=at, form_key=form_key, letter=letter)
    check_receipt_seen(locked, received_on=received_on, due_on=due_on, seen=receipt_seen)
    record(verb="recorded event", subject=locked, by=by, at=at, event=str(event))
    return event


@transaction.atomic
def correct_event(
    *,
    event: Event,
    happening: Happening,
    by: Person,
    at: datetime,
    receipt_seen: str | None = None,
) -> Event:
    """Puts `happening` in the place of `event`, which stays readable.

    A happening of kind "correction" takes the event back and puts nothing in its place.
    `receipt_seen`: as of `record_event`. Raises `ImpossibleDate`, `AlreadyCorrected`,
    `DoesNotBelong`, `EventNotPossible` where the happening could not stand at its place in the
    timeline, `NotAMember`, and `ReceiptMoves`.
    """
    locked = RecordsRequest.objects.select_for_update().get(pk=event.records_request_id)
    check_reach(by, locked, to=Permission.RECORD_EVENTS)
    if Event.objects.filter(corrects=event).exists():
        raise AlreadyCorrected("This event has been corrected already; correct the correction.")
    if event.kind == EventKind.DATES_MOVED:
        raise EventNotPossible(
            "This stands because a holiday, a closure or a law changed: change that back instead."
        )
    check_happening(happening, sent_on=locked.sent_on, today=local_day(at))
    check_place(locked, event, happening)
    check_belongs(happening.kind, vars(happening))
    received_on, due_on = locked.received_on, locked.due_on
    new = _save(locked, happening, by=by, at=at, corrects=event)
    check_receipt_seen(locked, received_on=received_on, due_on=due_on, seen=receipt_seen)
    record(verb="corrected event", subject=locked, by=by, at=at, was=str(event), now=str(new))
    return new


def delete_corrections(events: QuerySet[Event]) -> None:
    """For a request that goes altogether: a correction protects what it corrects, so the newest
    goes first."""
    for event in events.filter(corrects__isnull=False).order_by("-pk"):
        event.delete()


def _save(
    records_request: RecordsRequest,
    happening: Happening,
    *,
    by: Person | None,
    at: datetime,
    corrects: Event | None = None,
    form_key: str | None = None,
    letter: Letter | None = None,
) -> Event:
    rules = rules_in_force()
    event = event_of(records_request, happening, by=by, at=at, rules=rules, corrects=corrects)
    event.form_key, event.letter = form_key, letter
    event.save()
    was_sent_on = records_request.sent_on
    follow_timeline(records_request, on=local_day(at), rules=rules)
    records_request.save()
    index_events([event])
    if records_request.sent_on != was_sent_on:  # the day that the search shows of a request
        index_requests([records_request])
    return event


def follow_timeline(records_request: RecordsRequest, *, on: date, rules: Rules) -> None:
    """Makes the columns of a locked request follow its timeline; the caller saves it.

    Raises `ImpossibleDate` as `settle_receipt` does.
    """
    settle_receipt(records_request)
    records_request.version += 1
    recompute(records_request, on=on, rules=rules)


def event_of(
    records_request: RecordsRequest,
    happening: Happening,
    *,
    by: Person | None,
    at: datetime,
    rules: Rules,
    corrects: Event | None = None,
) -> Event:
    """What happened as an entry of the timeline, not saved yet."""
    return Event(
        records_request=records_request,
        **vars(happening),
        ground_words=_ground_words(happening.ground, rules, corrects),
        corrects=corrects,
        recorded_by=by,
        recorded_at=at,
    )


def _ground_words(ground: str, rules: Rules, corrects: Event | None) -> str:
    """How the ground reads today; one that no law knows any more, as it read before."""
    if corrects is not None and corrects.ground == ground and corrects.ground_words:
        return corrects.ground_words
    return rules.ground_words(ground)
