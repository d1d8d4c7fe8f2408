"""The kinds of reminder and when each is due: one table."""

from dataclasses import dataclass

from django.db.models import TextChoices


class ReminderKind(TextChoices):
    DUE_SOON = "due_soon", "Due soon"
    DUE_TODAY = "due_today", "Due today"
    FIRST_DAY_LATE = "first_day_late", "Late on our reading"
    LATE_BEYOND_EVERY_READING = "late_beyond_every_reading", "Late beyond every reading"


@dataclass(frozen=True)
class Bound:
    """A day counted from a stored date of the request: `days` after `column` (before, if < 0)."""

    column: str
    days: int


@dataclass(frozen=True)
class KindRule:
    """speaks_of: the stored date it is about. From `first` to `last` (both included) it is due.

    A kind ends where the next one says more, so that an outage brings one mail and not four;
    `last` None: due until it is sent.
    """

    speaks_of: str
    first: Bound
    last: Bound | None
    sentence: str


KIND_RULES: dict[ReminderKind, KindRule] = {
    ReminderKind.DUE_SOON: KindRule(
        speaks_of="due_on",
        first=Bound("due_on", -3),
        last=Bound("due_on", -1),
        sentence="The agency's determination is due in a few days.",
    ),
    ReminderKind.DUE_TODAY: KindRule(
        speaks_of="due_on",
        first=Bound("due_on", 0),
        last=Bound("due_on", 0),
        sentence="The agency's determination is due today.",
    ),
    ReminderKind.FIRST_DAY_LATE: KindRule(
        speaks_of="due_on",
        first=Bound("due_on", 1),
        last=Bound("latest_arguable_on", 0),
        sentence="The determination is late on our reading; another reading gives more time.",
    ),
    ReminderKind.LATE_BEYOND_EVERY_READING: KindRule(
        speaks_of="latest_arguable_on",
        first=Bound("latest_arguable_on", 1),
        last=None,
        sentence="The determination is late on every reading: an overdue letter can go out.",
    ),
}
