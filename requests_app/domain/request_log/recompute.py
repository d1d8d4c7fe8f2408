"""The one writer of a request's computed columns: its timeline through the clock and the table.

Its other half is `moving.py`, which rewrites the dates of many requests when the rules change.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from requests_app.domain.deadlines.clock import Clock, Fact, FactKind, RequestFacts, clock
from requests_app.domain.deadlines.counting import due_date
from requests_app.domain.deadlines.due_dates import DueDate
from requests_app.domain.deadlines.facts import FROM_THE_AGENCY
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.request_log.event_kinds import (
    CLOSED_STATUSES,
    EVENT_RULES,
    NOT_BY_HAND,
    SETTLED_STATUSES,
    EventKind,
    answer_after,
    question_of,
    status_after,
)
from requests_app.domain.request_log.models import Event, RecordsRequest

_END_A_SILENCE = frozenset(
    kind
    for kind, rule in EVENT_RULES.items()
    if rule.fact in FROM_THE_AGENCY or rule.fact is FactKind.ANSWERED_BY_US
)
_BY_STAFF = frozenset(EventKind) - NOT_BY_HAND


def standing_events(events: Iterable[Event]) -> list[Event]:
    """The events that count, oldest first: those that no correction supersedes."""
    every = list(events)
    superseded = {event.corrects_id for event in every if event.corrects_id}
    kept = [event for event in every if event.pk not in superseded]
    # What is not saved yet keeps the order it came in.
    return sorted(kept, key=lambda event: (event.on, event.pk or 0))


def fact_of(event: Event) -> Fact | None:
    """What the clock is told of an event; None where it does not hear of it."""
    kind = EventKind(event.kind)
    fact = EVENT_RULES[kind].fact
    if fact is None:
        return None
    return Fact(
        fact,
        event.on,
        event.names_on,
        event.ground,
        event.in_writing,
        event.ground_words,
        question_of(kind) or "",
    )


def facts_of(
    records_request: RecordsRequest, events: Iterable[Event], rules: Rules
) -> RequestFacts:
    """What the clock needs to know of a request. `events`: its whole timeline, in any order."""
    told = (fact_of(event) for event in standing_events(events))
    agency = records_request.agency
    return RequestFacts(
        law=agency.records_law,
        level=agency.level,
        sent_on=records_request.sent_on,
        received_on=records_request.received_on,
        claimed_received_on=records_request.claimed_received_on,
        agency_due_on=records_request.agency_due_on,
        closures=agency.closure_days(),
        adopted=agency.adopted_keys(),
        facts=tuple(fact for fact in told if fact is not None),
        rules=rules,
    )


def clock_of(records_request: RecordsRequest, *, on: date, rules: Rules) -> Clock:
    """The request's clock on a day. Queries only for what of its events, its agency's closures
    and its adopted holidays is not prefetched."""
    return clock(facts_of(records_request, records_request.events.all(), rules), on=on)


def longest_extension_of(
    records_request: RecordsRequest, *, on: date, rules: Rules
) -> DueDate | None:
    """The due date with all the days that its law lets the agency add by notice; None where it has
    none to add, or added some already. Queries as `clock_of`."""
    facts = facts_of(records_request, records_request.events.all(), rules)
    due = clock(facts, on=on).due
    if due is None or due.extension_days or not due.statute.extension_days:
        return None
    return due_date(
        due.received_on,
        law=due.statute,
        level=facts.level,
        extension_days=due.statute.extension_days,
        closures=facts.closures,
        appointed=rules.appointed,
        adopted=facts.adopted,
    )


def recompute(
    records_request: RecordsRequest,
    *,
    on: date,
    rules: Rules,
    events: Sequence[Event] | None = None,
) -> None:
    """Sets the computed columns of an unsaved or locked request; the caller saves it.

    `on` is the day of the change, `rules` those in force, `events` the whole timeline where it is
    not stored yet. Nothing that is stored depends on the day: how a request stands on a day is
    asked of `standing` when it is read.
    """
    if events is None:
        events = list(records_request.events.all()) if records_request.pk else []
    before = _shown_in_calendars(records_request)
    now = clock(facts_of(records_request, events, rules), on=on)
    standing = standing_events(events)
    kinds = [EventKind(event.kind) for event in standing]
    records_request.status = status_after(kinds)
    records_request.answer = answer_after(kinds) or ""
    records_request.is_open = records_request.status not in CLOSED_STATUSES
    records_request.extension_days = now.extension_days
    records_request.due_on = now.due.due_on if now.due else None
    records_request.earliest_arguable_on = now.due.earliest_arguable_on if now.due else None
    records_request.latest_arguable_on = now.due.latest_arguable_on if now.due else None
    records_request.heard_on = now.heard_on
    records_request.determined_on = now.determined_on
    records_request.estimated_on = now.estimated_on
    records_request.waiting_on_us_since = now.waiting_on_us_since
    records_request.closed_on = now.closed_on
    records_request.silent_since = _last_day(standing, _END_A_SILENCE, on)
    records_request.last_event_on = _last_day(standing, _BY_STAFF, on)
    records_request.dates_moved += before != _shown_in_calendars(records_request)
    records_request.look_on = on if records_request.is_open else None


def _shown_in_calendars(records_request: RecordsRequest) -> tuple[date | bool | None, ...]:
    """What a calendar's entries change with: their days, and whether they are over."""
    return (
        records_request.due_on,
        records_request.latest_arguable_on,
        records_request.estimated_on,
        records_request.determined_on,
        records_request.is_open,
        records_request.status in SETTLED_STATUSES,
    )


def _last_day(standing: Iterable[Event], kinds: frozenset[EventKind], on: date) -> date | None:
    return max((e.on for e in standing if e.kind in kinds and e.on <= on), default=None)
