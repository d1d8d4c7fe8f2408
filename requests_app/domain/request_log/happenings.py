"""What happened, as a person tells it, and whether it can have happened so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from requests_app.domain.request_log.dates import (
    ImpossibleDate,
    check_not_before,
    check_past,
    check_sane,
)
from requests_app.domain.request_log.event_kinds import (
    EVENT_RULES,
    NOT_BY_HAND,
    EventKind,
    Status,
    allowed_after,
    status_after,
)
from requests_app.domain.request_log.kinds_fields import check_belongs
from requests_app.domain.request_log.models import Event, RecordsRequest
from requests_app.domain.request_log.occasions import NEED_OCCASION, no_occasion
from requests_app.domain.request_log.recompute import standing_events


class EventNotPossible(Exception):
    """The event cannot happen to a request in its status."""


@dataclass(frozen=True)
class Happening:
    """What happened, as a person tells it. `on`: the day of the letter or mail."""

    kind: EventKind
    on: date
    note: str = ""
    names_on: date | None = None
    ground: str = ""
    in_writing: bool = True
    amount: str = ""
    exemptions: str = ""
    deciders: str = ""


def check_recordable(
    records_request: RecordsRequest,
    happening: Happening,
    *,
    today: date,
    timeline: Iterable[Event] | None = None,
) -> None:
    """Raises `ImpossibleDate`, `EventNotPossible` or `DoesNotBelong` where the timeline cannot take
    it. timeline: the request's, where it is read already."""
    check_happening(happening, sent_on=records_request.sent_on, today=today)
    if happening.kind in NOT_BY_HAND:
        raise EventNotPossible(f"“{happening.kind.label}” is not recorded by hand.")
    if happening.kind == EventKind.SENT and records_request.sent_on:
        raise EventNotPossible("Sent already.")
    if not allowed_after(Status(records_request.status), happening.kind):
        raise EventNotPossible(
            f"“{happening.kind.label}” cannot be recorded while the request is "
            f"“{records_request.get_status_display()}”."
        )
    check_belongs(happening.kind, vars(happening))
    if happening.kind in NEED_OCCASION:
        events = records_request.events.all() if timeline is None else timeline
        _check_occasion(happening, standing_events(events))


def _check_occasion(happening: Happening, standing: Iterable[Event]) -> None:
    before = [EventKind(event.kind) for event in standing if event.on <= happening.on]
    if why := no_occasion(happening.kind, before):
        raise EventNotPossible(why)


def check_place(records_request: RecordsRequest, event: Event, happening: Happening) -> None:
    """Raises `EventNotPossible` where `happening` could not stand in the place of `event`. Whether
    something rests on what is taken back shows when the days follow it."""
    if happening.kind == EventKind.CORRECTION:
        return
    others = [e for e in standing_events(records_request.events.all()) if e.pk != event.pk]
    before = status_after(EventKind(e.kind) for e in others if e.on <= happening.on)
    if happening.kind == EventKind.SENT and any(e.kind == EventKind.SENT for e in others):
        raise EventNotPossible("Sent already.")
    if not allowed_after(before, happening.kind):
        raise EventNotPossible(
            f"“{happening.kind.label}” cannot stand there: the request was “{before.label}” then."
        )
    _check_occasion(happening, others)


def check_happening(happening: Happening, *, sent_on: date | None, today: date) -> None:
    """Raises `ImpossibleDate` for what cannot have happened to a request sent on that day."""
    check_past("on", "On", happening.on, today=today)
    check_sane("names_on", "The date it names", happening.names_on)
    if happening.kind not in {EventKind.NOTE, EventKind.SENT, EventKind.CORRECTION}:
        check_not_before("on", "On", happening.on, earlier=sent_on, what="the day it was sent")
    if happening.kind == EventKind.DELIVERED and sent_on is None:
        raise ImpossibleDate(
            "on", "On: a request is delivered after it is sent; record that first."
        )
    rule = EVENT_RULES[happening.kind]
    if rule.needs_date and happening.kind != EventKind.EXTENSION_NOTICE and not happening.names_on:
        raise ImpossibleDate("names_on", "The date it names: an estimate has a date.")
    check_not_before(
        "names_on", "The date it names", happening.names_on, earlier=happening.on, what="the notice"
    )
