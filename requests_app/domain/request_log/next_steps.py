"""What to do next with a request, in words: one row per standing and status."""

from dataclasses import dataclass
from datetime import date

from requests_app.domain.deadlines.clock import Standing
from requests_app.domain.request_log.dates import shown
from requests_app.domain.request_log.event_kinds import (
    ANSWERS,
    CLOSED_STATUSES,
    EventKind,
    Status,
)
from requests_app.domain.request_log.models import RecordsRequest


@dataclass(frozen=True)
class NextStep:
    """words: what to do. kind: the event to record once it is done (None: nothing to record)."""

    words: str
    kind: EventKind | None


_SEND = NextStep("Send the request, then record it as sent.", EventKind.SENT)
_BY_STANDING = {
    Standing.NOT_SENT: _SEND,
    Standing.NO_RECEIPT: NextStep(
        "Look for the proof of delivery (return receipt, fax report): the clock starts with the "
        "day of receipt.",
        EventKind.DELIVERED,
    ),
    Standing.NOT_YET_DUE: NextStep(
        "Wait for the determination; record what the agency says.", EventKind.ACKNOWLEDGED
    ),
    Standing.DUE_TODAY: NextStep(
        "The determination is due today: look at mail and portal.",
        EventKind.DETERMINATION_DISCLOSABLE,
    ),
    Standing.ARGUABLY_LATE: NextStep(
        "Late on our reading, but not on every one: ask for the determination.",
        EventKind.FOLLOW_UP_SENT,
    ),
    Standing.LATE: NextStep(
        "Late on every reading: send the overdue letter.", EventKind.FOLLOW_UP_SENT
    ),
    Standing.NO_RESPONSE: NextStep(
        "No response, and late on every reading: send the overdue letter.",
        EventKind.FOLLOW_UP_SENT,
    ),
    Standing.NO_STATUTORY_DATE: NextStep(
        "No California date binds this body: ask again when you see fit.",
        EventKind.FOLLOW_UP_SENT,
    ),
    Standing.CLOSED: NextStep("Nothing: the request is closed.", None),
}
_BY_STATUS = {
    Status.LOGGED: _SEND,
    Status.CLARIFYING: NextStep("Answer the agency's question.", EventKind.CLARIFICATION_ANSWERED),
    Status.FEE_ASKED: NextStep("Pay, contest or ask to waive the fee.", EventKind.FEE_CONTESTED),
    Status.RECORDS_PROMISED: NextStep(
        "Records were promised: attach them when they come.", EventKind.FULL_RELEASE
    ),
    Status.PARTLY_RELEASED: NextStep(
        "Part of it came: ask for the rest, or record the full release.", EventKind.FULL_RELEASE
    ),
    Status.RELEASED: NextStep("Import what came back, then close the request.", EventKind.CLOSED),
    Status.DENIED: NextStep(
        "Check the exemptions and the names of the deciders; contest or close.", EventKind.CLOSED
    ),
    Status.NO_RECORDS: NextStep(
        "No records: record it on the 1 February board, then close.", EventKind.CLOSED
    ),
    Status.PORTAL_CLOSED: NextStep(
        "The portal says closed but nothing came: ask for a determination.",
        EventKind.FOLLOW_UP_SENT,
    ),
    Status.IN_COURT: NextStep("In court: record what counsel reports.", EventKind.NOTE),
}


# Where the status says more than the standing does.
_STATUS_FIRST = frozenset({Status.LOGGED, Status.PORTAL_CLOSED, Status.IN_COURT})
# What the agency asked of us waits for our answer, whether or not a receipt is known.
_ASKED_OF_US = frozenset({Status.CLARIFYING, Status.FEE_ASKED})
_WITHOUT_RECEIPT = frozenset({Standing.NOT_SENT, Standing.NO_RECEIPT})
# An agency that wrote has the request, though nobody recorded the day on which it came.
_HEARD_FROM = frozenset({Status.ACKNOWLEDGED, Status.EXTENDED})
_HEARD_BEFORE_RECEIPT = NextStep(
    "The agency has written, so it has the request: find the day of receipt, which starts the "
    "clock.",
    EventKind.DELIVERED,
)


def next_step(
    *,
    standing: Standing,
    status: Status,
    extended_to: date | None = None,
    estimate_passed: date | None = None,
) -> NextStep:
    """What a person should do about a request that stands so.

    extended_to: the due date, where it is an extended one. estimate_passed: the day that the
    agency named for the records, where it is past.
    """
    if standing == Standing.CLOSED or status in CLOSED_STATUSES:
        return _BY_STANDING[Standing.CLOSED]
    if status in _STATUS_FIRST:
        return _BY_STATUS[status]
    if estimate_passed and status in {Status.RECORDS_PROMISED, Status.PARTLY_RELEASED}:
        return NextStep(
            f"The agency's estimate of {shown(estimate_passed)} is past: ask for the records.",
            EventKind.FOLLOW_UP_SENT,
        )
    if standing == Standing.ANSWERED or status in ANSWERS:
        return _BY_STATUS.get(status, _BY_STATUS[Status.RECORDS_PROMISED])
    if standing == Standing.WAITING_ON_US or status in _ASKED_OF_US:
        return _BY_STATUS.get(status, _BY_STATUS[Status.CLARIFYING])
    if standing in _WITHOUT_RECEIPT and status in _HEARD_FROM:
        return _HEARD_BEFORE_RECEIPT
    if standing == Standing.NOT_YET_DUE and extended_to:
        return NextStep(
            f"The extension runs until {shown(extended_to)}: wait for the determination.",
            EventKind.DETERMINATION_DISCLOSABLE,
        )
    return _BY_STANDING[standing]


def step_of(records_request: RecordsRequest, stands: Standing, *, on: date) -> NextStep:
    """What to do next with a request that stands so on the day `on`."""
    return step_from(
        stands,
        on=on,
        status=records_request.status,
        due_on=records_request.due_on,
        extension_days=records_request.extension_days,
        estimated_on=records_request.estimated_on,
    )


def step_from(
    stands: Standing,
    *,
    on: date,
    status: str,
    due_on: date | None,
    extension_days: int,
    estimated_on: date | None,
) -> NextStep:
    """`step_of` a request with these columns."""
    return next_step(
        standing=stands,
        status=Status(status),
        extended_to=due_on if extension_days else None,
        estimate_passed=estimated_on if estimated_on and estimated_on < on else None,
    )
