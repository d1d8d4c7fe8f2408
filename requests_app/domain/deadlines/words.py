"""Dates in words, in English whatever the machine's locale is.

The same days come up again and again in working-outs, so that their words are kept. (Not by a
decorator: mutmut passes over decorated functions.)
"""

from datetime import date
from functools import lru_cache

KEPT = 8192

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _day_month(day: date) -> str:
    """`Friday 19 June`"""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month]}"


def _full_day(day: date) -> str:
    """`Friday 19 June 2026`"""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month]} {day.year}"


def _short_day(day: date) -> str:
    """`Fri 19 Jun`"""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month][:3]}"


day_month = lru_cache(maxsize=KEPT)(_day_month)
full_day = lru_cache(maxsize=KEPT)(_full_day)
short_day = lru_cache(maxsize=KEPT)(_short_day)


def count_of(number: int, noun: str) -> str:
    """`1 day`, `14 days`, `1,029 days`"""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
