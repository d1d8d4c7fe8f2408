"""What to do next with a request, in words: one row per standing and status."""

from dataclasses import dataclass

from requests_app.domain.deadlines.clock import Standing
from requests_app.domain.request_log.event_kinds import ANSWERS, EventKind, Status


@dataclass(frozen=True)
class NextStep:
    """words: what to do. kind: the event to record once it is done (None: nothing to record)."""

    words: str
    kind: EventKind | None


_BY_STANDING = {
    Standing.NOT_SENT: NextStep(
        "Look for the proof of delivery: the clock starts with the day of receipt.",
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
    Status.LOGGED: NextStep("Send the request, then record it as sent.", EventKind.SENT),
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


def next_step(*, standing: Standing, status: Status) -> NextStep:
    """What a person should do about a request that stands so."""
    if standing == Standing.CLOSED:
        return _BY_STANDING[standing]
    if status in _STATUS_FIRST or standing == Standing.ANSWERED or status in ANSWERS:
        return _BY_STATUS.get(status, _BY_STATUS[Status.RECORDS_PROMISED])
    if standing == Standing.WAITING_ON_US:
        return _BY_STATUS.get(status, _BY_STATUS[Status.CLARIFYING])
    return _BY_STANDING[standing]
