"""Which dates cannot be: the checks that every way of logging shares."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone

from requests_app.domain.deadlines.years import FIRST_YEAR, LAST_YEAR, is_year_of_ours


class ImpossibleDate(ValueError):
    """A date that cannot be, with the field it was given for."""

    def __init__(self, field: str, message: str):
        self.field = field
        super().__init__(message)


def local_day(at: datetime) -> date:
    """The Californian calendar day of a moment."""
    return timezone.localtime(at).date()


@lru_cache(maxsize=4_096)
def shown(day: date) -> str:
    """ "Mon 22 Jun 2026". Kept: long lists and planning name the same few days again and again."""
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def check_sane(field: str, label: str, day: date | None) -> None:
    """Raises `ImpossibleDate` for a day outside 1990–2100; None passes."""
    check_year(field, label, None if day is None else day.year)


def check_year(field: str, label: str, year: int | None) -> None:
    """Raises `ImpossibleDate` for a year outside 1990–2100; None passes."""
    if year is not None and not is_year_of_ours(year):
        raise ImpossibleDate(
            field, f"{label}: the year {year:04d} is outside {FIRST_YEAR}–{LAST_YEAR}."
        )


def check_past(field: str, label: str, day: date | None, *, today: date) -> None:
    """Raises `ImpossibleDate` for a day after `today` or before 1990; None passes."""
    check_sane(field, label, day)
    if day is not None and day > today:
        raise ImpossibleDate(field, f"{label}: {shown(day)} is in the future.")


def check_not_before(
    field: str, label: str, day: date | None, *, earlier: date | None, what: str
) -> None:
    """Raises `ImpossibleDate` for a `day` before `earlier`; passes where either is missing."""
    if day is not None and earlier is not None and day < earlier:
        raise ImpossibleDate(field, f"{label}: {shown(day)} is before {what} ({shown(earlier)}).")
