"""Closures and adopted holidays of an office: looked at first, then entered, then taken out."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import AdoptedHoliday, Closure
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.models import RecordsRequest
from tests.builders import a_request, an_agency
from tests.staff_site.doors import errors, looked_at_and_confirmed, signed_in, texts

pytestmark = pytest.mark.django_db
CLOSURE = {"on": "6/22", "reason": "Furlough", "source": "Resolution 12"}


@pytest.fixture
def reviewer(db: None) -> Client:
    return signed_in(Role.REVIEWER)


def due_on(request: RecordsRequest) -> date | None:
    request.refresh_from_db()
    return request.due_on


def test_a_closure_is_looked_at_then_moves_the_requests_and_back(reviewer: Client) -> None:
    request = a_request()
    address = f"/staff/agencies/{request.agency_id}/closures/"
    looked = reviewer.post(address, CLOSURE)
    assert "Moves 1 open request, 1 of them from due today to not yet due." in texts(looked)
    assert request.number in texts(looked)
    assert (due_on(request), Closure.objects.count()) == (date(2026, 6, 22), 0)
    done = reviewer.post(address, CLOSURE | {"confirm": looked.context["key"]}, follow=True)
    assert "Closure entered. It moved the dates of 1 request." in texts(done)
    assert due_on(request) == date(2026, 6, 23)
    removal = f"/staff/closures/{Closure.objects.get().pk}/remove/"
    assert "1 of them from not yet due to due today" in texts(reviewer.get(removal))
    done = looked_at_and_confirmed(reviewer, removal)
    assert "Closure taken out. It moved the dates of 1 request." in texts(done)
    assert due_on(request) == date(2026, 6, 22)
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"removed closure", "entered closure", "moved dates"} <= verbs


def test_only_what_was_looked_at_is_entered(reviewer: Client) -> None:
    """The day is changed after the look: another look, and nothing is entered."""
    request = a_request()
    address = f"/staff/agencies/{request.agency_id}/closures/"
    key = reviewer.post(address, CLOSURE).context["key"]
    again = reviewer.post(address, CLOSURE | {"on": "6/23", "confirm": key})
    assert again.status_code == 200
    assert "Moves no date of any request." in texts(again)
    assert not Closure.objects.exists()


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        ({"on": ""}, "on", "This field is required."),
        ({"on": "someday"}, "on", "is not a date that we can read"),
        ({"on": "0202-06-22"}, "on", "the year 0202 is outside 1990–2100"),
        ({"on": "9999-12-31"}, "on", "the year 9999 is outside"),
        ({"reason": ""}, "reason", "This field is required."),
        ({"reason": "x" * 201}, "reason", "at most 200"),
        ({"source": "a\x00"}, "source", "Null characters"),
        ({"source": "x" * 10_000}, "source", "at most 300"),
    ],
)
def test_a_closure_that_cannot_be_keeps_what_was_typed(
    reviewer: Client, values: dict[str, Any], field: str, why: str
) -> None:
    typed = CLOSURE | values
    response = reviewer.post(f"/staff/agencies/{an_agency().pk}/closures/", typed)
    assert response.status_code == 422
    assert why in errors(response)[field][0]
    form = response.context["form"]
    assert {name: form[name].value() for name in typed} == typed
    assert not Closure.objects.exists()


def test_a_closure_that_is_known_is_refused(reviewer: Client) -> None:
    address = f"/staff/agencies/{an_agency().pk}/closures/"
    looked_at_and_confirmed(reviewer, address, CLOSURE)
    response = reviewer.post(address, CLOSURE)
    assert "closed on Mon 22 Jun 2026 already" in errors(response)["on"][0]
    assert Closure.objects.count() == 1


def test_the_second_click_on_a_removal_says_that_it_is_gone(reviewer: Client) -> None:
    closure = Closure.objects.create(agency=an_agency(), on="2026-06-22", reason="x", source="y")
    address = f"/staff/closures/{closure.pk}/remove/"
    looked_at_and_confirmed(reviewer, address)
    assert reviewer.post(address).status_code == 404


def test_who_may_not_edit_sees_no_button(staff: Client, reviewer: Client) -> None:
    closure = Closure.objects.create(agency=an_agency(), on="2026-06-22", reason="x", source="y")
    address = f"/staff/agencies/{closure.agency_id}/"
    for words in ("Take out", "Enter a closure", "Enter an adopted holiday"):
        assert words not in texts(staff.get(address))
    assert "Take out" in texts(reviewer.get(address))


def test_an_adopted_holiday_goes_in_and_out(reviewer: Client) -> None:
    """Received on 21 March 2025: day 10 is 31 March, which the city now keeps as well."""
    request = a_request(sent_on=date(2025, 3, 21))
    address = f"/staff/agencies/{request.agency_id}/adopted/"
    typed = {"holiday": "march_31", "source": "Resolution 9"}
    done = looked_at_and_confirmed(reviewer, address, typed)
    assert "Adopted holiday entered. It moved the dates of 1 request." in texts(done)
    assert "Resolution 9" in texts(done)
    response = reviewer.post(address, typed)
    assert "having adopted it already" in errors(response)["holiday"][0]
    removal = f"/staff/adopted/{AdoptedHoliday.objects.get().pk}/remove/"
    assert "Moves only an arguable date of 1 open request." in texts(reviewer.get(removal))
    looked_at_and_confirmed(reviewer, removal)
    assert not AdoptedHoliday.objects.exists()


def test_a_state_body_adopts_nothing(reviewer: Client) -> None:
    agency = an_agency(level="state")
    assert "Holidays it adopted" not in texts(reviewer.get(f"/staff/agencies/{agency.pk}/"))
    typed = {"holiday": "king", "source": "MOU"}
    response = reviewer.post(f"/staff/agencies/{agency.pk}/adopted/", typed)
    assert "binds a state body anyway" in errors(response)["holiday"][0]
