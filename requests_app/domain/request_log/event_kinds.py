"""The events of a records request and what each means for its clock and its status: two tables.

`EVENT_RULES` has a row per kind of event; `status_after` folds a timeline through it. The drawn
diagram in docs/ is made from these tables (`manage.py draw_tables`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import TextChoices

from requests_app.domain.deadlines.clock import FactKind


class EventKind(TextChoices):
    SENT = "sent", "Sent"
    DELIVERED = "delivered", "Delivered"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    EXTENSION_NOTICE = "extension_notice", "Extension notice"
    CLARIFICATION_ASKED = "clarification_asked", "Clarification asked"
    CLARIFICATION_ANSWERED = "clarification_answered", "Clarification answered"
    FEE_ASKED = "fee_asked", "Fee asked"
    FEE_PAID = "fee_paid", "Fee paid"
    FEE_CONTESTED = "fee_contested", "Fee contested"
    FEE_WAIVED = "fee_waived", "Fee waived"
    DETERMINATION_DISCLOSABLE = "determination_disclosable", "Determination: disclosable"
    DETERMINATION_IN_PART = "determination_in_part", "Determination: disclosable in part"
    DETERMINATION_DENIED = "determination_denied", "Determination: denied"
    DETERMINATION_NO_RECORDS = "determination_no_records", "Determination: no records"
    ESTIMATE_GIVEN = "estimate_given", "Estimate given"
    ESTIMATE_CHANGED = "estimate_changed", "Estimate changed"
    PARTIAL_RELEASE = "partial_release", "Partial release"
    FULL_RELEASE = "full_release", "Full release"
    PORTAL_CLOSED = "portal_closed", "Portal shows closed"
    FOLLOW_UP_SENT = "follow_up_sent", "Follow-up sent"
    LAWSUIT = "lawsuit", "Lawsuit filed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Reopened"
    NOTE = "note", "Note"
    CORRECTION = "correction", "Correction"
    DATES_MOVED = "dates_moved", "Dates moved"


class Status(TextChoices):
    """Where the request is. Follows from the events; how it stands on a day is its *standing*."""

    LOGGED = "logged", "Not sent yet"
    AWAITING = "awaiting", "Awaiting determination"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    EXTENDED = "extended", "Extension noticed"
    CLARIFYING = "clarifying", "Clarification asked"
    FEE_ASKED = "fee_asked", "Fee asked"
    RECORDS_PROMISED = "records_promised", "Records promised"
    PARTLY_RELEASED = "partly_released", "Partly released"
    RELEASED = "released", "Released"
    DENIED = "denied", "Denied"
    NO_RECORDS = "no_records", "No records"
    PORTAL_CLOSED = "portal_closed", "Portal closed, nothing released"
    IN_COURT = "in_court", "In court"
    WITHDRAWN = "withdrawn", "Withdrawn"
    CLOSED = "closed", "Closed"


@dataclass(frozen=True)
class EventRule:
    """What one kind of event does.

    fact: what the clock is told (None: the clock does not hear of it).
    status: the status it leads to (None: unchanged).
    needs_date: asks for the date that the agency named (an extension's new date, an estimate).
    needs_ground: asks for the statutory ground (§ 7922.535(c)).
    needs_writing: asks whether it came in writing, as it has to (§§ 7922.535(b), 7922.540(a)).
    needs_amount: asks for the fee.
    needs_exemptions: asks for the sections that the agency cited (§ 7922.000).
    needs_deciders: asks for the names and titles of those responsible (§ 7922.540(b)).
    answers: the question of the agency's that it is our answer to.
    """

    fact: FactKind | None
    status: Status | None
    needs_date: bool = False
    needs_ground: bool = False
    needs_writing: bool = False
    needs_amount: bool = False
    needs_exemptions: bool = False
    needs_deciders: bool = False
    answers: EventKind | None = None

    @property
    def asks(self) -> tuple[str, ...]:
        """The fields of an event that are this kind's own, besides its day and note."""
        return tuple(name for name, column in ASKED_BY.items() if getattr(self, column))


# Field of an event -> the column of the table that says which kinds have it.
ASKED_BY = {
    "names_on": "needs_date",
    "ground": "needs_ground",
    "amount": "needs_amount",
    "exemptions": "needs_exemptions",
    "deciders": "needs_deciders",
    "in_writing": "needs_writing",
}
_FEE: dict[str, Any] = {"needs_amount": True}
_OF_FEE: dict[str, Any] = {**_FEE, "answers": EventKind.FEE_ASKED}
_DENIAL: dict[str, Any] = {"needs_writing": True, "needs_exemptions": True, "needs_deciders": True}

K, F, S = EventKind, FactKind, Status
EVENT_RULES: dict[EventKind, EventRule] = {
    K.SENT: EventRule(F.SENT_BY_US, S.AWAITING),
    K.DELIVERED: EventRule(None, None),
    K.ACKNOWLEDGED: EventRule(F.HEARD, S.ACKNOWLEDGED),
    K.EXTENSION_NOTICE: EventRule(F.EXTENSION_NOTICE, S.EXTENDED, True, True, True),
    K.CLARIFICATION_ASKED: EventRule(F.ASKED_OF_US, S.CLARIFYING),
    K.CLARIFICATION_ANSWERED: EventRule(
        F.ANSWERED_BY_US, S.ACKNOWLEDGED, answers=K.CLARIFICATION_ASKED
    ),
    K.FEE_ASKED: EventRule(F.ASKED_OF_US, S.FEE_ASKED, **_FEE),
    K.FEE_PAID: EventRule(F.ANSWERED_BY_US, S.ACKNOWLEDGED, **_OF_FEE),
    K.FEE_CONTESTED: EventRule(F.ANSWERED_BY_US, S.ACKNOWLEDGED, **_OF_FEE),
    K.FEE_WAIVED: EventRule(F.ANSWERED_BY_US, S.ACKNOWLEDGED, **_OF_FEE),
    K.DETERMINATION_DISCLOSABLE: EventRule(F.DETERMINATION, S.RECORDS_PROMISED),
    K.DETERMINATION_IN_PART: EventRule(F.DETERMINATION, S.RECORDS_PROMISED, **_DENIAL),
    K.DETERMINATION_DENIED: EventRule(F.DETERMINATION, S.DENIED, **_DENIAL),
    K.DETERMINATION_NO_RECORDS: EventRule(F.DETERMINATION, S.NO_RECORDS),
    K.ESTIMATE_GIVEN: EventRule(F.ESTIMATE, None, needs_date=True),
    K.ESTIMATE_CHANGED: EventRule(F.ESTIMATE, None, needs_date=True),
    K.PARTIAL_RELEASE: EventRule(F.PARTIAL_RELEASE, S.PARTLY_RELEASED),
    K.FULL_RELEASE: EventRule(F.FULL_RELEASE, S.RELEASED),
    K.PORTAL_CLOSED: EventRule(F.HEARD, S.PORTAL_CLOSED),
    K.FOLLOW_UP_SENT: EventRule(F.SENT_BY_US, None),
    K.LAWSUIT: EventRule(None, S.IN_COURT),
    K.WITHDRAWN: EventRule(F.CLOSED, S.WITHDRAWN),
    K.CLOSED: EventRule(F.CLOSED, S.CLOSED),
    K.REOPENED: EventRule(F.REOPENED, S.AWAITING),
    K.NOTE: EventRule(None, None),
    K.CORRECTION: EventRule(None, None),
    K.DATES_MOVED: EventRule(None, None),
}
# A correction names the event it replaces and brings the right one; it has no rule of its own.
# Dates move when a holiday, a closure or a law changes: the program writes that down by itself.
NOT_BY_HAND = frozenset({K.CORRECTION, K.DATES_MOVED})

CLOSED_STATUSES = frozenset({Status.WITHDRAWN, Status.CLOSED})
# What the agency has come to, and how far that goes: an answer never takes back a further one, in
# whatever order letters of one day were recorded.
ANSWERS: dict[Status, int] = {
    Status.RECORDS_PROMISED: 0,
    Status.DENIED: 0,
    Status.NO_RECORDS: 0,
    Status.PARTLY_RELEASED: 1,
    Status.RELEASED: 2,
    Status.IN_COURT: 3,
}
# A suit is ours to file; the rest is what an agency itself can answer.
ANSWERS_OF_AGENCIES = tuple(status for status in ANSWERS if status != Status.IN_COURT)
# Nothing more is expected from either side by itself.
SETTLED_STATUSES = frozenset({Status.RELEASED, Status.DENIED, Status.NO_RECORDS})
# What the agency asks of us, and what answers each of its questions.
QUESTIONS = tuple(kind for kind, rule in EVENT_RULES.items() if rule.fact is F.ASKED_OF_US)
ANSWERED_BY = {
    question: frozenset(kind for kind, rule in EVENT_RULES.items() if rule.answers == question)
    for question in QUESTIONS
}
# What happens on the way undoes neither a determination nor a question that is open; nor does a
# portal that is closed behind an answer.
_ON_THE_WAY = frozenset({K.ACKNOWLEDGED, K.EXTENSION_NOTICE, K.SENT, *chain(*ANSWERED_BY.values())})

# What can stand on a request that was not sent; what was taken back rests on nothing.
UNSENT_KINDS = frozenset({K.SENT, K.NOTE, K.WITHDRAWN, *NOT_BY_HAND})
# What is no history of the request's own: it may still be taken back, or its sending moved.
NO_HISTORY = frozenset({K.SENT, K.DELIVERED, K.DATES_MOVED})

# What can be recorded by hand, in the order of a request's life (a correction is made on an event).
RECORDABLE = tuple(kind for kind in EventKind if kind not in NOT_BY_HAND)


def allowed_after(status: Status, kind: EventKind) -> bool:
    """Whether `kind` can happen to a request in `status`.

    A closed request takes notes, records that come late, and reopening. What is reopened was
    closed, by us or in the agency's portal. Before sending there is nothing to answer.
    """
    if status in CLOSED_STATUSES:
        return kind in {K.REOPENED, K.NOTE, K.PARTIAL_RELEASE, K.FULL_RELEASE}
    if kind == K.REOPENED:
        return status == Status.PORTAL_CLOSED
    if status == Status.LOGGED:
        return kind in UNSENT_KINDS
    return True


def question_of(kind: EventKind) -> EventKind | None:
    """The question that an event of this kind asks of us, or answers; None for neither."""
    return kind if kind in QUESTIONS else EVENT_RULES[kind].answers


def status_after(kinds: Iterable[EventKind]) -> Status:
    """The status a timeline leads to. `kinds`: events that stand (not superseded), oldest first.

    A question of the agency's stands until it is answered, or until the agency determines.
    """
    status = Status.LOGGED
    answer: Status | None = None
    asked: list[EventKind] = []  # the open questions, the newest last
    for kind in kinds:
        leads_to = EVENT_RULES[kind].status
        question = question_of(kind)
        if question and status not in CLOSED_STATUSES:
            asked = [one for one in asked if one != question]
            asked += [kind] if kind == question else []
        if leads_to in ANSWERS or leads_to in CLOSED_STATUSES:
            asked = []
        if leads_to in ANSWERS and (answer is None or ANSWERS[leads_to] >= ANSWERS[answer]):
            answer = leads_to
        goes_on = EVENT_RULES[asked[-1]].status if asked else answer
        if kind == K.REOPENED:
            status = goes_on or Status.AWAITING
        elif leads_to and status not in CLOSED_STATUSES:
            is_passed = kind in _ON_THE_WAY or (answer and kind == K.PORTAL_CLOSED)
            status = goes_on if goes_on and (is_passed or leads_to in ANSWERS) else leads_to
    return status


def answer_after(kinds: Iterable[EventKind]) -> Status | None:
    """What the agency has come to, the furthest of its answers, whoever closed the request later;
    None while it has not determined. `kinds`: events that stand, oldest first."""
    answer: Status | None = None
    for kind in kinds:
        leads_to = EVENT_RULES[kind].status
        if leads_to in ANSWERS_OF_AGENCIES and (
            answer is None or ANSWERS[leads_to] >= ANSWERS[answer]
        ):
            answer = leads_to
    return answer
