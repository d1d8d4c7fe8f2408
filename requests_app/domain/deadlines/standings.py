"""How a request stands on a day: one table of words, one function that decides.

Being late has in itself no remedy in the CPRA, and silence is no denial: it is called *no
response*, and only beyond every arguable reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class Standing(StrEnum):
    """The standings, in the order in which `standing` decides between them."""

    CLOSED = "closed"
    NOT_SENT = "not_sent"
    NO_RECEIPT = "no_receipt"
    ANSWERED = "answered"
    WAITING_ON_US = "waiting_on_us"
    NO_STATUTORY_DATE = "no_statutory_date"
    NOT_YET_DUE = "not_yet_due"
    DUE_TODAY = "due_today"
    ARGUABLY_LATE = "arguably_late"
    LATE = "late"
    NO_RESPONSE = "no_response"

    @property
    def label(self) -> str:
        """The standing in a word or two, as lists show it."""
        return STANDINGS[self].label

    @property
    def sentence(self) -> str:
        """What it means, in one sentence."""
        return STANDINGS[self].sentence

    @property
    def is_late(self) -> bool:
        """Past the due date of the published reading, with no determination."""
        return self in LATE_STANDINGS


@dataclass(frozen=True, slots=True)
class StandingWords:
    """when: the condition, as the table in docs/ shows it."""

    label: str
    sentence: str
    when: str


STANDINGS: Mapping[Standing, StandingWords] = MappingProxyType(
    {
        Standing.CLOSED: StandingWords(
            "Closed", "The request is closed on our side.", "closed on or before the day"
        ),
        Standing.NOT_SENT: StandingWords(
            "Not sent yet",
            "The request did not go out yet, so no day is counted.",
            "no date of receipt, and none of sending",
        ),
        Standing.NO_RECEIPT: StandingWords(
            "No receipt yet",
            "No receipt is recorded yet, so no day is counted.",
            "sent, but no date of receipt",
        ),
        Standing.ANSWERED: StandingWords(
            "Answered",
            "The agency has made its determination; records may still be on their way.",
            "a determination or a release on or before the day",
        ),
        Standing.WAITING_ON_US: StandingWords(
            "Waiting on us",
            "The agency asked us something and has no answer yet; this moves no statutory date.",
            "asked of us on or before the day, and not answered",
        ),
        Standing.NO_STATUTORY_DATE: StandingWords(
            "No statutory date",
            "No records law with a date binds this body.",
            "no due date",
        ),
        Standing.NOT_YET_DUE: StandingWords(
            "Not yet due", "The determination is not due yet.", "day < due date"
        ),
        Standing.DUE_TODAY: StandingWords(
            "Due today", "The determination is due today.", "day = due date"
        ),
        Standing.ARGUABLY_LATE: StandingWords(
            "Arguably late",
            "The due date is past, but on another reading of the law it is not.",
            "due date < day ≤ latest arguable date",
        ),
        Standing.LATE: StandingWords(
            "Late",
            "The due date is past on every reading; the agency was heard from, but has not "
            "determined.",
            "day > latest arguable date, and something was heard",
        ),
        Standing.NO_RESPONSE: StandingWords(
            "No response",
            "The due date is past on every reading and nothing was heard.",
            "day > latest arguable date, and nothing was heard",
        ),
    }
)

LATE_STANDINGS = frozenset({Standing.ARGUABLY_LATE, Standing.LATE, Standing.NO_RESPONSE})


def standing(
    *,
    on: date,
    sent_on: date | None,
    received_on: date | None,
    due_on: date | None,
    latest_arguable_on: date | None,
    heard_on: date | None,
    determined_on: date | None,
    waiting_on_us_since: date | None,
    closed_on: date | None,
) -> Standing:
    """How a request with these dates stands on the day `on`; a date after `on` is not yet true.

    heard_on, determined_on: the first day on which the agency was heard from, or determined.
    latest_arguable_on: None counts as `due_on`. Plain values in, so that a list can ask it of its
    stored columns.
    """
    if closed_on is not None and closed_on <= on:
        return Standing.CLOSED
    if received_on is None:
        return Standing.NOT_SENT if sent_on is None else Standing.NO_RECEIPT
    if determined_on is not None and determined_on <= on:
        return Standing.ANSWERED
    if waiting_on_us_since is not None and waiting_on_us_since <= on:
        return Standing.WAITING_ON_US
    if due_on is None:
        return Standing.NO_STATUTORY_DATE
    if on < due_on:
        return Standing.NOT_YET_DUE
    if on == due_on:
        return Standing.DUE_TODAY
    if on <= (latest_arguable_on or due_on):
        return Standing.ARGUABLY_LATE
    if heard_on is not None and heard_on <= on:
        return Standing.LATE
    return Standing.NO_RESPONSE
