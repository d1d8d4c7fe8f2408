"""The clock statement of a request: its dates, in whose hands it was, and how late the answer is.

Everything in it comes from the clock. It speaks of one day, and of the record as it stands when it
is made: a correction that was recorded later counts from the day it speaks of.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings

from requests_app.domain.case_files.chronology import (
    AGENCY,
    LEFT_OUT,
    REQUESTER,
    Line,
    chronology,
    happened_by,
)
from requests_app.domain.case_files.verdict import verdict
from requests_app.domain.deadlines import hands
from requests_app.domain.deadlines.clock import Clock, Fact, clock
from requests_app.domain.deadlines.due_dates import DueDate, Reading
from requests_app.domain.deadlines.extension_check import Flag
from requests_app.domain.deadlines.hands import Span
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.request_log.dates import shown
from requests_app.domain.request_log.denials import denial_flags
from requests_app.domain.request_log.file_access import replaced_by_copies, why_kept_in
from requests_app.domain.request_log.models import Attachment, Event, RecordsRequest
from requests_app.domain.request_log.recompute import fact_of, facts_of, standing_events

HOLDERS = {hands.AGENCY: AGENCY, hands.US: REQUESTER, hands.NOBODY: "Nobody"}


@dataclass(frozen=True, slots=True)
class Held:
    """A span of days and who held the request. why: what put it into those hands."""

    start: date
    end: date
    who: str
    days: int
    why: str


@dataclass(frozen=True)
class ClockStatement:
    """All of one statement, as page and PDF show it. on: the day it speaks of.

    flags: what the notices and denials of the agency leave open. notes_left_out: events that are
    no part of it. originals_left_out: files that are not handed over (`why_kept_in`).
    until_determined: days with the agency and with us until then, None before.
    """

    records_request: RecordsRequest
    on: date
    made_at: datetime
    clock: Clock
    chronology: tuple[Line, ...]
    flags: tuple[Flag, ...]
    notes_left_out: int
    held: tuple[Held, ...]
    until_determined: tuple[int, int] | None
    verdict: tuple[str, ...]
    originals: tuple[Attachment, ...]
    originals_left_out: int
    version: str

    @property
    def due(self) -> DueDate | None:
        return self.clock.due

    @property
    def earliest(self) -> Reading | None:
        """The reading that gives the earliest arguable date; the published one, where it does."""
        return _reading_of(self.due, self.due.earliest_arguable_on) if self.due else None

    @property
    def latest(self) -> Reading | None:
        return _reading_of(self.due, self.due.latest_arguable_on) if self.due else None


def _reading_of(due: DueDate, day: date) -> Reading:
    return next(reading for reading in due.readings if reading.due_on == day)


def clock_statement(
    records_request: RecordsRequest, *, on: date, made_at: datetime, rules: Rules
) -> ClockStatement:
    """The statement for the day `on`. The request comes with its agency; queries only for what of
    its events, attachments and its agency's days off is not prefetched."""
    events = list(records_request.events.all())
    told = [(event, fact) for event in standing_events(events) if (fact := fact_of(event))]
    facts = replace(facts_of(records_request, events, rules), facts=tuple(fact for _, fact in told))
    now = clock(facts, on=on)
    until = None
    if now.determined_on:
        then = clock(facts, on=now.determined_on)
        until = (then.days_with_agency, then.days_with_us)
    lines = chronology(
        records_request,
        events,
        on=on,
        rules=rules,
        statute=now.due.statute if now.due else None,
    )
    came = [one for one in records_request.attachments.all() if one.came_on <= on]
    replaced = replaced_by_copies(records_request.attachments.all())
    leaving = [one for one in came if not why_kept_in(one, replaced=replaced)]
    return ClockStatement(
        records_request=records_request,
        on=on,
        made_at=made_at,
        clock=now,
        chronology=tuple(lines),
        flags=(*now.flags, *denial_flags(happened_by(events, on=on))),
        notes_left_out=sum(e.kind in LEFT_OUT and e.on <= on for e in standing_events(events)),
        held=tuple(_held(now.spans, told)),
        until_determined=until,
        verdict=tuple(verdict(now, on=on)),
        originals=tuple(sorted(leaving, key=lambda one: (one.came_on, one.pk))),
        originals_left_out=len(came) - len(leaving),
        version=settings.VERSION,
    )


def _held(spans: Sequence[Span], told: Sequence[tuple[Event, Fact]]) -> Iterator[Held]:
    # By identity: two equal facts of one day are two events.
    events = {id(fact): event for event, fact in told}
    for span in spans:
        why = events[id(span.because)].get_kind_display() if span.because else "Received"
        yield Held(span.start, span.end, HOLDERS[span.holder], span.days, why)


def closing_lines(statement: ClockStatement) -> list[str]:
    """How it was computed, for its end."""
    found = [
        f"The statement speaks of {shown(statement.on)}. It counts calendar days in California; "
        "the day of receipt is day 0, and a day on which the request changed hands is counted for "
        "the one who gave it away."
    ]
    if statement.due:
        statute = statement.due.statute
        since = f", as in force for receipts since {shown(statute.valid_from)}" if (
            statute.valid_from
        ) else ""  # fmt: skip
        found.append(f"Counted by the {statute.name}, {statute.citation}{since}.")
    found.append(
        "What the requester does moves no date: days on which the agency waited for the requester "
        "are counted and shown, and no rule is applied by which they would extend the period."
    )
    if statement.notes_left_out:
        number = statement.notes_left_out
        found.append(f"{number} internal note{'s' if number > 1 else ''} left out.")
    return found
