"""Where an agency is in a round: one table, a rule in plain values and the same rule in SQL.

The first condition that is true decides, so that every request is in exactly one state. What an
agency answered comes before everything: a closed request was answered or it was not.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Case, CharField, IntegerField, Q, Value, When

from requests_app.domain.request_log.event_kinds import Status


class StateGroup(StrEnum):
    """What the states come to: the colours of the board, and the columns of the campaign list."""

    SILENT = "silent"
    LATE = "late"
    RUNNING = "running"
    OURS = "ours"
    ANSWERED = "answered"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return GROUP_LABELS[self]


GROUP_LABELS = {
    StateGroup.SILENT: "Silent past the due date",
    StateGroup.LATE: "Late or in dispute, unanswered",
    StateGroup.RUNNING: "In their time",
    StateGroup.OURS: "Ours to move",
    StateGroup.ANSWERED: "Answered",
    StateGroup.ENDED: "Ended without an answer",
}


class RoundState(StrEnum):
    """The states, in the order of the board: what is missing comes first."""

    NO_RESPONSE = "no_response"
    SILENT = "silent"
    OVERDUE = "overdue"
    PORTAL_CLOSED = "portal_closed"
    IN_COURT = "in_court"
    EXTENSION = "extension"
    HEARD = "heard"
    WITHIN = "within"
    NO_DATE = "no_date"
    WAITING_ON_US = "waiting_on_us"
    NO_RECEIPT = "no_receipt"
    NOT_SENT = "not_sent"
    PROMISED = "promised"
    PARTLY_RELEASED = "partly_released"
    RELEASED = "released"
    DENIED = "denied"
    NO_RECORDS = "no_records"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return ROUND_STATES[self].label

    @property
    def group(self) -> StateGroup:
        return ROUND_STATES[self].group

    @property
    def sentence(self) -> str:
        return ROUND_STATES[self].sentence


@dataclass(frozen=True, slots=True)
class StateWords:
    label: str
    group: StateGroup
    sentence: str


S, G = RoundState, StateGroup
ROUND_STATES: dict[RoundState, StateWords] = {
    S.NO_RESPONSE: StateWords(
        "No response", G.SILENT, "Past the due date on every reading, and nothing was heard."
    ),
    S.SILENT: StateWords(
        "Silent, arguably late",
        G.SILENT,
        "Past the due date, though not on every reading, and nothing was heard.",
    ),
    S.OVERDUE: StateWords(
        "Heard from, late", G.LATE, "Past the due date; heard from, but no determination."
    ),
    S.PORTAL_CLOSED: StateWords(
        "Portal closed, nothing came", G.LATE, "Closed in the agency’s portal, unanswered."
    ),
    S.IN_COURT: StateWords("In court, unanswered", G.LATE, "A suit is filed; no determination."),
    S.EXTENSION: StateWords(
        "Extension running", G.RUNNING, "A lawful extension was noticed and has not run out."
    ),
    S.HEARD: StateWords("Acknowledged", G.RUNNING, "Heard from, and not past the due date."),
    S.WITHIN: StateWords("Not yet due", G.RUNNING, "Received, nothing heard; due today or later."),
    S.NO_DATE: StateWords(
        "No statutory date", G.RUNNING, "Received by a body that no dated records law binds."
    ),
    S.WAITING_ON_US: StateWords(
        "Waiting on us", G.OURS, "The agency asked us something and has no answer yet."
    ),
    S.NO_RECEIPT: StateWords("Receipt not known", G.OURS, "Sent, but no receipt is recorded yet."),
    S.NOT_SENT: StateWords("Not sent", G.OURS, "The request did not go out yet."),
    S.PROMISED: StateWords("Records promised", G.ANSWERED, "Determined: records are to come."),
    S.PARTLY_RELEASED: StateWords("Partly released", G.ANSWERED, "Part of the records came."),
    S.RELEASED: StateWords("Released", G.ANSWERED, "The records came."),
    S.DENIED: StateWords("Denied", G.ANSWERED, "Determined: denied."),
    S.NO_RECORDS: StateWords("No records", G.ANSWERED, "Determined: no records."),
    S.CLOSED: StateWords(
        "Closed without an answer", G.ENDED, "Closed by us before the agency determined."
    ),
    S.WITHDRAWN: StateWords("Withdrawn", G.ENDED, "Withdrawn by us before the agency determined."),
}
OF_ANSWER = {
    Status.RECORDS_PROMISED: S.PROMISED,
    Status.PARTLY_RELEASED: S.PARTLY_RELEASED,
    Status.RELEASED: S.RELEASED,
    Status.DENIED: S.DENIED,
    Status.NO_RECORDS: S.NO_RECORDS,
}


def round_state(
    *,
    on: date,
    answer: str,
    is_open: bool,
    status: str,
    sent_on: date | None,
    received_on: date | None,
    waiting_on_us_since: date | None,
    due_on: date | None,
    latest_arguable_on: date | None,
    heard_on: date | None,
    extension_days: int,
) -> RoundState:
    """The state on the day `on` of a request with these stored columns."""
    if answer:
        return OF_ANSWER[Status(answer)]
    if not is_open:
        return S.WITHDRAWN if status == Status.WITHDRAWN else S.CLOSED
    if status == Status.IN_COURT:
        return S.IN_COURT
    if waiting_on_us_since is not None:
        return S.WAITING_ON_US
    if status == Status.PORTAL_CLOSED:
        return S.PORTAL_CLOSED
    if received_on is None:
        return S.NOT_SENT if sent_on is None else S.NO_RECEIPT
    if due_on is None:
        return S.NO_DATE
    if on <= due_on:
        if extension_days:
            return S.EXTENSION
        return S.WITHIN if heard_on is None else S.HEARD
    if heard_on is not None:
        return S.OVERDUE
    return S.SILENT if on <= (latest_arguable_on or due_on) else S.NO_RESPONSE


# The names of the columns that the rule reads.
COLUMNS = (
    *("answer", "is_open", "status", "sent_on", "received_on", "waiting_on_us_since"),
    *("due_on", "latest_arguable_on", "heard_on", "extension_days"),
)


def state_on(on: date) -> Case:
    """The same rule in SQL, to annotate, count and filter by. A NULL date is never true."""
    return Case(
        *(When(asked, then=Value(state.value)) for state, asked in _conditions(on)),
        default=Value(S.NO_RESPONSE.value),
        output_field=CharField(),
    )


def board_order(on: date) -> Case:
    """The place of the state on the board, to sort by: silence first."""
    places = {state: place for place, state in enumerate(RoundState)}
    return Case(
        *(When(asked, then=Value(places[state])) for state, asked in _conditions(on)),
        default=Value(places[S.NO_RESPONSE]),
        output_field=IntegerField(),
    )


def _conditions(on: date) -> list[tuple[RoundState, Q]]:
    """In the order in which they decide; what none of them is true of is *no response*."""
    answers = [(state, Q(answer=answer)) for answer, state in OF_ANSWER.items()]
    return [*answers, *_unanswered(on)]


def _unanswered(on: date) -> list[tuple[RoundState, Q]]:
    in_time = Q(due_on__gte=on)
    return [
        (S.WITHDRAWN, Q(is_open=False, status=Status.WITHDRAWN)),
        (S.CLOSED, Q(is_open=False)),
        (S.IN_COURT, Q(status=Status.IN_COURT)),
        (S.WAITING_ON_US, Q(waiting_on_us_since__isnull=False)),
        (S.PORTAL_CLOSED, Q(status=Status.PORTAL_CLOSED)),
        (S.NOT_SENT, Q(received_on__isnull=True, sent_on__isnull=True)),
        (S.NO_RECEIPT, Q(received_on__isnull=True)),
        (S.NO_DATE, Q(due_on__isnull=True)),
        (S.EXTENSION, in_time & Q(extension_days__gt=0)),
        (S.WITHIN, in_time & Q(heard_on__isnull=True)),
        (S.HEARD, in_time),
        (S.OVERDUE, Q(heard_on__isnull=False)),
        (S.SILENT, Q(latest_arguable_on__gte=on)),
    ]


def in_group(group: StateGroup) -> Q:
    """Where the annotated `state` is one of the group's."""
    return Q(state__in=[state.value for state in RoundState if state.group == group])
