"""The holidays of each calendar, year by year, from the rules of holiday_rules.py.

Weekends are days off in every calendar and are not listed; a holiday that falls on one is listed
there and, where the calendar moves it, on its observed day too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from .holiday_rules import FEDERAL, JUDICIAL, SAT, SECTION_6700, SUN, HolidayRule
from .looked_up_dates import LOOKED_UP_UNTIL, PAST_THE_TABLE

__all__ = [
    "CALENDARS",
    "LOOKED_UP_UNTIL",
    "PAST_THE_TABLE",
    "Holiday",
    "federal",
    "holidays_in",
    "judicial",
    "section_6700",
]


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar's rules and how one speaks of it."""

    name: str
    kind: str
    citation: str
    observance_citation: str
    rules: tuple[HolidayRule, ...]


CALENDARS: Mapping[str, Calendar] = MappingProxyType(
    {
        "judicial": Calendar(
            "judicial holidays",
            "a judicial holiday",
            "Code Civ. Proc. §§ 12a, 135",
            "Cal. Rules of Court, rule 1.11",
            JUDICIAL,
        ),
        "section_6700": Calendar(
            "holidays of Gov. Code § 6700",
            "a holiday of Gov. Code § 6700",
            "Gov. Code §§ 6700, 6701",
            "Gov. Code § 6701",
            SECTION_6700,
        ),
        "federal": Calendar(
            "federal holidays",
            "a federal holiday",
            "5 U.S.C. § 6103",
            "5 U.S.C. § 6103(b)",
            FEDERAL,
        ),
        "own": Calendar("holidays as entered", "a holiday as entered", "as entered", "", ()),
    }
)


@dataclass(frozen=True, slots=True)
class Holiday:
    """What a day is called and why. `since`: first year of its rule, None where it is old."""

    name: str
    since: int | None
    citation: str
    offices_open: bool = False


def _holidays_in(
    calendar: str, year: int, for_the_state: bool = True, adopted: frozenset[str] = frozenset()
) -> Mapping[date, Holiday]:
    """Every holiday of `calendar` (a key of CALENDARS) whose day or observed day is in `year`.

    for_the_state False leaves out what binds a local body only if adopted; `adopted` holds the
    keys (`king`, `march_31`) of those it did adopt.
    """
    found: dict[date, Holiday] = {}
    table = CALENDARS[calendar]
    for rule in table.rules:
        if rule.local_if_adopted and not for_the_state and rule.key not in adopted:
            continue
        # New Year's Day on a Saturday is observed in the year before.
        for own_year in (year, year + 1):
            for day, holiday in _days_of(rule, own_year, table.observance_citation):
                if day.year == year:
                    found[day] = _joined(found.get(day), holiday)
    return MappingProxyType(dict(sorted(found.items())))


# Not a decorator: mutmut passes over decorated functions.
holidays_in = lru_cache(maxsize=1024)(_holidays_in)


def _days_of(
    rule: HolidayRule, year: int, observance_citation: str
) -> tuple[tuple[date, Holiday], ...]:
    day = rule.when.on(year) if rule.holds_in(year) else None
    if day is None:
        return ()
    holiday = Holiday(rule.name, rule.since or rule.from_year, rule.citation, rule.offices_open)
    weekday = day.weekday()
    shift = rule.saturday if weekday == SAT else rule.sunday if weekday == SUN else 0
    if not shift:
        return ((day, holiday),)
    observed = replace(
        holiday,
        name=f"{rule.name} (observed)",
        citation=f"{rule.citation}; {observance_citation}",
        offices_open=rule.offices_open or (weekday == SAT and rule.offices_open_on_friday),
    )
    return ((day, holiday), (day + timedelta(days=shift), observed))


def _joined(first: Holiday | None, second: Holiday) -> Holiday:
    """Two holidays on one day are one day off with both names; the state's offices are closed."""
    if first is None:
        return second
    return Holiday(f"{first.name} and {second.name}", None, f"{first.citation}; {second.citation}")


def judicial(year: int) -> Mapping[date, str]:
    """Judicial holidays and their observed days, by name. Code Civ. Proc. § 135; rule 1.11."""
    return _names(holidays_in("judicial", year))


def section_6700(
    year: int, level: str = "state", adopted: frozenset[str] = frozenset()
) -> Mapping[date, str]:
    """Full-day holidays of Gov. Code § 6700 with the shifts of § 6701, by name.

    Any `level` but `state` is local: without M. L. King Day and 31 March unless `adopted`. Lunar
    New Year and Diwali are looked up, and missing after LOOKED_UP_UNTIL.
    """
    return _names(holidays_in("section_6700", year, level == "state", adopted))


def federal(year: int) -> Mapping[date, str]:
    """Federal holidays and their observed days, by name. 5 U.S.C. § 6103."""
    return _names(holidays_in("federal", year))


def _names(found: Mapping[date, Holiday]) -> Mapping[date, str]:
    return {day: holiday.name for day, holiday in found.items()}
