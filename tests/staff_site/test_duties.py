"""The board of 1 February: opening a year, recording what became of each duty."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.reporting.models import AnnualDuty
from requests_app.domain.reporting.operations import open_year
from tests.builders import NOW, an_agency
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
    response = staff.post(f"{BOARD}{duty.pk}/", typed, follow=True)
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
    response = staff.post(f"{BOARD}{duty.pk}/", typed)
    assert why in errors(response)[field][0]
    assert {name: response.context["form"][name].value() for name in typed} == typed
    duty.refresh_from_db()
    assert (duty.answer, duty.reported_on) == ("unknown", None)


def test_a_reader_sees_the_board_and_no_way_in(staff: Client, duty: AnnualDuty) -> None:
    type(staff.person).objects.update(role="reader")
    page = texts(staff.get(BOARD))
    assert "Fresno Police Department" in page
    assert f"{BOARD}{duty.pk}/" not in page
