"""What became of a duty, and which of several tellers is believed. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, TypeVar

from django.db.models import TextChoices


class Answer(TextChoices):
    """What became of one agency's duty for one year. None of these is ever shown as 0."""

    UNKNOWN = "unknown", "Not known yet"
    REPORTED = "reported", "Reported"
    REPORTED_ZERO = "reported_zero", "Reported zero"
    DID_NOT_REPORT = "did_not_report", "Did not report"
    WITHHELD = "withheld", "Withheld"
    UNCLEAR = "unclear", "Unreadable or unclear"


# Nothing of the year has come from them.
OWED = (Answer.UNKNOWN, Answer.DID_NOT_REPORT)


class Teller(TextChoices):
    """Who tells an answer, in the order in which they are believed: the report is owed to the DOJ,
    and its lists say who made it."""

    DOJ = "doj", "The DOJ"
    AGENCY = "agency", "The agency itself"
    OTHER = "other", "Somebody else"


class Told(Protocol):
    """One answer of one release."""

    answer: str
    told_by: str
    found_at: datetime


T = TypeVar("T", bound=Told)


def believed(told: Iterable[T]) -> T | None:
    """The answer that counts of those that stand: the DOJ's before others', then the latest; None
    where nobody tells any."""
    order = list(Teller.values)
    ranked = sorted(told, key=lambda one: (order.index(one.told_by), -one.found_at.timestamp()))
    return ranked[0] if ranked else None


def contradicted(answer: str, told: Iterable[Told]) -> bool:
    """Whether somebody tells another answer than the one that is shown."""
    return answer != Answer.UNKNOWN and any(one.answer != answer for one in told)
