"""How long a mail that was put off waits before it is tried again: longer each time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from requests_app.domain.reminders.refusals import Refusal

PAUSES = tuple(
    timedelta(minutes=minutes) for minutes in (5, 15, 60, 3 * 60, 6 * 60, 12 * 60, 24 * 60)
)
MOST_ATTEMPTS = len(PAUSES) + 1
"""After so many the mail counts as refused: some two days after the first."""


def try_after(attempts: int, *, at: datetime) -> datetime | None:
    """When to try again after `attempts` (at least 1) that were put off; None: never."""
    return at + PAUSES[attempts - 1] if attempts < MOST_ATTEMPTS else None


def try_after_a_break(attempts: int, *, at: datetime) -> datetime | None:
    """When to try a mail again on which the connection broke, `attempts` (at least 1) times by
    now; None: with the next sweep.

    Nobody refused it, so that it never fails. But it may have arrived each time: what breaks the
    connection again and again must not come again every minute.
    """
    return at + PAUSES[min(attempts - 2, len(PAUSES) - 1)] if attempts > 1 else None


@dataclass(frozen=True)
class Delay:
    """How a mail is put off. until: when it may be tried again; None: with the next sweep.
    of_every_mail: no other mail can go now either."""

    until: datetime | None
    may_have_arrived: bool = False
    of_every_mail: bool = False


def delay_after(verdict: Refusal, attempts: int, *, at: datetime) -> Delay | None:
    """How a mail is put off after `attempts` (at least 1, with this one); None: it has failed.
    What is no word about this mail never fails it, however often."""
    if verdict is Refusal.OF_EVERY_MAIL:
        return Delay(None, of_every_mail=True)
    if verdict is Refusal.UNKNOWN:
        until = try_after_a_break(attempts, at=at)
        return Delay(until, may_have_arrived=True, of_every_mail=True)
    again = try_after(attempts, at=at)
    return Delay(again) if verdict is Refusal.FOR_NOW and again else None
