"""The day strip as data: one `Day` per day from receipt to the due date and today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .days_off import ONE_DAY
from .due_dates import Days, DueDate
from .readings import own_days_off
from .words import count_of, short_day
from .working_out import why_off


class DayMark(StrEnum):
    """What a day of the strip is; a day may have several marks.

    EXCLUDED: a day off of the law's calendar. TENTH: the last day of the first period. EXTENSION:
    a day of the second. ROLLED: after the last counted day, up to the due date. ARGUABLE: a date
    that another reading gives. LATE: after the due date, until the determination. WITH_US: the
    agency waited for us.
    """

    RECEIVED = "received"
    COUNTED = "counted"
    EXCLUDED = "excluded"
    TENTH = "tenth"
    EXTENSION = "extension"
    ROLLED = "rolled"
    DUE = "due"
    ARGUABLE = "arguable"
    LATE = "late"
    WITH_US = "with_us"
    DETERMINED = "determined"
    TODAY = "today"


@dataclass(frozen=True, slots=True)
class Day:
    """number: days since receipt, which is 0. note: why it is off ("Juneteenth, a judicial
    holiday since 2023", "a Saturday"), or empty."""

    number: int
    on: date
    marks: frozenset[DayMark]
    note: str


def days_of(
    due: DueDate,
    *,
    on: date,
    determined_on: date | None = None,
    waiting: Iterable[tuple[date, date]] = (),
    closures: Days | None = None,
    limit: int = 45,
) -> tuple[Day, ...]:
    """The strip on the day `on`: from receipt to the last of due date, arguable dates and today
    (or the determination), at most `limit` days.

    waiting: spans with us, first day in, last day out. closures: those that `due` was worked out
    with, unless given.
    """
    one_off = dict(due.closures) if closures is None else closures
    tenth, last_counted = _ends(due, one_off)
    late_until = on if determined_on is None else min(on, determined_on)
    end = max(due.latest_arguable_on, late_until)
    length = min((end - due.received_on).days + 1, limit)
    spans = tuple(waiting)
    arguable = {reading.due_on for reading in due.readings} - {due.due_on}
    found = []
    for number in range(length):
        day = due.received_on + timedelta(number)
        note = why_off(due.statute, day, one_off, due.appointed)[0]
        marks = {
            DayMark.RECEIVED: number == 0,
            DayMark.EXCLUDED: bool(note),
            DayMark.TENTH: day == tenth,
            DayMark.DUE: day == due.due_on,
            DayMark.ARGUABLE: day in arguable,
            DayMark.LATE: due.due_on < day <= late_until,
            DayMark.WITH_US: any(start <= day < until for start, until in spans),
            DayMark.DETERMINED: day == determined_on,
            DayMark.TODAY: day == on,
        }
        if number > 0 and day <= due.due_on:
            if day > last_counted:
                marks[DayMark.ROLLED] = True
            elif due.statute.unit != "working" or not note:
                marks[DayMark.COUNTED if day <= tenth else DayMark.EXTENSION] = True
        found.append(Day(number, day, frozenset(m for m, holds in marks.items() if holds), note))
    return tuple(found)


def _ends(due: DueDate, one_off: Days) -> tuple[date, date]:
    """The last day of the first period and that of the whole, neither of them rolled."""
    statute = due.statute
    if statute.unit != "working":
        tenth = due.received_on + timedelta(statute.days)
        return tenth, tenth + timedelta(due.extension_days)
    off = own_days_off(statute)
    return off.add_workdays(due.received_on, statute.days, one_off), due.due_on


def strip_text(due: DueDate, *, on: date, determined_on: date | None = None) -> str:
    """The strip in words: `day 6 of 10, due Mon 22 Jun`, and when day 10 is over
    `3 days past day 10, due Mon 22 Jun, late since Tue 23 Jun`."""
    until = on if determined_on is None else min(on, determined_on)
    due_words = f"due {short_day(due.due_on)}"
    if until < due.received_on:
        return f"counts from {short_day(due.received_on)}, {due_words}"
    counted = f"{_place(due, until)}, {due_words}"
    if determined_on is not None and determined_on <= on:
        how = "on time" if determined_on <= due.due_on else _late(due, determined_on)
        return f"answered {'on ' if counted.startswith('day') else ''}{counted}, {how}"
    if on <= due.due_on:
        return f"{counted}, today" if on == due.due_on else counted
    adverb = "late" if on > due.latest_arguable_on else "arguably late"
    return f"{counted}, {adverb} since {short_day(due.due_on + ONE_DAY)}"


def _place(due: DueDate, until: date) -> str:
    """Where in its period a day is: `day 6 of 10`, or how far past it: `3 days past day 10`."""
    period = due.statute.days + due.extension_days
    working = due.statute.unit == "working"
    over = _counted_until(due, until) - period
    if over > 0:
        return f"{count_of(over, 'working day' if working else 'day')} past day {period}"
    return f"day {period + over} of {period}{' working days' if working else ''}"


def _counted_until(due: DueDate, until: date) -> int:
    """The days counted from receipt to `until`, in the law's unit."""
    if due.statute.unit != "working":
        return (until - due.received_on).days
    off = own_days_off(due.statute)
    closed = {day for day, _ in due.closures if due.received_on < day <= until and day not in off}
    return off.workdays_between(due.received_on, until) - len(closed)


def _late(due: DueDate, determined_on: date) -> str:
    return f"{count_of((determined_on - due.due_on).days, 'day')} late"
