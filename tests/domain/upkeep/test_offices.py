"""Closures and adopted holidays of one office: what they would move, what they move, and back."""

from datetime import date

import pytest

from requests_app.domain.agencies.models import AdoptedHoliday, Agency, Closure
from requests_app.domain.agencies.operations import AgencyDetails
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.deadlines.standings import Standing
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Event
from requests_app.domain.upkeep.directory import amend_agency, import_directory
from requests_app.domain.upkeep.models import DatesMove
from requests_app.domain.upkeep.offices import (
    AdoptionRefused,
    ClosureGone,
    ClosureKnown,
    preview_adoption,
    preview_closure,
    preview_removal,
    preview_unadoption,
    record_adoption,
    record_closure,
    remove_adoption,
    remove_closure,
)
from tests.builders import NOW, TODAY, a_person, a_request, an_agency

pytestmark = pytest.mark.django_db
WHY = {"reason": "Furlough", "source": "Resolution 12"}


def closed(agency: Agency, on: date, **values) -> DatesMove:
    return record_closure(agency=agency, on=on, **{**WHY, **values}, by=a_person(), at=NOW)


def test_a_closure_on_the_last_day_moves_the_date_and_back() -> None:
    request = a_request(sent_on=date(2026, 6, 9))
    move = closed(request.agency, date(2026, 6, 22))
    request.refresh_from_db()
    assert (move.moved, request.due_on) == (1, date(2026, 6, 23))
    assert remove_closure(closure=Closure.objects.get(), by=a_person(), at=NOW).moved == 1
    request.refresh_from_db()
    assert request.due_on == date(2026, 6, 22)


def test_the_timeline_says_what_moved_and_why() -> None:
    request = a_request(sent_on=date(2026, 6, 9))
    by = a_person()
    record_closure(agency=request.agency, on=date(2026, 6, 22), **WHY, by=by, at=NOW)
    event = request.events.get(kind=EventKind.DATES_MOVED)
    assert event.note == (
        "Due Tue 23 Jun 2026 instead of Mon 22 Jun 2026. The office is closed on Mon 22 Jun 2026 "
        "(Furlough; Resolution 12)."
    )
    assert (event.on, event.names_on, event.recorded_by) == (TODAY, date(2026, 6, 23), by)


def test_what_would_move_is_said_first_and_nothing_is_changed() -> None:
    """Seen on the day on which it is due: with the closure it is due tomorrow."""
    request = a_request(sent_on=date(2026, 6, 9))
    preview = preview_closure(agency=request.agency, on=date(2026, 6, 22), today=TODAY)
    assert preview.sentence == ("Moves 1 open request, 1 of them from due today to not yet due.")
    assert preview.turns == {(Standing.DUE_TODAY, Standing.NOT_YET_DUE): 1}
    assert (preview.examples[0].pk, preview.examples[0].after.due_on) == (
        request.pk, date(2026, 6, 23),
    )  # fmt: skip
    assert not Closure.objects.exists() and not DatesMove.objects.exists()
    request.refresh_from_db()
    assert request.due_on == date(2026, 6, 22)


def test_a_removal_is_previewed_like_an_entry() -> None:
    request = a_request(sent_on=date(2026, 6, 9))
    closed(request.agency, date(2026, 6, 22))
    preview = preview_removal(closure=Closure.objects.get(), today=TODAY)
    assert preview.sentence == "Moves 1 open request, 1 of them from not yet due to due today."
    assert preview.earlier == 1


@pytest.mark.parametrize("on", [date(2026, 6, 15), date(2026, 6, 9), date(2026, 6, 23)])
def test_a_closure_on_another_day_moves_nothing(on: date) -> None:
    request = a_request(sent_on=date(2026, 6, 9))
    assert preview_closure(agency=request.agency, on=on, today=TODAY).is_nothing
    assert closed(request.agency, on).moved == 0
    assert not Event.objects.filter(kind=EventKind.DATES_MOVED).exists()


def test_a_closure_of_one_office_moves_no_other() -> None:
    request = a_request(sent_on=date(2026, 6, 9))
    assert closed(an_agency(), date(2026, 6, 22)).moved == 0
    request.refresh_from_db()
    assert request.due_on == date(2026, 6, 22)


