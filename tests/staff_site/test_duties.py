"""The board of 1 February: opening a year, recording what became of each duty."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.reporting.answers import Answer, Teller
from requests_app.domain.reporting.found import Evidence, Reported, record_answers
from requests_app.domain.reporting.models import AnnualDuty
from requests_app.domain.reporting.operations import open_year
from requests_app.domain.request_log.models import Letter
from tests.builders import NOW, a_request, an_agency
from tests.staff_site.doors import errors, texts

pytestmark = pytest.mark.django_db
BOARD = "/staff/1-february/"


@pytest.fixture
def duty(db: None) -> AnnualDuty:
    an_agency("Fresno Police Department")
    open_year(reporting_year=2025, by=None, at=NOW)
    return AnnualDuty.objects.get()


def test_last_year_can_be_opened(staff: Client) -> None:
    an_agency()
    an_agency(level="tribal", records_law="none")
    page = staff.get(BOARD)
    assert (page.context["year"], page.context["is_open"]) == (2025, False)
    assert "Open 2025" in texts(page)
    response = staff.post(f"{BOARD}open/", {"reporting_year": "2025"}, follow=True)
    assert "2025 is open: 1 duty added." in texts(response)
    assert response.context["total"] == 1
    assert AnnualDuty.objects.get().due_on == date(2026, 2, 1)  # a Sunday: it does not roll
    assert AuditEntry.objects.get(verb="opened reporting year").actor == staff.person


@pytest.mark.parametrize("year", ["2026", "2099"])
def test_a_year_that_is_not_over_is_refused(staff: Client, year: str) -> None:
    an_agency()
    response = staff.post(f"{BOARD}open/", {"reporting_year": year}, follow=True)
    assert f"{year} is not over" in texts(response)
    assert not AnnualDuty.objects.exists()


@pytest.mark.parametrize("year", ["", "x", "202", "9" * 30, "\x00", "-1", "1e3"])
def test_a_year_that_is_none_is_refused(staff: Client, year: str) -> None:
    response = staff.post(f"{BOARD}open/", {"reporting_year": year}, follow=True)
    assert "A year is four digits, like 2025." in texts(response)
    assert staff.get(BOARD, {"year": year, "answer": year, "page": year}).context["year"] == 2025


def test_the_board_is_filtered_by_answer(staff: Client, duty: AnnualDuty) -> None:
    an_agency("Alpha")
    open_year(reporting_year=2025, by=None, at=NOW)
    AnnualDuty.objects.filter(pk=duty.pk).update(answer="withheld")
    context = staff.get(BOARD, {"answer": "withheld"}).context
    assert context["page_obj"].rows == [duty]
    assert {a.value: n for a, n in context["answers"] if n} == {"unknown": 1, "withheld": 1}
    assert staff.get(BOARD, {"year": "2019"}).context["is_open"] is False


def test_an_answer_is_recorded(staff: Client, duty: AnnualDuty) -> None:
    typed = {"answer": "reported", "reported_on": "March 3 2026", "evidence": "The DOJ's list."}
    response = staff.post(f"{BOARD}{duty.pk}/record/", typed, follow=True)
    duty.refresh_from_db()
    assert (duty.answer, duty.reported_on) == ("reported", date(2026, 3, 3))
    assert (duty.answered_by, duty.is_late) == (staff.person, True)
    assert "Recorded for Fresno Police Department: Reported." in texts(response)
    assert AuditEntry.objects.get(verb="recorded duty").details == {
        "was": "unknown", "now": "reported",
    }  # fmt: skip
    form = staff.get(f"{BOARD}{duty.pk}/").context["form"]
    assert form["evidence"].value() == "The DOJ's list."


REFUSED = [
    ({"evidence": ""}, "evidence", "Say where this is known from"),
    ({"answer": "did_not_report"}, "reported_on", "has no such day"),
    ({"answer": "unknown"}, "reported_on", "has no such day"),
    ({"answer": "zzz"}, "answer", "not one of the available choices"),
    ({"reported_on": "12/31/2025"}, "reported_on", "2025 was not over on 31 Dec 2025"),
    ({"reported_on": "0202-03-03"}, "reported_on", "the year 0202"),
    ({"reported_on": "6/23"}, "reported_on", "is in the future"),
    ({"reported_on": "soon"}, "reported_on", "is not a date that we can read"),
    ({"evidence": "a\x00b"}, "evidence", "Null characters"),
]


@pytest.mark.parametrize(("values", "field", "why"), REFUSED)
def test_what_cannot_be_keeps_what_was_typed(
    staff: Client, duty: AnnualDuty, values: dict[str, Any], field: str, why: str
) -> None:
    typed = {"answer": "reported", "reported_on": "3/3", "evidence": "The list."} | values
    response = staff.post(f"{BOARD}{duty.pk}/record/", typed)
    assert why in errors(response)[field][0]
    assert {name: response.context["form"][name].value() for name in typed} == typed
    duty.refresh_from_db()
    assert (duty.answer, duty.reported_on) == ("unknown", None)


def test_a_reader_sees_the_board_and_cannot_record(staff: Client, duty: AnnualDuty) -> None:
    type(staff.person).objects.update(role="reader")
    assert "Fresno Police Department" in texts(staff.get(BOARD))
    page = texts(staff.get(f"{BOARD}{duty.pk}/"))
    assert "What releases tell" in page
    assert "Record by hand" not in page


def test_the_board_shows_the_years_beside_each_other(staff: Client, duty: AnnualDuty) -> None:
    open_year(reporting_year=2023, by=None, at=NOW)
    AnnualDuty.objects.filter(pk=duty.pk).update(
        answer="reported", said="4 investigations", reported_on=date(2026, 3, 3), by_hand=True
    )
    page = staff.get(BOARD, {"year": "2023"})
    assert page.context["columns"] == [2023, 2025]
    assert "4 investigations" in texts(page)
    assert "late, 3 Mar 2026" in texts(page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"answer": "late"}, 1),
        ({"answer": "owing"}, 1),
        ({"answer": "contradicted"}, 1),
        ({"county": "Alpine"}, 1),
        ({"kind": "sheriff"}, 0),
        ({"agency": "fresno"}, 1),
        ({"agency": "nobody"}, 0),
        ({"answer": "nonsense", "county": "nowhere"}, 2),
    ],
)
def test_the_board_and_its_file_are_filtered(staff, duty, query, found) -> None:
    an_agency("Alpine Police Department", county="Alpine")
    open_year(reporting_year=2025, by=None, at=NOW)
    AnnualDuty.objects.filter(pk=duty.pk).update(
        answer="reported", reported_on=date(2026, 3, 3), is_contradicted=True
    )
    assert len(staff.get(BOARD, query).context["page_obj"].rows) == found
    lines = b"".join(staff.get(f"{BOARD}board.csv", query).streaming_content).splitlines()
    assert len(lines) == found + 1
    entry = AuditEntry.objects.get(verb="exported list")
    assert entry.actor == staff.person
    assert (entry.details["what"], entry.details["format"]) == ("1 February, 2025", "csv")


def test_the_list_of_who_owes_says_how_late(staff: Client, duty: AnnualDuty) -> None:
    page = texts(staff.get(f"{BOARD}owing/"))
    assert "141 days late" in page
    assert "never asked" in page
    lines = b"".join(staff.get(f"{BOARD}owing.csv").streaming_content).decode()
    assert "Fresno Police Department,Police,Fresno,2025,2026-02-01,141,Not known yet,,," in lines
    assert AuditEntry.objects.get(verb="exported list").details["what"] == "who owes 2025"


@pytest.mark.parametrize(
    ("name", "what"), [("board.csv", "1 February, 2025"), ("owing.csv", "who owes 2025")]
)
def test_who_takes_a_file_out_is_noted(staff: Client, duty: AnnualDuty, name, what) -> None:
    staff.get(f"{BOARD}{name}", {"year": "2025", "county": "Fresno"})
    entry = AuditEntry.objects.get(verb="exported list")
    assert (entry.details["what"], entry.details["format"]) == (what, "csv")
    assert "county=Fresno" in entry.details["query"]


@pytest.mark.parametrize(("asked", "found"), [("open", 1), ("none", 1), ("", 2)])
def test_the_list_of_who_owes_is_filtered_by_what_we_asked(staff, duty, asked, found) -> None:
    a_request(agency=an_agency("Asked"))
    open_year(reporting_year=2025, by=None, at=NOW)
    rows = staff.get(f"{BOARD}owing/", {"asked": asked}).context["rows"]
    assert len(rows) == found


@pytest.fixture
def chosen(duty: AnnualDuty) -> dict[str, Any]:
    a_request(agency=duty.agency)
    return {"duty": [duty.pk]}


@pytest.mark.parametrize("whom", ["ticked", "all"])
def test_letters_are_looked_at_then_recorded(staff, chosen, whom) -> None:
    typed = chosen if whom == "ticked" else {"all": "1", "year": "2025"}
    look = staff.post(f"{BOARD}letters/", typed)
    assert "Your report of CLETS misuse for 2025" in texts(look)
    done = staff.post(f"{BOARD}letters/", chosen | {"act": "record", "seen": "1"}, follow=True)
    assert "Recorded as sent: 1 letters, each on its request." in texts(done)
    again = staff.post(f"{BOARD}letters/", chosen | {"act": "record", "seen": "1"})
    assert "nothing was recorded" in texts(again)
    assert Letter.objects.count() == 1


def test_letters_are_downloaded(staff: Client, chosen: dict[str, Any]) -> None:
    response = staff.post(f"{BOARD}letters/", chosen | {"act": "zip"})
    assert response["Content-Type"] == "application/zip"
    assert response.content.startswith(b"PK")
    entry = AuditEntry.objects.get(verb="exported list")
    assert entry.details["what"] == "letters to 1 agencies that owe"
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "typed", [{}, {"duty": ["x", "-1", "9" * 30, "\x00"]}, {"duty": ["999999"]}, {"seen": "x"}]
)
def test_letters_to_nobody_lead_back(staff: Client, typed: dict[str, Any]) -> None:
    response = staff.post(f"{BOARD}letters/", typed, follow=True)
    assert "Choose the agencies to write to." in texts(response)


@pytest.mark.parametrize("seen", ["", "0", "2", "-1", "x", "9" * 30])
def test_what_was_not_looked_at_is_not_recorded(staff, chosen, seen) -> None:
    response = staff.post(f"{BOARD}letters/", chosen | {"act": "record", "seen": seen})
    assert "Look again" in texts(response)
    assert not Letter.objects.exists()


def test_who_is_on_no_list_did_not_report_and_that_is_taken_back(staff, duty) -> None:
    other = an_agency("Listed")
    evidence = Evidence(7, "The DOJ's list", Teller.DOJ)
    answers = [Reported(other.pk, 2025, Answer.REPORTED_ZERO)]
    record_answers(evidence=evidence, answers=answers, by=None, at=NOW)
    assert "lists 1 agencies for 2025" in texts(staff.get(BOARD))
    typed = {"reporting_year": "2025", "release_number": "7"}
    response = staff.post(f"{BOARD}lists/", typed, follow=True)
    assert "On none of the lists: 1 agencies" in texts(response)
    duty.refresh_from_db()
    assert duty.answer == "did_not_report"
    staff.post(f"{BOARD}lists/", typed | {"take_back": "on"})
    duty.refresh_from_db()
    assert duty.answer == "unknown"


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"reporting_year": "x", "release_number": "1"},
        {"reporting_year": "2025", "release_number": "9" * 30},
    ],
)
def test_lists_that_are_none_are_refused(staff, duty, typed) -> None:
    response = staff.post(f"{BOARD}lists/", typed, follow=True)
    assert "Choose a release of the year." in texts(response)


def test_counties_are_a_page_of_their_own(staff: Client, duty: AnnualDuty) -> None:
    page = texts(staff.get(f"{BOARD}counties/"))
    assert "0 of 1" in page and "1 not clear" in page


def test_counties_of_nothing_say_what_to_do(staff: Client) -> None:
    assert "No year is open yet" in texts(staff.get(f"{BOARD}counties/"))


def test_a_recorded_answer_is_undone_unless_something_came_after(staff, duty) -> None:
    typed = {"answer": "withheld", "evidence": "A letter."}
    record = f"{BOARD}{duty.pk}/record/"
    page = texts(staff.post(record, typed, follow=True))
    version = duty.history.latest().pk
    undo = f"/staff/changes/duty/{version}/undo/"
    assert undo in page
    assert "Undone" in texts(staff.post(undo, follow=True))
    duty.refresh_from_db()
    assert (duty.answer, duty.by_hand, duty.evidence) == ("unknown", False, "")
    assert "It was changed since" in texts(staff.post(undo, follow=True))
    assert staff.post("/staff/changes/duty/999999/undo/").status_code == 404


def test_the_undo_of_the_first_version_changes_nothing(staff: Client, duty: AnnualDuty) -> None:
    first = duty.history.latest().pk
    page = staff.post(f"/staff/changes/duty/{first}/undo/", follow=True)
    assert "It was changed since" in texts(page)
