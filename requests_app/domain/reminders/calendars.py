"""A calendar as a file that calendar programs subscribe to (RFC 5545, RFC 7986): entries in,
bytes out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from requests_app.domain.deadlines.spans import days_after

READ_AGAIN_EVERY = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Entry:
    """A day in a calendar. key: what it is, the same for good ("request-17-due"). sequence: how
    often it has moved; never falls. is_over: it was done or became pointless, and programs drop
    it. address: the page to open, whole."""

    key: str
    on: date
    summary: str
    description: str
    address: str
    sequence: int = 0
    is_over: bool = False


def calendar_file(
    name: str, about: str, entries: Iterable[Entry], *, host: str, at: datetime
) -> bytes:
    """The file as it is at that moment. `host` makes the keys of this site unlike any other's."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Tenth Day//{host}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    # The names that the standard has, and those that most programs still read.
    for key in ("name", "x-wr-calname"):
        calendar.add(key, plain(name))
    for key in ("description", "x-wr-caldesc"):
        calendar.add(key, plain(about))
    for key in ("refresh-interval", "x-published-ttl"):
        calendar.add(key, READ_AGAIN_EVERY, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, host=host, at=at))
    return calendar.to_ical()


def _event(entry: Entry, *, host: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{host}")
    event.add("dtstamp", at)
    event.add("dtstart", entry.on)
    event.add("dtend", days_after(entry.on, 1))  # the first day that it no longer covers
    event.add("summary", plain(entry.summary))
    event.add("description", plain(f"{entry.description}\n{entry.address}"))
    event.add("url", entry.address)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.is_over else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # a date to know of: nobody is busy on that day
    return event


def plain(text: str) -> str:
    """Without what no text of a calendar may hold: control characters, but for new lines."""
    return "".join(c for c in text.replace("\r\n", "\n") if (c >= " " and c != "\x7f") or c == "\n")
