"""Dates that stand written in a running text."""

import re
from collections.abc import Iterator
from datetime import date

from dateutil import parser

from requests_app.domain.request_log.mail_text import UNREADABLE

_MONTHS = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"\b(?:{_MONTHS}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    r"|\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d{2}-\d{2})\b",
    re.IGNORECASE,
)


def dates_in(text: str) -> Iterator[tuple[date, str]]:
    """Each date of `text` in its order, with the words that say it; month before day, as in
    California. What looks like one and is none ("13/45/2024") is passed over."""
    for match in _DATE.finditer(text):
        try:
            yield parser.parse(match[0]).date(), match[0]
        except UNREADABLE:
            continue
