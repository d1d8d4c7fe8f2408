"""When a letter may be written: one pure rule for each, which says why not yet, and from when."""

from collections.abc import Callable, Mapping
from datetime import date

from requests_app.domain.agencies.models import RecordsLaw
from requests_app.domain.deadlines.clock import Standing
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.request_log.dates import shown
from requests_app.domain.request_log.denials import lacking
from requests_app.domain.request_log.event_kinds import (
    CLOSED_STATUSES,
    SETTLED_STATUSES,
    EventKind,
    Status,
)
from requests_app.domain.request_log.letters.case import Case
from requests_app.domain.request_log.letters.kinds import LETTERS, LetterKind

# Late on every reading: only then is an overdue letter worded.
BEYOND_EVERY_READING = frozenset({Standing.LATE, Standing.NO_RESPONSE})
UNDETERMINED_YET = BEYOND_EVERY_READING | {
    Standing.NOT_YET_DUE,
    Standing.DUE_TODAY,
    Standing.ARGUABLY_LATE,
    Standing.WAITING_ON_US,
}
# Records are on their way, or some of them came.
PROMISED = frozenset({Status.RECORDS_PROMISED, Status.PARTLY_RELEASED})
OTHERS_LAW = "It argues from the California Public Records Act, which does not bind this body."


class NotYet(Exception):
    """The letter may not be written now; says why, and from when it may where a date is known."""


def why_not(kind: LetterKind, case: Case) -> str:
    """Why a letter may not be written; empty where it may."""
    if kind == LetterKind.REQUEST:
        return _request(case)
    return (
        _nobody_to_write_to(case)
        or (OTHERS_LAW if LETTERS[kind].cpra_only and case.law != RecordsLaw.CPRA else "")
        or _RULES[kind](case)
    )


def check_permitted(kind: LetterKind, case: Case) -> None:
    """Raises `NotYet` where the letter may not be written."""
    if refusal := why_not(kind, case):
        raise NotYet(refusal)


def overdue_from(case: Case) -> date | None:
    """The first day that is late on every reading; None where no date is counted."""
    return days_after(case.clock.due.latest_arguable_on, 1) if case.clock.due else None


def _request(case: Case) -> str:
    if case.status == Status.LOGGED:
        return ""
    if case.status in CLOSED_STATUSES:
        return "The request is closed."
    sent = case.last(EventKind.SENT)
    return f"It was sent{f' on {shown(sent.on)}' if sent else ''} already."


def _nobody_to_write_to(case: Case) -> str:
    if case.status == Status.LOGGED:
        return "The request is not sent yet."
    if case.status in CLOSED_STATUSES or case.standing == Standing.CLOSED:
        return "The request is closed: reopen it first."
    if case.status == Status.IN_COURT:
        return "The request is in court: what is written now goes through counsel."
    return ""


def _follow_up(case: Case) -> str:
    return "All of it came: there is nothing to ask for." if case.status == Status.RELEASED else ""


def _overdue(case: Case) -> str:
    reasons = {
        Standing.NOT_SENT: Standing.NOT_SENT.sentence,
        Standing.NO_RECEIPT: Standing.NO_RECEIPT.sentence,
        Standing.ANSWERED: "The agency has made its determination: write a follow-up.",
        Standing.WAITING_ON_US: "The agency waits for our answer: give that first.",
        Standing.NO_STATUTORY_DATE: f"No date is counted. {case.clock.no_date_because}".strip(),
    }
    if case.standing in BEYOND_EVERY_READING:
        return ""
    if case.standing in reasons:
        return reasons[case.standing]
    begins = overdue_from(case)
    return f"May be written from {shown(begins)}, when it is late on every reading." if begins \
        else "It is not late on every reading."  # fmt: skip


def _extension(case: Case) -> str:
    if case.standing == Standing.ANSWERED:
        return "The agency has made its determination: what its notice lacked matters no more."
    if case.standing not in UNDETERMINED_YET:
        return "No period runs that could be extended."
    if case.last(EventKind.EXTENSION_NOTICE) is None:
        return "No extension notice is recorded."
    return "" if case.clock.flags else "Nothing is wrong with the extension notice."


def _fee(case: Case) -> str:
    return "" if case.open_fee else "No fee is asked that is still open."


def _reasons(case: Case) -> str:
    if case.denial is None:
        return "No denial, whole or in part, is recorded."
    if not lacking(case.denial):
        return (
            f"The denial of {shown(case.denial.on)} is in writing, cites an exemption and names "
            "those responsible: nothing is missing."
        )
    return ""


def _portal(case: Case) -> str:
    if case.closed_portal is None:
        return "The portal is not recorded as closed."
    if case.status in SETTLED_STATUSES:
        return f"It was closed after an answer: “{case.status.label}”."
    return ""


def _owed(case: Case) -> str:
    if case.standing in BEYOND_EVERY_READING:
        return ""
    if case.closed_portal and not _portal(case):
        return ""
    if case.standing != Standing.ANSWERED:
        return _overdue(case)
    if case.status not in PROMISED:
        return f"Nothing more is expected: “{case.status.label}”."
    estimate = case.clock.estimated_on
    if estimate is not None and estimate >= case.on:
        return f"The records are promised for {shown(estimate)}: owed from the day after."
    return ""


def _years_report(case: Case) -> str:
    if case.reports_due_on is None:
        return "The Department receives the yearly reports: ask it with a follow-up."
    if case.on <= case.reports_due_on:
        return (
            f"The report is due on {shown(case.reports_due_on)}: may be written from the day after."
        )
    return _follow_up(case)


_RULES: Mapping[LetterKind, Callable[[Case], str]] = {
    LetterKind.FOLLOW_UP: _follow_up,
    LetterKind.OVERDUE: _overdue,
    LetterKind.EXTENSION_CONTESTED: _extension,
    LetterKind.FEE_CONTESTED: _fee,
    LetterKind.REASONS_MISSING: _reasons,
    LetterKind.PORTAL_CLOSED: _portal,
    LetterKind.YEARS_REPORT: _years_report,
    LetterKind.STILL_OWED: _owed,
}
