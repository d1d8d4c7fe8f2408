"""Receipt + law + calendar -> due date, with its arguable readings and its working-out.

`due_on` is the date alone, for lists and bulk; `due_date` is the same date as a value that
explains itself. All dates are local dates in America/Los_Angeles.
"""

from collections.abc import Collection, Iterable
from datetime import date

from . import working_out
from .days_off import BASE, FIRST_DAY, LAST_DAY, DaysOff, days_off
from .due_dates import NO_DAYS, NONE_ADOPTED, Days, DueDate, Reading, Step
from .readings import as_days, every_reading, last_day, one_off_days, own_days_off
from .statutes import DeadlineError, Statute, UnknownLaw, law_on

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
    check_in_range(received_on)
    statute = law_on(law, received_on) if isinstance(law, str) else law
    if extension_days:
        check_extension(statute, extension_days)
    off = own_days_off(statute)
    days = statute.days + extension_days
    if statute.unit == "calendar_rolled" and not closures:
        return off.next_open[received_on.toordinal() + days - BASE]
    counted = closures if statute.closures_count else ()
    return last_day(received_on, days, statute.unit, off, counted)


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
    closed = as_days(closures)
    one_off, holidays = one_off_days(statute, closed, appointed), frozenset(appointed)
    receipts = [received_on]
    if claimed_received_on is not None and claimed_received_on != received_on:
        receipts.append(check_in_range(claimed_received_on))
    calendars: list[tuple[str, DaysOff, Days]] = [
        (statute.calendar, own_days_off(statute), one_off)
    ]
    if statute.rival_calendar:
        state = level == "state"
        rival_off = days_off(statute.rival_calendar, state, adopted)
        calendars.append((statute.rival_calendar, rival_off, one_off if state else closed))
    found = tuple(every_reading(statute, receipts, calendars, extension_days))
    dates = [reading.due_on for reading in found]
    ignored = bool(closed or appointed) and not statute.closures_count
    return DueDate(
        received_on=received_on,
        statute=statute,
        level=level,
        extension_days=extension_days,
        due_on=dates[0],
        earliest_arguable_on=min(dates),
        latest_arguable_on=max(dates),
        working_out=working_out.steps(
            received_on, statute, extension_days, one_off, holidays, found
        ),
        readings=found,
        notes=working_out.notes(received_on, statute, extension_days, found, ignored),
        closures=tuple(one_off.items()),
        appointed=holidays,
        adopted=adopted,
    )


def reporting_due_on(reporting_year: int) -> date:
    """When agencies' reports on that calendar year are due at the CA DOJ: 1 February of the next.

    A policy date of the DOJ: it does not roll off a weekend.
    """
    return date(reporting_year + 1, 2, 1)
