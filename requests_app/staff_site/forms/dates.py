"""A date field that reads what people write: "6/9", "9 June 2026", "yesterday", "in 3 weeks"."""

import re
from datetime import date, datetime, time
from typing import Any

from dateutil import parser
from dateutil.relativedelta import relativedelta
from django import forms
from django.utils import timezone

from requests_app.domain.deadlines.spans import days_after

_WORDS = {"today": 0, "yesterday": -1, "tomorrow": 1}
_DAYS_AGO = re.compile(r"(\d{1,3}) days? ago")
_AHEAD = re.compile(r"in (\d{1,3}|an?) (day|week|month)s?|next (week|month)")
_WEEKDAY = re.compile(r"(next|last) (mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_date(text: str, *, today: date) -> date:
    """The day meant by `text`; month before day, as in California; a missing year is this one.

    Raises ValueError when it is no date, OverflowError when its numbers are none of a date.
    """
    words = " ".join(text.lower().split())
    if words in _WORDS:
        return days_after(today, _WORDS[words])
    if ago := _DAYS_AGO.fullmatch(words):
        return days_after(today, -int(ago[1]))
    if ahead := _AHEAD.fullmatch(words):
        return _ahead(today, *ahead.groups())
    if weekday := _WEEKDAY.fullmatch(words):
        distance = (_WEEKDAYS.index(weekday[2][:3]) - today.weekday()) % 7
        return days_after(today, distance - 7 if weekday[1] == "last" else distance or 7)
    if _ISO.fullmatch(words):
        return date.fromisoformat(words)
    if not re.search(r"\d", words):
        raise ValueError(text)
    # Two different defaults: a part that the text leaves out shows in the difference.
    first = parser.parse(words, default=_default(today, 1)).date()
    second = parser.parse(words, default=_default(today, 2)).date()
    if first != second:
        raise ValueError(text)
    return first


def _ahead(today: date, number: str | None, unit: str | None, following: str | None) -> date:
    """A month from the 31st is the last day of a shorter one."""
    count = int(number) if number and number.isdecimal() else 1
    if (unit or following) == "month":
        return today + relativedelta(months=count)
    return days_after(today, count * (7 if (unit or following) == "week" else 1))


def _default(today: date, other: int) -> datetime:
    return datetime.combine(today.replace(month=other, day=other), time())


class LooseDateField(forms.DateField):
    """Shows what was typed again when it is wrong, and the ISO date when it is right."""

    default_error_messages = {
        "invalid": "“%(value)s” is not a date that we can read. Write it like 6/9/2026, "
        "9 June 2026, 2026-06-09 or “yesterday”."
    }

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return read_date(str(value), today=timezone.localdate())
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError(
                self.error_messages["invalid"], code="invalid", params={"value": value}
            ) from error


class LooseDatesField(forms.Field):
    """Several dates, with commas or line breaks between them, each as people write it."""

    default_error_messages = {"too_many": "At most %(most)s dates fit here."}

    def __init__(self, *, most: int = 60, **kwargs: Any):
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)
        self.most = most

    def to_python(self, value: Any) -> tuple[date, ...]:
        parts = [part.strip() for part in re.split(r"[,;\n]", value or "") if part.strip()]
        if len(parts) > self.most:
            raise forms.ValidationError(
                self.error_messages["too_many"], code="too_many", params={"most": self.most}
            )
        one = LooseDateField()
        return tuple(day for part in parts if (day := one.to_python(part)))
