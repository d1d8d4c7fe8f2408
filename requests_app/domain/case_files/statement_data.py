"""The clock statement in words, for its page and its PDF alike: nothing is left to decide there."""

from typing import Any

from django.utils import timezone

from requests_app.domain.case_files.statement import ClockStatement, closing_lines
from requests_app.domain.deadlines.due_dates import DueDate
from requests_app.domain.request_log.dates import shown
from requests_app.domain.typesetting.typeset import typeset


def as_pdf(statement: ClockStatement) -> bytes:
    """The same data and moment give the same bytes."""
    return typeset("statement.typ", as_data(statement), at=statement.made_at)


def as_data(statement: ClockStatement) -> dict[str, Any]:
    """JSON-ready, as statement.typ reads it."""
    request, clock = statement.records_request, statement.clock
    return {
        "number": request.number,
        "agency": request.agency.name,
        "on": shown(statement.on),
        "facts": [list(fact) for fact in facts_in_words(statement)],
        "verdict": list(statement.verdict),
        "chronology": [
            [shown(line.on), line.who, line.what, list(line.details), line.citation]
            for line in statement.chronology
        ],
        "due": _due(clock.due) if clock.due else None,
        "held": [
            [shown(one.start), shown(one.end), one.who, one.days, one.why] for one in statement.held
        ],
        "totals": [[words, days] for words, days in totals(statement)],
        "flags": [[flag.what, flag.citation] for flag in statement.flags],
        "originals": [
            [one.original_name, shown(one.came_on), f"{one.size:,}", one.sha256]
            for one in statement.originals
        ],
        "originals_left_out": statement.originals_left_out,
        "closing": closing_lines(statement),
        "made": f"{made_with(statement)}.",
    }


def made_with(statement: ClockStatement) -> str:
    """ "Made with Tenth Day 0.1.0 on Mon 22 Jun 2026, 10:00"."""
    moment = timezone.localtime(statement.made_at)
    return f"Made with Tenth Day {statement.version} on {shown(moment.date())}, {moment:%H:%M}"


def facts_in_words(statement: ClockStatement) -> list[tuple[str, str]]:
    """What the request is, label by label; what is not known is left out."""
    request, clock = statement.records_request, statement.clock
    law = f"{clock.due.statute.name}, {clock.due.statute.citation}" if clock.due else ""
    claimed, stated = request.claimed_received_on, clock.agency_due_on
    facts = [
        ("Request", request.number),
        ("Agency", request.agency.name),
        ("County", request.agency.county),
        ("Subject", request.subject),
        ("Year asked about", str(request.reporting_year)),
        ("Law", law or request.agency.get_records_law_display()),
        ("Sent", _sent(statement)),
        ("Received", shown(request.received_on) if request.received_on else "not known"),
        ("Receipt as the agency claims it", shown(claimed) if claimed else ""),
        ("The agency’s number", request.portal_number),
        ("Determination due", shown(clock.due.due_on) if clock.due else "no statutory date"),
        ("The agency’s own date", shown(stated) if stated else ""),
    ]
    return [(label, words) for label, words in facts if words]


def _sent(statement: ClockStatement) -> str:
    request = statement.records_request
    if request.sent_on is None:
        return "not yet"
    return f"{shown(request.sent_on)}, {request.get_method_display().lower()}"


def _due(due: DueDate) -> dict[str, Any]:
    """The working-out and the readings."""
    return {
        "steps": [[shown(step.on), _begun(step.what), step.citation] for step in due.working_out],
        "readings": [
            [_begun(reading.name), reading.citation, shown(reading.due_on), _mark(due, number)]
            for number, reading in enumerate(due.readings)
        ],
        "notes": list(due.notes),
    }


def _begun(words: str) -> str:
    """As the beginning of a line: "Day 24 is …"."""
    return words[:1].upper() + words[1:]


def _mark(due: DueDate, number: int) -> str:
    """What a reading is among the others: "published, earliest"."""
    day = due.readings[number].due_on
    same = [one.due_on for one in due.readings].index(day) == number
    marks = ["published"] if number == 0 else []
    if due.earliest_arguable_on != due.latest_arguable_on and same:
        marks += ["earliest"] if day == due.earliest_arguable_on else []
        marks += ["latest"] if day == due.latest_arguable_on else []
    return ", ".join(marks)


def totals(statement: ClockStatement) -> list[tuple[str, int]]:
    """The days of both sides: until the determination, where there is one, and altogether."""
    clock, found = statement.clock, []
    if statement.until_determined:
        agency, ours = statement.until_determined
        found += [
            ("With the agency, until it determined", agency),
            ("With the requester, until the agency determined", ours),
        ]
    return [
        *found,
        ("With the agency, altogether", clock.days_with_agency),
        ("With the requester, altogether", clock.days_with_us),
    ]
