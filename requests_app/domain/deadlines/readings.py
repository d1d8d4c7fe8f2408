"""The arguable readings of a law: which calendar, from which receipt, the extension from where."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from .days_off import DaysOff, days_off
from .due_dates import NO_DAYS, Days, Reading
from .holidays import CALENDARS
from .statutes import Statute
from .words import full_day, short_day


def own_days_off(statute: Statute) -> DaysOff:
    """The days off of the law's own calendar, without an office's closures."""
    if statute.own_holidays:
        return days_off(statute.calendar, own_holidays=statute.own_holidays)
    return days_off(statute.calendar)


def as_days(closures: Days | Iterable[date]) -> Days:
    """Closures with their reasons, whether reasons were given or not."""
    if not closures:
        return NO_DAYS
    return closures if isinstance(closures, Mapping) else {day: "" for day in closures}


def one_off_days(statute: Statute, closed: Days, appointed: Days) -> Days:
    """The closures and appointed holidays that count under that law, with their reasons."""
    return {**closed, **appointed} if statute.closures_count else NO_DAYS


def last_day(
    received_on: date, days: int, unit: str, off: DaysOff, also_off: Collection[date] = ()
) -> date:
    """The last of `days` days of `unit` after the day of receipt, which is day 0."""
    if unit == "calendar_rolled":
        return off.roll(received_on + timedelta(days), also_off)
    if unit == "working":
        return off.add_workdays(received_on, days, also_off)
    return received_on + timedelta(days)


def every_reading(
    statute: Statute,
    receipts: Sequence[date],
    calendars: Sequence[tuple[str, DaysOff, Days]],
    extension_days: int,
) -> Iterator[Reading]:
    """The published reading first, then the others.

    receipts: as recorded, then as the agency claims it, where it claims one. calendars: the law's
    own and its rival, each with its days off and the one-off ones that count by it.
    """
    for receipt in receipts:
        claim = ""
        if receipt is not receipts[0]:
            claim = f", received on {full_day(receipt)} as the agency claims"
        for calendar, off, also_off in calendars:
            words = CALENDARS[calendar]
            name = words.name + claim
            whole = statute.days + extension_days
            yield Reading(
                name, words.citation, last_day(receipt, whole, statute.unit, off, also_off)
            )
            if extension_days and statute.extension_may_follow_roll:
                # The extension read as its own period, which starts from the rolled tenth day.
                first = last_day(receipt, statute.days, statute.unit, off, also_off)
                yield Reading(
                    f"{name}, the {extension_days} days counted from {short_day(first)}",
                    f"{words.citation}; {statute.extension_citation}",
                    last_day(first, extension_days, statute.unit, off, also_off),
                )
