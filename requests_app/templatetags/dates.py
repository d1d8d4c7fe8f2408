"""Dates in words: the names are the deadlines room's, so that no locale of a server leaks in."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import is_aware, localtime

from requests_app.domain.deadlines.words import count_of, short_day

register = template.Library()


@lru_cache(maxsize=4096)
def words_of(on: date) -> str:
    """ "Mon 22 Jun 2026"."""
    return f"{short_day(on)} {on.year}"


def local_day(value: date | datetime) -> date:
    """The calendar day of a date, or of a moment as people here live it."""
    if isinstance(value, datetime):
        return (localtime(value) if is_aware(value) else value).date()
    return value


@register.filter
def day(value: date | datetime | None) -> str:
    """ "Mon 22 Jun 2026"; nothing for no date."""
    return words_of(local_day(value)) if value else ""


@register.filter
def stamp(value: datetime | None) -> str:
    """A moment in local time: "Mon 22 Jun 2026, 14:05"."""
    if not value:
        return ""
    moment = localtime(value) if is_aware(value) else value
    return f"{words_of(moment.date())}, {moment:%H:%M}"


@register.filter
def stamp_there(value: datetime) -> str:
    """A moment by the clock it was told by, which is named: "Mon 22 Jun 2026, 14:05
    (America/New_York)"."""
    return f"{words_of(value.date())}, {value:%H:%M} ({value.tzinfo})"


@register.filter
def days(count: int | None) -> str:
    """ "1 day", "1,029 days"."""
    if count is None:
        return ""
    return count_of(count, "day")


@register.filter
def far(value: date | datetime | None, today: date | datetime) -> str:
    """How far a date is from today: "today", "tomorrow", "in 5 days", "3 days ago"."""
    if not value:
        return ""
    distance = (local_day(value) - local_day(today)).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(distance)
    count = count_of(abs(distance), "day")
    return near or (f"in {count}" if distance > 0 else f"{count} ago")


@register.filter
def day_off(value: date | datetime | None, today: date | datetime) -> SafeString | str:
    """A `<time>`: "Mon 22 Jun 2026, in 5 days"."""
    if not value:
        return ""
    on = local_day(value)
    return format_html(
        '<time datetime="{}">{}, {}</time>', on.isoformat(), words_of(on), far(on, today)
    )
