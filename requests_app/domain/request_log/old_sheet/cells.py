"""What a cell of the old spreadsheet means: dates, years, ways of sending, outcomes. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from dateutil import parser

from requests_app.domain.deadlines.years import FIRST_YEAR, LAST_YEAR, is_year_of_ours
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.models import Method
from requests_app.domain.sheets.words import plain_words

# How people write that there is nothing to write.
NOTHING = frozenset({"", "-", "–", "—", "?", "n/a", "na", "none", "tbd", "pending", "unknown"})
_SERIAL_DAY_0 = date(1899, 12, 30)  # a workbook's day 0, as Excel and LibreOffice count
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})([ T].*)?")
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_WITHOUT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}")
_YEAR = re.compile(r"(19|20|21)\d{2}")

_METHODS = {
    "email": Method.EMAIL, "e mail": Method.EMAIL, "mail to records": Method.EMAIL,
    "portal": Method.PORTAL, "nextrequest": Method.PORTAL, "govqa": Method.PORTAL,
    "online": Method.PORTAL, "web": Method.PORTAL, "web form": Method.PORTAL,
    "website": Method.PORTAL, "online portal": Method.PORTAL,
    "post": Method.POST, "mail": Method.POST, "usps": Method.POST, "us mail": Method.POST,
    "letter": Method.POST, "certified mail": Method.POST, "fax": Method.FAX,
    "in person": Method.IN_PERSON, "by hand": Method.IN_PERSON, "hand delivered": Method.IN_PERSON,
}  # fmt: skip

# The words of an outcome -> the event that it was; None: nothing that happened at the agency.
OUTCOMES: dict[str, K | None] = {
    "sent": None, "submitted": None, "open": None, "awaiting": None, "awaiting response": None,
    "no response": None, "overdue": None, "late": None, "in progress": None, "waiting": None,
    "extended": None, "extension": None,  # said by the extension's own columns
    "acknowledged": K.ACKNOWLEDGED, "confirmed": K.ACKNOWLEDGED,
    "no records": K.DETERMINATION_NO_RECORDS, "no responsive records": K.DETERMINATION_NO_RECORDS,
    "no responsive documents": K.DETERMINATION_NO_RECORDS, "none found": K.DETERMINATION_NO_RECORDS,
    "denied": K.DETERMINATION_DENIED, "rejected": K.DETERMINATION_DENIED,
    "withheld": K.DETERMINATION_DENIED, "exempt": K.DETERMINATION_DENIED,
    "granted": K.DETERMINATION_DISCLOSABLE, "will release": K.DETERMINATION_DISCLOSABLE,
    "will produce": K.DETERMINATION_DISCLOSABLE, "disclosable": K.DETERMINATION_DISCLOSABLE,
    "granted in part": K.DETERMINATION_IN_PART, "denied in part": K.DETERMINATION_IN_PART,
    "partial denial": K.DETERMINATION_IN_PART,
    "partial": K.PARTIAL_RELEASE, "partial release": K.PARTIAL_RELEASE,
    "partly released": K.PARTIAL_RELEASE, "some records": K.PARTIAL_RELEASE,
    "released": K.FULL_RELEASE, "records received": K.FULL_RELEASE, "records": K.FULL_RELEASE,
    "complete": K.FULL_RELEASE, "completed": K.FULL_RELEASE, "fulfilled": K.FULL_RELEASE,
    "data received": K.FULL_RELEASE, "produced": K.FULL_RELEASE, "full release": K.FULL_RELEASE,
    "portal closed": K.PORTAL_CLOSED, "closed by agency": K.PORTAL_CLOSED,
    "withdrawn": K.WITHDRAWN, "closed": K.CLOSED, "done": K.CLOSED,
    "lawsuit": K.LAWSUIT, "in court": K.LAWSUIT, "litigation": K.LAWSUIT,
}  # fmt: skip


class CellRefused(ValueError):
    """The cell cannot be understood; the message gives the rule."""


def is_nothing(text: str) -> bool:
    """Whether the cell is blank or says so."""
    return text.strip().lower() in NOTHING


def day_in(text: str) -> date | None:
    """The day a cell names; None where it names none. Month before day, as in California.

    Reads 2026-06-09, 6/9/2026, 6/9/26, "9 June 2026", "Jun 9, 2026" and a workbook's day number
    (46182). Raises `CellRefused`: nothing is guessed, a missing year least of all.
    """
    cell = " ".join(text.split())
    if is_nothing(cell):
        return None
    if _WITHOUT_YEAR.fullmatch(cell):
        raise CellRefused("has no year")
    try:
        day = _day(cell)
    except CellRefused:
        raise
    except (ValueError, OverflowError) as error:
        raise CellRefused("is not a date like 6/9/2026, 2026-06-09 or 9 June 2026") from error
    if not is_year_of_ours(day.year):
        raise CellRefused(f"lies outside {FIRST_YEAR}–{LAST_YEAR}")
    return day


def _day(cell: str) -> date:
    if iso := _ISO.fullmatch(cell):
        return date.fromisoformat(iso[1])
    if _SERIAL.fullmatch(cell):
        return _SERIAL_DAY_0 + timedelta(days=int(float(cell)))
    if numeric := _NUMERIC.fullmatch(cell):
        month, day, year = (int(part) for part in numeric.groups())
        if month > 12:
            raise CellRefused(f"has no month {month}: the month comes before the day")
        return date(year + 2000 if year < 100 else year, month, day)
    if not re.search(r"[A-Za-z]{3}", cell) or not re.search(r"\d", cell):
        raise ValueError(cell)
    # Two different defaults: a part that the text leaves out shows in the difference.
    others = (date(2001, 1, 1), date(2002, 2, 2))
    found = {parser.parse(cell, default=datetime.combine(o, time())).date() for o in others}
    if len(found) != 1:
        raise CellRefused("does not name day, month and year")
    return found.pop()


def year_in(text: str) -> int | None:
    """The one calendar year a cell names; None for none. Raises `CellRefused`."""
    if is_nothing(text):
        return None
    if not _YEAR.fullmatch(text.strip()):
        raise CellRefused("is not one calendar year, like 2025")
    year = int(text)
    if not is_year_of_ours(year):
        raise CellRefused(f"lies outside {FIRST_YEAR}–{LAST_YEAR}")
    return year


def method_in(text: str) -> Method | None:
    """How a request was sent; None where the cell says nothing. Raises `CellRefused`."""
    if is_nothing(text):
        return None
    found = _METHODS.get(plain_words(text))
    if found is None:
        raise CellRefused("is none of: " + ", ".join(label.lower() for label in Method.labels))
    return found


def outcome_in(text: str) -> K | None:
    """The event that an outcome was; None where nothing happened. Raises `CellRefused`."""
    if is_nothing(text):
        return None
    words = plain_words(text)
    if words not in OUTCOMES:
        raise CellRefused(
            "is no outcome that we know: write acknowledged, no records, denied, partial release, "
            "released, portal closed, withdrawn or closed"
        )
    return OUTCOMES[words]
