"""Receipt + law + calendar -> due date, with its arguable readings and its working-out.

`due_on` is the date alone, for lists and bulk; `due_date` is the same date as a value that
explains itself. All dates are local dates in America/Los_Angeles.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from . import working_out
from .days_off import FIRST_DAY, LAST_DAY, DaysOff, days_off
from .due_dates import NO_DAYS, NONE_ADOPTED, Days, DueDate, Reading, Step
from .holidays import CALENDARS
from .statutes import DeadlineError, Statute, UnknownLaw, law_on
from .words import full_day, short_day

__all__ = [
    "DateOutOfRange",
    "DeadlineError",
    "DueDate",
    "ExtensionNotLawful",
    "NotADate",
    "Reading",
    "Step",
    "UnknownLaw",
    "due_date",
    "due_on",
    "parse_day",
    "reporting_due_on",
]


class NotADate(DeadlineError):
    """Text that is no calendar date written as YYYY-MM-DD."""


class DateOutOfRange(DeadlineError):
    """Holidays are known for requests received from 1990 to 2100."""


class ExtensionNotLawful(DeadlineError):
    """An extension below 0 days or above what the law allows."""


def parse_day(text: str) -> date:
    """A day written YYYY-MM-DD, within the counted years; raises NotADate, DateOutOfRange."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise NotADate(f"{text!r} is not a date; write it as YYYY-MM-DD, e.g. 2026-06-09.")
    return check_in_range(day)


def check_in_range(day: date) -> date:
    """`day`, if a request received on it can be counted; raises DateOutOfRange."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise DateOutOfRange(
            f"{day} is outside {FIRST_DAY.year}–{LAST_DAY.year}, the years that can be counted."
        )
    return day


def check_extension(statute: Statute, extension_days: int) -> int:
    """`extension_days`, if that law allows them; raises ExtensionNotLawful."""
    if not 0 <= extension_days <= statute.extension_days:
        raise ExtensionNotLawful(
            f"An extension of {extension_days} days: {statute.extension_citation} allows 0 to "
            f"{statute.extension_days}."
        )
    return extension_days


def due_on(
    received_on: date,
    *,
    law: str | Statute = "cpra",
    extension_days: int = 0,
    closures: Collection[date] = (),
) -> date:
    """The published reading's date alone, without working-out; the same as `due_date().due_on`.

    closures: whole-day closures of the main office and appointed holidays, as a container of
    dates. The level of the agency does not matter here. Raises as `due_date`.
    """
    if not FIRST_DAY <= received_on <= LAST_DAY:
        check_in_range(received_on)
    statute = law_on(law, received_on) if isinstance(law, str) else law
    if extension_days:
        check_extension(statute, extension_days)
    if closures and not statute.closures_count:
        closures = ()
    off = days_off(statute.calendar, True, NONE_ADOPTED, statute.own_holidays)
    return last_day(received_on, statute.days + extension_days, statute.unit, off, closures)


def last_day(
    received_on: date, days: int, unit: str, off: DaysOff, also_off: Collection[date] = ()
) -> date:
    """The last of `days` days of `unit` after the day of receipt, which is day 0."""
    if unit == "calendar_rolled":
        return off.roll(received_on + timedelta(days), also_off)
    if unit == "working":
        return off.add_workdays(received_on, days, also_off)
    return received_on + timedelta(days)


def due_date(
    received_on: date,
    *,
    law: str | Statute = "cpra",
    level: str = "state",
    extension_days: int = 0,
    closures: Days | Iterable[date] = (),
    claimed_received_on: date | None = None,
    appointed: Days = NO_DAYS,
    adopted: frozenset[str] = NONE_ADOPTED,
) -> DueDate:
    """The statutory date with every arguable reading and the working-out.

    level: `state`, anything else is a local body. extension_days: granted, in the law's unit.
    closures: whole-day closures of the agency's main office with their source (Code Civ. Proc.
    § 12b). claimed_received_on: only where the agency claims another receipt than the recorded
    one. appointed: holidays appointed by the President or the Governor. adopted: keys (`king`,
    `march_31`) of the § 6700 holidays a local body adopted.
    Raises DateOutOfRange, ExtensionNotLawful, UnknownLaw.
    """
    check_in_range(received_on)
    statute = law_on(law, received_on) if isinstance(law, str) else law
    check_extension(statute, extension_days)
    receipts = [received_on]
    if claimed_received_on is not None and claimed_received_on != received_on:
        receipts.append(check_in_range(claimed_received_on))
    closed = _closed(statute, closures)
    if closed or appointed:
        one_off = {**closed, **appointed}
    else:
        one_off = {}
    calendars: list[tuple[str, DaysOff, Days]] = [
        (
            statute.calendar,
            days_off(statute.calendar, True, NONE_ADOPTED, statute.own_holidays),
            one_off,
        )
    ]
    if statute.rival_calendar:
        for_the_state = level == "state"
        calendars.append(
            (
                statute.rival_calendar,
                days_off(statute.rival_calendar, for_the_state, adopted),
                one_off if for_the_state else closed,
            )
        )
    readings = tuple(
        reading
        for receipt in receipts
        for calendar, off, also_off in calendars
        for reading in _readings(
            receipt, receipt is not received_on, statute, extension_days, calendar, off, also_off
        )
    )
    dates = [reading.due_on for reading in readings]
    earliest, latest = min(dates), max(dates)
    return DueDate(
        received_on,
        statute,
        level,
        extension_days,
        dates[0],
        earliest,
        latest,
        working_out.steps(received_on, statute, extension_days, calendars[0][1], one_off, readings),
        readings,
        working_out.notes(received_on, statute, dates[0], latest, bool(closures) and not closed),
        tuple(one_off.items()),
        adopted,
    )


def _closed(statute: Statute, closures: Days | Iterable[date]) -> Days:
    if not closures or not statute.closures_count:
        return NO_DAYS
    if isinstance(closures, Mapping):
        return closures
    return {day: "closed all day" for day in closures}


def _readings(
    receipt: date,
    claimed: bool,
    statute: Statute,
    extension_days: int,
    calendar: str,
    off: DaysOff,
    also_off: Days,
) -> Iterable[Reading]:
    """The law read with one calendar and one receipt: the period as a whole, and, where the days
    of an extension may be counted from the rolled last day, that way too."""
    words = CALENDARS[calendar]
    name, citation = words.name, words.citation
    if claimed:
        name += f", received on {full_day(receipt)} as the agency claims"
    whole = last_day(receipt, statute.days + extension_days, statute.unit, off, also_off)
    yield Reading(name, citation, whole)
    if extension_days and statute.extension_may_follow_roll:
        first = last_day(receipt, statute.days, statute.unit, off, also_off)
        yield Reading(
            f"{name}, the {extension_days} days counted from {short_day(first)}",
            f"{citation}; {statute.extension_citation}",
            last_day(first, extension_days, statute.unit, off, also_off),
        )


def reporting_due_on(reporting_year: int) -> date:
    """When agencies' reports on that calendar year are due at the CA DOJ: 1 February of the next.

    A policy date of the DOJ: it does not roll off a weekend.
    """
    return date(reporting_year + 1, 2, 1)
