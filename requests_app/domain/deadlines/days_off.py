"""A calendar's days off as ready tables, so that one date costs two look-ups.

A table holds, for every day of the counted years, the first day on or after it that is no day
off, and how many working days lie before it.
"""

from collections.abc import Container
from datetime import date, timedelta
from functools import lru_cache

from .holiday_rules import SAT
from .holidays import holidays_in
from .years import FIRST_YEAR, LAST_YEAR

FIRST_DAY = date(FIRST_YEAR, 1, 1)
LAST_DAY = date(LAST_YEAR, 12, 31)

# A year before, since a claimed receipt or an observed day may precede; six years after, since
# the longest free period with the longest extension ends in less.
_FROM = date(FIRST_DAY.year - 1, 1, 1)
_UNTIL = date(LAST_DAY.year + 7, 1, 1)
BASE = _FROM.toordinal()
ONE_DAY = timedelta(days=1)


class DaysOff:
    """Saturdays, Sundays and the holidays of one calendar, from `_FROM` until before `_UNTIL`."""

    __slots__ = ("holidays", "next_open", "workdays", "workdays_until")

    def __init__(self, holidays: frozenset[date]) -> None:
        self.holidays = holidays
        self.workdays: list[date] = []
        self.workdays_until: list[int] = []
        self.next_open: list[date] = []
        waiting = 0  # days whose next open day is still to come
        for day in map(date.fromordinal, range(BASE, _UNTIL.toordinal())):
            waiting += 1
            if day.weekday() < SAT and day not in holidays:
                self.workdays.append(day)
                self.next_open.extend([day] * waiting)
                waiting = 0
            self.workdays_until.append(len(self.workdays))

    def __contains__(self, day: date) -> bool:
        return day.weekday() >= SAT or day in self.holidays

    def roll(self, day: date, also_off: Container[date] = ()) -> date:
        """The first day on or after `day` that is neither off nor in `also_off`."""
        day = self.next_open[day.toordinal() - BASE]
        while day in also_off:
            day = self.next_open[day.toordinal() + 1 - BASE]
        return day

    def add_workdays(self, day: date, number: int, also_off: Container[date] = ()) -> date:
        """The `number`th working day after `day`; `day` itself when `number` is 0."""
        if not also_off:
            position = self.workdays_until[day.toordinal() - BASE] + number
            return self.workdays[position - 1] if number else day
        while number:
            day += ONE_DAY
            if day not in self and day not in also_off:
                number -= 1
        return day

    def workdays_between(self, after: date, until: date) -> int:
        """How many working days lie after the first day, up to and with the second."""
        counted = self.workdays_until
        return counted[until.toordinal() - BASE] - counted[after.toordinal() - BASE]


def _days_off(
    calendar: str,
    for_the_state: bool = True,
    adopted: frozenset[str] = frozenset(),
    own_holidays: frozenset[date] = frozenset(),
) -> DaysOff:
    """The table of one calendar (a key of `holidays.CALENDARS`) with the given own holidays."""
    found = set(own_holidays)
    for year in range(_FROM.year, _UNTIL.year):
        found.update(holidays_in(calendar, year, for_the_state, adopted))
    return DaysOff(frozenset(found))


# Not a decorator: mutmut passes over decorated functions.
days_off = lru_cache(maxsize=64)(_days_off)
