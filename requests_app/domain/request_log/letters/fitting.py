"""Which letters a request's page offers: those that may be written, those that may not and why,
and the one that the next step asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from requests_app.domain.deadlines.clock import Standing
from requests_app.domain.request_log.event_kinds import Status
from requests_app.domain.request_log.letters.case import Case
from requests_app.domain.request_log.letters.kinds import LETTERS, LetterKind, LetterKindRow
from requests_app.domain.request_log.letters.permitted import why_not


@dataclass(frozen=True, slots=True)
class Offer:
    """A letter on the page of a request. why_not: empty where it may be written."""

    kind: LetterKind
    row: LetterKindRow
    why_not: str


# The letter that does what the next step says; the status decides before the standing.
_BY_STATUS: Mapping[Status, LetterKind] = {
    Status.LOGGED: LetterKind.REQUEST,
    Status.FEE_ASKED: LetterKind.FEE_CONTESTED,
    Status.DENIED: LetterKind.REASONS_MISSING,
    Status.PORTAL_CLOSED: LetterKind.PORTAL_CLOSED,
    Status.PARTLY_RELEASED: LetterKind.FOLLOW_UP,
}
_BY_STANDING: Mapping[Standing, LetterKind] = {
    Standing.ARGUABLY_LATE: LetterKind.FOLLOW_UP,
    Standing.LATE: LetterKind.OVERDUE,
    Standing.NO_RESPONSE: LetterKind.OVERDUE,
    Standing.NO_STATUTORY_DATE: LetterKind.FOLLOW_UP,
}


def offers(case: Case) -> list[Offer]:
    """Every letter about one request, in the order of the table."""
    return [
        Offer(kind, row, why_not(kind, case))
        for kind, row in LETTERS.items()
        if kind != LetterKind.STILL_OWED
    ]


def fitting(case: Case) -> LetterKind | None:
    """The letter that the next step of the request asks for; None where none does."""
    kind = _BY_STATUS.get(case.status) or _BY_STANDING.get(case.standing)
    return kind if kind and not why_not(kind, case) else None
