"""What is wished of reminders, as values: the product's defaults, the desk's, a person's. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from requests_app.domain.deadlines.spans import is_weekend
from requests_app.domain.reminders.kinds import KIND_RULES

CALIFORNIA = ZoneInfo("America/Los_Angeles")


@dataclass(frozen=True, slots=True)
class DigestTimes:
    """When a digest comes: from `digest_at` on by the clock of `zone`, on days that are not quiet.
    also_when_nothing: a mail too when there is nothing to say."""

    digest_at: time = time(7, 0)
    zone: ZoneInfo = CALIFORNIA
    quiet_weekends: bool = False
    quiet_holidays: bool = False
    also_when_nothing: bool = False

    def is_quiet(self, day: date, *, is_holiday: Callable[[date], bool]) -> bool:
        """Whether no digest comes on that day."""
        if self.quiet_weekends and is_weekend(day):
            return True
        return self.quiet_holidays and is_holiday(day)


def digest_day(
    times: DigestTimes, *, at: datetime, is_holiday: Callable[[date], bool]
) -> date | None:
    """The recipient's own day whose digest may go at the moment `at`; None: none yet, or none
    that day.

    The wall clock is compared: an hour that a clock change leaves out has come when the next one
    has, and one that it repeats is of the same day, of which there is one digest.
    """
    local = at.astimezone(times.zone)
    if local.time() < times.digest_at or times.is_quiet(local.date(), is_holiday=is_holiday):
        return None
    return local.date()


@dataclass(frozen=True, slots=True)
class KindChoice:
    """One kind for one recipient. days: the offset. at_once: in a mail of its own, when found."""

    wanted: bool = True
    days: int = 0
    at_once: bool = False


PRODUCT_CHOICES = {kind: KindChoice(days=rule.days) for kind, rule in KIND_RULES.items()}
