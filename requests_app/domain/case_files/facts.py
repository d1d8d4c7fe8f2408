"""A request as data: what was entered, what was recorded, what follows from it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from requests_app.domain.case_files.chronology import LEFT_OUT
from requests_app.domain.case_files.statement import ClockStatement
from requests_app.domain.request_log.event_kinds import ASKED_BY, EventKind
from requests_app.domain.request_log.models import Event, RecordsRequest
from requests_app.domain.sheets.writing import BYTE_ORDER_MARK, csv_line

# Of the request itself; the clock's own words come beside them.
COLUMNS = (
    *("number", "reporting_year", "subject", "method", "portal_number", "sent_on", "received_on"),
    *("received_basis", "claimed_received_on", "agency_due_on", "status", "answer", "due_on"),
    *("earliest_arguable_on", "latest_arguable_on", "heard_on", "determined_on", "estimated_on"),
    *("extension_days", "waiting_on_us_since", "closed_on", "created_at"),
)
# Whatever a kind of event asks for, with the words that a ground had on its day.
EVENT_COLUMNS = ("on", "kind", *ASKED_BY, "ground_words", "note")


def facts_of(statement: ClockStatement) -> dict[str, Any]:
    """All that is known of the request, JSON-ready but for its dates."""
    request = statement.records_request
    agency = request.agency
    return {
        "as_of": statement.on,
        "agency": {"name": agency.name, "kind": agency.kind, "county": agency.county,
                   "level": agency.level, "records_law": agency.records_law},
        "campaign": request.campaign.name if request.campaign else None,
        "assignee": str(request.assignee) if request.assignee else None,
        **{name: getattr(request, name) for name in COLUMNS},
        "days_with_agency": statement.clock.days_with_agency,
        "days_with_us": statement.clock.days_with_us,
    }  # fmt: skip


def events_of(request: RecordsRequest) -> list[dict[str, Any]]:
    """The events that leave the house, oldest first; `corrects` and `corrected_by` count from 1 in
    this list, and are empty where the other one is left out."""
    every = {event.pk: event for event in request.events.all()}
    leaving = [event for event in every.values() if not _is_internal(event, every)]
    events = sorted(leaving, key=lambda event: (event.on, event.pk))
    place = {event.pk: number for number, event in enumerate(events, 1)}
    replaced = {e.corrects_id: place.get(e.pk) for e in every.values() if e.corrects_id}
    return [_event(event, place, replaced) for event in events]


def left_out_of(request: RecordsRequest) -> int:
    """How many events stay here."""
    return sum(event.kind in LEFT_OUT for event in request.events.all())


def _is_internal(event: Event, every: Mapping[int, Event]) -> bool:
    """A note, or what only takes one back."""
    corrected = every.get(event.corrects_id or 0)
    if event.kind == EventKind.CORRECTION and corrected is not None:
        return corrected.kind in LEFT_OUT
    return event.kind in LEFT_OUT


def _event(event: Event, place: dict[int, int], replaced: dict[int, int | None]) -> dict[str, Any]:
    return {
        "number": place[event.pk],
        **{name: getattr(event, name) for name in EVENT_COLUMNS},
        "stands": event.pk not in replaced,
        "corrects": place.get(event.corrects_id or 0),
        "corrected_by": replaced.get(event.pk),
        "recorded_by": str(event.recorded_by) if event.recorded_by else None,
        "recorded_at": event.recorded_at,
    }


def facts_json(
    statement: ClockStatement,
    worked_out: dict[str, Any] | None,
    files: list[dict[str, Any]],
    letters: list[dict[str, Any]],
) -> str:
    """Everything in one file. worked_out: the due date in words; files, letters: what came back and
    what we wrote, so far as it is in the ZIP."""
    whole = facts_of(statement) | {
        "events": events_of(statement.records_request),
        "working_out": worked_out and worked_out["steps"],
        "events_left_out": left_out_of(statement.records_request),
        "files": files,
        "letters": letters,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, default=_iso) + "\n"


def _iso(value: Any) -> str:
    return value.isoformat()


def facts_csv(statement: ClockStatement) -> str:
    """The facts as rows of two cells, for a spreadsheet."""
    facts = facts_of(statement)
    agency = facts.pop("agency")
    return as_csv(
        [("fact", "value"), *((f"agency_{k}", v) for k, v in agency.items()), *facts.items()]
    )


def events_csv(request: RecordsRequest) -> str:
    events = events_of(request)
    head = events[0].keys() if events else ("number", *EVENT_COLUMNS)
    return as_csv([tuple(head), *(tuple(event.values()) for event in events)])


def as_csv(rows: Iterable[tuple[object, ...]]) -> str:
    """With a byte order mark, without which Excel reads UTF-8 as Windows-1252."""
    return BYTE_ORDER_MARK + "".join(map(csv_line, rows))