def test_a_closure_is_entered_once_and_taken_out_once() -> None:
    agency = an_agency()
    closed(agency, TODAY)
    with pytest.raises(ClosureKnown, match="closed on Mon 22 Jun 2026 already"):
        closed(agency, TODAY)
    with pytest.raises(ClosureKnown):
        preview_closure(agency=agency, on=TODAY, today=TODAY)
    closure = Closure.objects.get()
    remove_closure(closure=closure, by=a_person(), at=NOW)
    with pytest.raises(ClosureGone, match="taken out already"):
        remove_closure(closure=closure, by=a_person(), at=NOW)


def test_a_closure_in_the_year_202_is_a_slip() -> None:
    with pytest.raises(ImpossibleDate, match="0202"):
        closed(an_agency(), date(202, 6, 1))
    with pytest.raises(ImpossibleDate, match="0202"):
        preview_closure(agency=an_agency(), on=date(202, 6, 1), today=TODAY)


def test_an_adopted_holiday_moves_the_arguable_dates_of_a_local_body_and_back() -> None:
    """Received on 21 March 2025: day 10 is Monday 31 March, a judicial holiday. Under § 6700 a
    city is at work on it, unless it adopted it."""
    request = a_request(sent_on=date(2025, 3, 21))
    assert (request.earliest_arguable_on, request.due_on) == (date(2025, 3, 31), date(2025, 4, 1))
    agency = request.agency
    preview = preview_adoption(agency=agency, holiday="march_31", today=TODAY)
    assert preview.sentence == "Moves only an arguable date of 1 open request."
    record_adoption(agency=agency, holiday="march_31", source="MOU", by=a_person(), at=NOW)
    request.refresh_from_db()
    assert (request.earliest_arguable_on, request.due_on) == (date(2025, 4, 1), date(2025, 4, 1))
    says = (
        "Still due Tue 1 Apr 2025: on every reading, before arguable from Mon 31 Mar 2025 to Tue 1 "
        "Apr 2025."
    )
    assert says in request.events.last().note
    adopted = AdoptedHoliday.objects.get()
    assert preview_unadoption(adopted=adopted, today=TODAY).arguable_only == 1
    remove_adoption(adopted=adopted, by=a_person(), at=NOW)
    request.refresh_from_db()
    assert request.earliest_arguable_on == date(2025, 3, 31)


def test_a_holiday_is_adopted_once_and_by_local_bodies_only() -> None:
    state, city = an_agency(level="state"), an_agency()
    with pytest.raises(AdoptionRefused, match="binds a state body anyway"):
        preview_adoption(agency=state, holiday="king", today=TODAY)
    values = {"holiday": "king", "source": "MOU", "by": a_person(), "at": NOW}
    record_adoption(agency=city, **values)
    with pytest.raises(AdoptionRefused, match="already"):
        record_adoption(agency=city, **values)
    adopted = AdoptedHoliday.objects.get()
    remove_adoption(adopted=adopted, by=a_person(), at=NOW)
    with pytest.raises(AdoptionRefused, match="taken out already"):
        remove_adoption(adopted=adopted, by=a_person(), at=NOW)


def test_a_directory_that_changes_the_law_moves_the_dates(tmp_path) -> None:
    request = a_request(agency=an_agency("Fresno Police Department"))
    path = tmp_path / "agencies.csv"
    path.write_text(
        "name,kind,level,records_law,county,oris,aliases,website,source\n"
        "Fresno Police Department,police,tribal,none,Fresno,,,,test\n"
    )
    import_directory(content=path.read_bytes(), name=path.name, by=None, at=NOW)
    request.refresh_from_db()
    assert request.due_on is None
    assert "Due on no date instead of Mon 22 Jun 2026." in request.events.last().note
    assert AuditEntry.objects.filter(verb="moved dates").count() == 1


@pytest.mark.parametrize(("law", "due_on", "moves"), [("none", None, 1), ("cpra", TODAY, 0)])
def test_amending_an_agency_moves_dates_only_with_its_law(law, due_on, moves) -> None:
    request = a_request(agency=an_agency("Fresno Police Department"))
    details = AgencyDetails("Fresno Police Department", "police", "city", law, "Fresno", "", "new")
    amend_agency(agency=request.agency, details=details, by=a_person(), at=NOW)
    request.refresh_from_db()
    assert (request.due_on, DatesMove.objects.count()) == (due_on, moves)
