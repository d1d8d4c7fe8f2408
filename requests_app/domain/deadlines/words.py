"""Dates in words, in English whatever the machine's locale is.

The same days come up again and again in working-outs, so that their words are kept.
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


@lru_cache(maxsize=KEPT)
def day_month(day: date) -> str:
    """`Friday 19 June`"""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month]}"


@lru_cache(maxsize=KEPT)
def full_day(day: date) -> str:
    """`Friday 19 June 2026`"""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month]} {day.year}"


@lru_cache(maxsize=KEPT)
def short_day(day: date) -> str:
    """`Fri 19 Jun`"""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month][:3]}"


def count_of(number: int, noun: str) -> str:
    """`1 day`, `14 days`"""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
