"""How a due date was reached, in one line: for a mail, where the page has the whole."""

from datetime import timedelta

from .due_dates import DueDate
from .holidays import holidays_in
from .words import short_day
from .working_out import why_off


def in_one_line(due: DueDate) -> str:
    """`Received Tue 9 Jun; day 10 is Fri 19 Jun (Juneteenth), so due Mon 22 Jun. Gov. Code
    § 7922.535(a)`; with the last arguable day where that is another."""
    statute = due.statute
    total = statute.days + due.extension_days
    extended = f" ({statute.days} + {due.extension_days} by notice)" if due.extension_days else ""
    if statute.unit == "working":
        counted = f"working day {total}{extended} is {short_day(due.due_on)}"
    else:
        last = due.received_on + timedelta(total)
        counted = f"day {total}{extended} is {short_day(last)}"
        if last != due.due_on:
            holiday = holidays_in(statute.calendar, last.year).get(last)
            reason, _ = why_off(statute, last, dict(due.closures), due.appointed)
            why = holiday.name if holiday else reason
            counted += f" ({why}), so due {short_day(due.due_on)}"
    latest = ""
    if due.latest_arguable_on != due.due_on:
        latest = f", on the latest reading {short_day(due.latest_arguable_on)}"
    citation = statute.extension_citation if due.extension_days else statute.citation
    cited = citation.replace("§ ", "§\N{NO-BREAK SPACE}")
    return f"Received {short_day(due.received_on)}; {counted}{latest}. {cited}"
