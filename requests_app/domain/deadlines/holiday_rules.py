"""The dated holiday rules of the three calendars, as one table.

A holiday that begins, ends or is renamed is a row with a from-year or an until-year. A year in a
rule is the year of the holiday itself, not of the day on which it is observed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from .looked_up_dates import DIWALI, LUNAR_NEW_YEAR

MON, THU, FRI, SAT, SUN = 0, 3, 4, 5, 6


class When(Protocol):
    """How a holiday finds its day."""

    def on(self, year: int) -> date | None:
        """Its day in that year; None where a table does not reach."""


@dataclass(frozen=True, slots=True)
class FixedDate:
    month: int
    day: int

    def on(self, year: int) -> date:
        return date(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class NthWeekday:
    nth: int
    weekday: int
    month: int

    def on(self, year: int) -> date:
        first = date(year, self.month, 1)
        return first + timedelta(days=(self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1))


@dataclass(frozen=True, slots=True)
class LastMonday:
    """Of a month that is not December (no holiday here is)."""

    month: int

    def on(self, year: int) -> date:
        last = date(year, self.month + 1, 1) - timedelta(days=1)
        return last - timedelta(days=last.weekday())


@dataclass(frozen=True, slots=True)
class DayAfter:
    other: NthWeekday

    def on(self, year: int) -> date:
        return self.other.on(year) + timedelta(days=1)


@dataclass(frozen=True, slots=True, eq=False)
class LookedUp:
    days: Mapping[int, date]

    def on(self, year: int) -> date | None:
        return self.days.get(year)


@dataclass(frozen=True, slots=True)
class HolidayRule:
    """`saturday`, `sunday`: by how many days the holiday moves when it falls on one.
    `since`: the first year of the day itself, where `from_year` is that of a new name for it.
    `local_if_adopted`: binds a local body only if that body adopted it.
    `offices_open`, `offices_open_on_friday`: the state's offices work on it, or on the Friday to
    which the courts move it; no reading of the statute, only what an agency may say."""

    key: str
    name: str
    when: When
    citation: str
    from_year: int | None = None
    until_year: int | None = None
    saturday: int = 0
    sunday: int = 0
    local_if_adopted: bool = False
    offices_open: bool = False
    offices_open_on_friday: bool = False
    since: int | None = None

    def holds_in(self, year: int) -> bool:
        return (self.from_year is None or self.from_year <= year) and (
            self.until_year is None or year <= self.until_year
        )


NEW_YEAR = FixedDate(1, 1)
KING = NthWeekday(3, MON, 1)
LINCOLN = FixedDate(2, 12)
PRESIDENTS = NthWeekday(3, MON, 2)
MARCH_31 = FixedDate(3, 31)
MEMORIAL = LastMonday(5)
JUNETEENTH = FixedDate(6, 19)
JULY_4 = FixedDate(7, 4)
LABOR = NthWeekday(1, MON, 9)
ADMISSION = FixedDate(9, 9)
NATIVE_AMERICAN = NthWeekday(4, FRI, 9)
COLUMBUS = NthWeekday(2, MON, 10)
VETERANS = FixedDate(11, 11)
THANKSGIVING = NthWeekday(4, THU, 11)
CHRISTMAS = FixedDate(12, 25)


# Run at import, before mutmut has set a mutant; what they make is held by golden tables.
# pragma: no mutate start
def _court(
    key: str,
    name: str,
    when: When,
    *,
    from_year: int | None = None,
    until_year: int | None = None,
    act: str = "",
    offices_open: bool = False,
    offices_open_on_friday: bool = True,
    since: int | None = None,
) -> HolidayRule:
    """Code Civ. Proc. § 135; Saturday to Friday and Sunday to Monday by rule 1.11, every one."""
    return HolidayRule(
        key,
        name,
        when,
        "Code Civ. Proc. § 135" + (f" ({act})" if act else ""),
        from_year,
        until_year,
        saturday=-1,
        sunday=1,
        offices_open=offices_open,
        offices_open_on_friday=offices_open_on_friday,
        since=since,
    )


def _federal(key: str, name: str, when: When, from_year: int | None = None) -> HolidayRule:
    """5 U.S.C. § 6103; Saturday to Friday and Sunday to Monday, every one."""
    return HolidayRule(key, name, when, "5 U.S.C. § 6103", from_year, saturday=-1, sunday=1)


# pragma: no mutate end

JUDICIAL: tuple[HolidayRule, ...] = (
    _court("new_year", "New Year's Day", NEW_YEAR),
    _court("king", "Martin Luther King Jr. Day", KING),
    _court("lincoln", "Lincoln Day", LINCOLN, offices_open=True),
    _court("presidents", "Presidents' Day", PRESIDENTS),
    _court("march_31", "Cesar Chavez Day", MARCH_31, from_year=2001, until_year=2025),
    _court("march_31", "Farmworkers Day", MARCH_31, from_year=2026, act="AB 2156", since=2001),
    _court("memorial", "Memorial Day", MEMORIAL),
    _court(
        "juneteenth", "Juneteenth", JUNETEENTH, from_year=2023, act="AB 1655", offices_open=True
    ),
    _court("july_4", "Independence Day", JULY_4),
    _court("labor", "Labor Day", LABOR),
    _court(
        "native_american",
        "Native American Day",
        NATIVE_AMERICAN,
        from_year=2022,
        act="AB 855",
        offices_open=True,
    ),
    _court("columbus", "Columbus Day", COLUMBUS, until_year=2021),
    _court("veterans", "Veterans Day", VETERANS, offices_open_on_friday=False),
    _court("thanksgiving", "Thanksgiving Day", THANKSGIVING),
    _court("after_thanksgiving", "the day after Thanksgiving", DayAfter(THANKSGIVING)),
    _court("christmas", "Christmas Day", CHRISTMAS),
)

_6700 = "Gov. Code § 6700"

# § 6701 moves seven fixed dates from a Sunday to Monday, and of Saturdays Veterans Day only.
SECTION_6700: tuple[HolidayRule, ...] = (
    HolidayRule("new_year", "New Year's Day", NEW_YEAR, _6700, sunday=1),
    HolidayRule("king", "Martin Luther King Jr. Day", KING, _6700, local_if_adopted=True),
    HolidayRule("lincoln", "Lincoln Day", LINCOLN, _6700, sunday=1),
    HolidayRule("lunar_new_year", "Lunar New Year", LookedUp(LUNAR_NEW_YEAR), _6700, 2023),
    HolidayRule("presidents", "Presidents' Day", PRESIDENTS, _6700),
    HolidayRule(
        "march_31",
        "Cesar Chavez Day",
        MARCH_31,
        _6700,
        2001,
        2025,
        sunday=1,
        local_if_adopted=True,
    ),
    HolidayRule(
        "march_31",
        "Farmworkers Day",
        MARCH_31,
        f"{_6700} (AB 2156)",
        2026,
        sunday=1,
        since=2001,
        local_if_adopted=True,
    ),
    HolidayRule("genocide", "Genocide Remembrance Day", FixedDate(4, 24), _6700, 2023),
    HolidayRule("memorial", "Memorial Day", MEMORIAL, _6700),
    HolidayRule("juneteenth", "Juneteenth", JUNETEENTH, _6700, 2023),
    HolidayRule("july_4", "Independence Day", JULY_4, _6700, sunday=1),
    HolidayRule("labor", "Labor Day", LABOR, _6700),
    HolidayRule("admission", "Admission Day", ADMISSION, _6700, sunday=1),
    HolidayRule("native_american", "Native American Day", NATIVE_AMERICAN, _6700, 2015),
    HolidayRule("columbus", "Columbus Day", COLUMBUS, _6700),
    HolidayRule("diwali", "Diwali", LookedUp(DIWALI), f"{_6700} (AB 268)", 2026),
    HolidayRule("veterans", "Veterans Day", VETERANS, _6700, saturday=-1, sunday=1),
    HolidayRule("thanksgiving", "Thanksgiving Day", THANKSGIVING, _6700),
    HolidayRule("christmas", "Christmas Day", CHRISTMAS, _6700, sunday=1),
)

FEDERAL: tuple[HolidayRule, ...] = (
    _federal("new_year", "New Year's Day", NEW_YEAR),
    _federal("king", "Martin Luther King Jr. Day", KING),
    _federal("presidents", "Washington's Birthday", PRESIDENTS),
    _federal("memorial", "Memorial Day", MEMORIAL),
    _federal("juneteenth", "Juneteenth", JUNETEENTH, 2021),
    _federal("july_4", "Independence Day", JULY_4),
    _federal("labor", "Labor Day", LABOR),
    _federal("columbus", "Columbus Day", COLUMBUS),
    _federal("veterans", "Veterans Day", VETERANS),
    _federal("thanksgiving", "Thanksgiving Day", THANKSGIVING),
    _federal("christmas", "Christmas Day", CHRISTMAS),
)
