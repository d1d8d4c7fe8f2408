"""The bulk half of the one writer: it gives what `recompute` gives, and writes only what moves."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.domain.agencies.models import AdoptedHoliday, Closure
from requests_app.domain.deadlines.rules import AS_BUILT, Rules
from requests_app.domain.request_log import moving
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.models import Event, RecordsRequest
from requests_app.domain.request_log.moving import every_chunk, write_moves
from requests_app.domain.request_log.reckoning import Dates, Offices, Reckoner
from requests_app.domain.request_log.recompute import recompute
from requests_app.domain.request_log.timeline import Happening, correct_event
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_event

pytestmark = pytest.mark.django_db
JUNETEENTH_WEEK = Rules(appointed={date(2026, 6, 22): "a day of mourning"})
NOTICE = {"names_on": date(2026, 7, 3), "ground": "voluminous"}


def every_row() -> list[Any]:
    return [row for rows in every_chunk(RecordsRequest.objects.all()) for row in rows]


def a_mixed_log() -> list[RecordsRequest]:
    """One of each kind that the dates depend on."""
    plain = a_request()
    extended = a_request()
    an_event(extended, K.EXTENSION_NOTICE, date(2026, 6, 18), **NOTICE)
    oral = a_request()
    an_event(oral, K.EXTENSION_NOTICE, date(2026, 6, 18), **NOTICE, in_writing=False)
    taken_back = a_request()
    notice = an_event(taken_back, K.EXTENSION_NOTICE, date(2026, 6, 18), **NOTICE)
    correct_event(event=notice, happening=Happening(K.CORRECTION, notice.on), by=None, at=NOW)
    moved = a_request()
    notice = an_event(moved, K.EXTENSION_NOTICE, date(2026, 6, 18), names_on=date(2026, 6, 24))
    correct_event(
        event=notice, happening=Happening(K.EXTENSION_NOTICE, notice.on, **NOTICE), by=None, at=NOW
    )
    claimed = a_request(claimed_received_on=date(2026, 6, 10))
    state = a_request(agency=an_agency(level="state"))
    federal = a_request(agency=an_agency(records_law="foia", level="state"))
    tribal = a_request(agency=an_agency(records_law="none", level="tribal"))
    unsent = a_request(sent_on=None)
    shut = a_request()
    Closure.objects.create(agency=shut.agency, on=date(2026, 6, 22), reason="Fire", source="x")
    adopted = a_request(sent_on=date(2025, 3, 21))
    AdoptedHoliday.objects.create(agency=adopted.agency, holiday="march_31", source="x")
    return [plain, extended, oral, taken_back, moved, claimed, state, federal, tribal, unsent,
            shut, adopted]  # fmt: skip


@pytest.mark.parametrize("rules", [AS_BUILT, JUNETEENTH_WEEK], ids=["as built", "appointed"])
def test_in_bulk_the_dates_are_those_of_recompute(rules: Rules) -> None:
    requests = a_mixed_log()
    write_moves(Reckoner(rules).moves(every_row()), why="", by=None, at=NOW)
    for one in requests:
        stored = RecordsRequest.objects.select_related("agency").get(pk=one.pk)
        again = RecordsRequest.objects.select_related("agency").get(pk=one.pk)
        recompute(again, on=TODAY, rules=rules)
        assert {name: getattr(stored, name) for name in Dates._fields} == {
            name: getattr(again, name) for name in Dates._fields
        }


def test_what_stays_is_not_written() -> None:
    a_mixed_log()
    rules = AS_BUILT
    write_moves(Reckoner(rules).moves(every_row()), why="", by=None, at=NOW)
    assert Reckoner(rules).moves(every_row()) == []


def test_what_moves_is_written_once_with_its_entry() -> None:
    request, by = a_request(), a_person()
    moves = Reckoner(JUNETEENTH_WEEK).moves(every_row())
    write_moves(moves, why="The Governor said so.", by=by, at=NOW)
    request.refresh_from_db()
    assert request.due_on == date(2026, 6, 23)
    event = request.events.last()
    assert (event.kind, event.recorded_by, event.recorded_at) == (K.DATES_MOVED, by, NOW)
    assert event.note.endswith("The Governor said so.")
    assert Reckoner(JUNETEENTH_WEEK).moves(every_row()) == []


def test_an_office_is_tried_out_without_being_stored() -> None:
    request = a_request()
    shut = Offices(closures={request.agency_id: {date(2026, 6, 22): "Fire"}}, adopted={})
    moves = Reckoner(AS_BUILT, shut).moves(every_row())
    assert [move.after.due_on for move in moves] == [date(2026, 6, 23)]


@pytest.mark.parametrize("chunk", [1, 2, 3, 100])
def test_chunks_leave_nobody_out_and_take_nobody_twice(monkeypatch, chunk: int) -> None:
    monkeypatch.setattr(moving, "CHUNK", chunk)
    days = [date(2026, 6, 9), date(2026, 6, 1), date(2026, 6, 9), date(2026, 6, 9), None]
    requests = [a_request(sent_on=day) for day in days]
    expected = [requests[at].pk for at in (1, 0, 2, 3)]
    assert [row.pk for row in every_row()] == expected


def test_a_chunk_costs_the_same_questions_however_large_it_is() -> None:
    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            write_moves(Reckoner(rules).moves(every_row()), why="", by=None, at=NOW)
        return len(asked)

    rules = JUNETEENTH_WEEK
    a_request()
    few = questions()
    for _ in range(20):
        a_request()
    assert questions() == few
    assert Event.objects.filter(kind=K.DATES_MOVED).count() == 21
