"""One version of one law, as a value."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Ground:
    """A lawful reason to extend. Valid on notices dated `valid_from` to `valid_until`, both in."""

    key: str
    words: str
    citation: str
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Statute:
    """One version of one law.

    days, extension_days: in `unit`. `calendar_rolled` counts every day and moves the end off the
    calendar's days off; `calendar` does not move it; `working` counts only days that are not off.
    calendar, rival_calendar: keys of `holidays.CALENDARS`; the rival, where there is one, is
    arguable. valid_from, valid_until: first and last day of receipt, None where open.
    closures_count: whole-day closures of the main office are days off.
    extension_may_follow_roll: arguable that the added days run from the rolled last day.
    pending: entered for a preview only; `law_on` passes it over.
    """

    key: str
    name: str
    citation: str
    valid_from: date | None
    valid_until: date | None
    days: int
    unit: str
    calendar: str
    rival_calendar: str
    extension_days: int
    extension_times: int
    extension_citation: str
    grounds: tuple[Ground, ...]
    source: str
    counting_citation: str = ""
    rolling_citation: str = ""
    closures_count: bool = True
    closures_citation: str = ""
    extension_may_follow_roll: bool = False
    own_holidays: frozenset[date] = frozenset()
    pending: bool = False
