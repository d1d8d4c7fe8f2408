"""How a due date was reached, in one line: for a mail, where the page has the whole."""

from datetime import date, timedelta

from .due_dates import DueDate
from .holidays import holidays_in
from .statutes import Statute
from .words import short_day
from .working_out import why_off


def in_one_line(due: DueDate) -> str:
    """`Received Tue 9 Jun; day 10 is Fri 19 Jun (Juneteenth), so due Mon 22 Jun. Gov. Code
    § 7922.535(a)`; with the last arguable day where that is another."""
    statute = due.statute
    number = _number(statute, due.extension_days)
    if statute.unit == "working":
        counted = f"{number} is {short_day(due.due_on)}"
    else:
        last = due.received_on + timedelta(statute.days + due.extension_days)
        counted = f"{number} is {short_day(last)}"
        if last != due.due_on:
            holiday = holidays_in(statute.calendar, last.year).get(last)
            reason, _ = why_off(statute, last, dict(due.closures), due.appointed)
            why = holiday.name if holiday else reason
            counted += f" ({why}), so due {short_day(due.due_on)}"
    latest = ""
    if due.latest_arguable_on != due.due_on:
        latest = f", on the latest reading {short_day(due.latest_arguable_on)}"
    cited = _citation(statute, due.extension_days).replace("§ ", "§\N{NO-BREAK SPACE}")
    return f"Received {short_day(due.received_on)}; {counted}{latest}. {cited}"


def from_columns(statute: Statute, *, received_on: date, extension_days: int, due_on: date) -> str:
    """The same from what is stored of a request, where thousands are listed and none is worked out
    anew: without the reason why a day was off."""
    return (
        f"Received {_whole(received_on)}; {_number(statute, extension_days)} after it, or the "
        f"next day that is no day off, is {_whole(due_on)}. {_citation(statute, extension_days)}."
    )


def _whole(day: date) -> str:
    return f"{short_day(day)} {day.year}"


def _number(statute: Statute, extension_days: int) -> str:
    what = "working day" if statute.unit == "working" else "day"
    added = f" ({statute.days} + {extension_days} by notice)" if extension_days else ""
    return f"{what} {statute.days + extension_days}{added}"


def _citation(statute: Statute, extension_days: int) -> str:
    return statute.extension_citation if extension_days else statute.citation
