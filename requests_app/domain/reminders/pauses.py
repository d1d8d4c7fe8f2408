"""How long a mail that was put off waits before it is tried again: longer each time."""

from datetime import datetime, timedelta

PAUSES = tuple(
    timedelta(minutes=minutes) for minutes in (5, 15, 60, 3 * 60, 6 * 60, 12 * 60, 24 * 60)
)
MOST_ATTEMPTS = len(PAUSES) + 1
"""After so many the mail counts as refused: some two days after the first."""


def try_after(attempts: int, *, at: datetime) -> datetime | None:
    """When to try again after `attempts` (at least 1) that were put off; None: never."""
    return pause_after(attempts, at=at) if attempts < MOST_ATTEMPTS else None


def pause_after(attempts: int, *, at: datetime) -> datetime:
    """The same without an end: the last pause again and again."""
    return at + PAUSES[min(attempts, len(PAUSES)) - 1]
