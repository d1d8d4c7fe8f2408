"""The words of a working-out: each step of the count with its date, what happened, its citation."""

from collections.abc import Iterator
from datetime import date, timedelta

from .days_off import ONE_DAY
from .due_dates import NO_DATES, Days, Reading, Step
from .holiday_rules import SAT
from .holidays import CALENDARS, LOOKED_UP_UNTIL, PAST_THE_TABLE, holidays_in
from .statutes import Statute
from .words import WEEKDAYS, day_month, full_day, short_day


def steps(
    received_on: date,
    statute: Statute,
    extension_days: int,
    one_off: Days,
    appointed: frozenset[date],
    readings: tuple[Reading, ...],
) -> tuple[Step, ...]:
    """From the day of receipt to the due date, then each reading that gives another date.

    `one_off`: closures and appointed holidays that count in the published reading, `readings[0]`;
    `appointed`: which of them are holidays.
    """
    due = readings[0].due_on
    total = statute.days + extension_days
    found = [
        Step(
            received_on,
            f"day 0 is {full_day(received_on)}: received, not counted",
            statute.counting_citation,
        )
    ]
    if extension_days:
        found.append(
            Step(
                received_on + timedelta(statute.days) if statute.unit != "working" else received_on,
                f"{statute.days} days and {extension_days} more by written notice: day {total} "
                "is the last",
                statute.extension_citation,
            )
        )
    if statute.unit == "working":
        found.extend(_left_out(received_on, due, statute, one_off, appointed))
        found.append(Step(due, f"working day {total} is {full_day(due)}: due", statute.citation))
    else:
        last = received_on + timedelta(total)
        found.extend(_rolled(last, due, total, statute, one_off, appointed))
        ordinal = f"day {total} is {full_day(due)}" if due == last else full_day(due)
        found.append(Step(due, f"{ordinal}: due", statute.citation))
    found.extend(_arguable(reading, due) for reading in readings[1:] if reading.due_on != due)
    return tuple(found)


def _arguable(reading: Reading, due: date) -> Step:
    side = "from" if reading.due_on < due else "until"
    return Step(
        reading.due_on,
        f"arguable {side} {full_day(reading.due_on)}: {reading.name}",
        reading.citation,
    )


def _rolled(
    last: date,
    due: date,
    total: int,
    statute: Statute,
    one_off: Days,
    appointed: frozenset[date],
) -> Iterator[Step]:
    """The days off met from the last counted day on, each moving the end by one."""
    day = last
    while day < due:
        reason, citation = why_off(statute, day, one_off, appointed)
        which = f"day {total} is {day_month(day)}" if day == last else day_month(day)
        yield Step(day, f"{which}: {reason}; rolls", citation)
        day += ONE_DAY


def _left_out(
    received_on: date, due: date, statute: Statute, one_off: Days, appointed: frozenset[date]
) -> Iterator[Step]:
    """The days left out of a count of working days: weekends in one line, the others one each."""
    yield Step(
        received_on + ONE_DAY,
        "counting starts; Saturdays and Sundays are left out",
        statute.counting_citation,
    )
    for number in range(1, (due - received_on).days):
        day = received_on + timedelta(number)
        reason, citation = why_off(statute, day, one_off, appointed)
        if reason and day.weekday() < SAT:
            yield Step(day, f"{day_month(day)}: {reason}; left out", citation)


def why_off(
    statute: Statute, day: date, one_off: Days, appointed: frozenset[date] = NO_DATES
) -> tuple[str, str]:
    """Why `day` is off in the law's own calendar, with the citation; two empty strings if it is
    not. A holiday is named even where it falls on a weekend."""
    calendar = CALENDARS[statute.calendar]
    holiday = holidays_in(statute.calendar, day.year).get(day)
    if holiday is not None:
        since = f" since {holiday.since}" if holiday.since else ""
        return f"{holiday.name}, {calendar.kind}{since}", (
            f"{statute.rolling_citation}; {holiday.citation}"
        )
    if day.weekday() >= SAT:
        return f"a {WEEKDAYS[day.weekday()]}", statute.rolling_citation
    if day in one_off and day in appointed:
        return f"{one_off[day]}, {calendar.kind}", calendar.citation
    if day in one_off:
        reason = f" ({one_off[day]})" if one_off[day] else ""
        return f"the office is closed all day{reason}", statute.closures_citation
    if day in statute.own_holidays:
        return calendar.kind, calendar.citation
    return "", ""


def notes(
    received_on: date,
    statute: Statute,
    extension_days: int,
    readings: tuple[Reading, ...],
    closures_ignored: bool,
) -> tuple[str, ...]:
    """What the reader should know beside the date: what an agency may say, where a table ends."""
    found = []
    day, due = received_on + timedelta(statute.days + extension_days), readings[0].due_on
    while day < due:
        holiday = holidays_in(statute.calendar, day.year).get(day)
        if holiday is not None and holiday.offices_open and day.weekday() < SAT:
            found.append(
                f"The state's own offices are open on {short_day(day)} ({holiday.name}), and an "
                "agency may say so; it is a holiday all the same for counting."
            )
        day += ONE_DAY
    if statute.rival_calendar == "section_6700" and due.year > LOOKED_UP_UNTIL:
        found.append(PAST_THE_TABLE)
    if closures_ignored:
        found.append(f"One-off closures are not counted: the {statute.name} knows none.")
    return tuple(found)
