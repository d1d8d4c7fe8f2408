"""Plain spans of days, for questions such as "due within a week" (no law in them)."""

from datetime import date, timedelta

from .holiday_rules import SAT


def days_after(on: date, days: int) -> date:
    """The day `days` calendar days after `on` (before it, if negative)."""
    return on + timedelta(days=days)


def is_weekend(day: date) -> bool:
    """Whether it is a Saturday or a Sunday."""
    return day.weekday() >= SAT
