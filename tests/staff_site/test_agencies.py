"""The directory: the list, the search as one types, one agency, and closures of its office."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency, Alias, Closure
from requests_app.domain.audit.models import AuditEntry
from tests.builders import a_request, an_agency
from tests.staff_site.doors import a_directory_entry, errors, signed_in, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(db: None) -> None:
    a_directory_entry("Fresno Police Department")
    an_agency("Marin County Sheriff", county="Marin", kind="sheriff", level="county")
    an_agency("California Department of Justice", county="", kind="other", level="state")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["California Department of Justice", "Fresno Police Department",
              "Marin County Sheriff"]),
        ({"q": "fresno pd"}, ["Fresno Police Department"]),
        ({"q": "ca0100500"}, ["Fresno Police Department"]),
        ({"q": "county sher"}, ["Marin County Sheriff"]),
        ({"q": "nothing"}, []),
        ({"kind": "sheriff"}, ["Marin County Sheriff"]),
        ({"county": "Fresno"}, ["Fresno Police Department"]),
        ({"level": "state"}, ["California Department of Justice"]),
        ({"level": "state", "county": "Fresno"}, []),
    ],
)  # fmt: skip
def test_the_list_is_filtered(staff: Client, three: None, query: dict, names: list[str]) -> None:
    context = staff.get("/staff/agencies/", query).context
    assert [agency.name for agency in context["page_obj"].rows] == names
    assert context["total"].number == len(names)


def test_the_list_counts_the_requests(staff: Client, three: None) -> None:
    fresno = Agency.objects.get(county="Fresno")
    for _ in range(2):
        a_request(agency=fresno)
    rows = staff.get("/staff/agencies/", {"q": "ca0100500"}).context["page_obj"].rows
    assert [agency.requests for agency in rows] == [2]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("fres", ["Fresno Police Department"]),
        ("CA0100", ["Fresno Police Department"]),
        ("pd", ["Fresno Police Department"]),
        ("", []),
        ("   ", []),
        ("zzz", []),
        ("\x00fres\x00zz", []),
        ("o " * 5_000, None),
        ("x" * 10_000, []),
        ("%", None),
    ],
)
def test_the_search_answers_as_one_types(
    staff: Client, three: None, typed: str, found: list[str] | None
) -> None:
    response = staff.get("/staff/agencies/options/", {"agency_text": typed})
    assert response.status_code == 200
    names = [agency.name for agency in response.context["agencies"]]
    assert found is None or names == found
    if typed == "zzz":
        assert "No agency answers to “zzz”." in texts(response)


def test_the_search_shows_eight_and_escapes_them(staff: Client) -> None:
    for number in range(9):
        an_agency(f"<b>Police {number}</b>")
    page = staff.get("/staff/agencies/options/", {"agency_text": "police"}).content.decode()
    assert page.count("<li ") == 8
    assert "<b>" not in page


def test_an_agency_has_its_facts(staff: Client, three: None) -> None:
    fresno = Agency.objects.get(county="Fresno")
    Alias.objects.create(agency=fresno, name="F. P. D.")
    request = a_request(agency=fresno)
    page = texts(staff.get(f"/staff/agencies/{fresno.pk}/"))
    for words in ("CA0100500", "F. P. D.", "records@example.org", request.number, "City"):
        assert words in page


CLOSURE = {"on": "6/22", "reason": "Furlough", "source": "Resolution 12"}


@pytest.fixture
def reviewer(db: None) -> Client:
    return signed_in(Role.REVIEWER)


def test_a_closure_moves_the_open_requests_and_back(reviewer: Client) -> None:
    request = a_request()
    address = f"/staff/agencies/{request.agency_id}/closures/"
    response = reviewer.post(address, CLOSURE, follow=True)
    assert "It moved 1 open request." in texts(response)
    request.refresh_from_db()
    assert request.due_on == date(2026, 6, 23)
    closure = Closure.objects.get()
    response = reviewer.post(f"/staff/closures/{closure.pk}/remove/", follow=True)
    assert "It moved 1 open request." in texts(response)
    request.refresh_from_db()
    assert request.due_on == date(2026, 6, 22)
    verbs = ["removed closure", "entered closure"]
    assert list(AuditEntry.objects.values_list("verb", flat=True))[:2] == verbs


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
    assert why in errors(response, "closure_form")[field][0]
    form = response.context["closure_form"]
    assert {name: form[name].value() for name in typed} == typed
    assert not Closure.objects.exists()


def test_a_closure_that_is_known_is_refused(reviewer: Client) -> None:
    address = f"/staff/agencies/{an_agency().pk}/closures/"
    reviewer.post(address, CLOSURE)
    response = reviewer.post(address, CLOSURE)
    assert "closed on 22 Jun 2026 already" in errors(response, "closure_form")["on"][0]
    assert Closure.objects.count() == 1


def test_who_may_not_edit_sees_no_button(staff: Client, reviewer: Client) -> None:
    closure = Closure.objects.create(agency=an_agency(), on="2026-06-22", reason="x", source="y")
    address = f"/staff/agencies/{closure.agency_id}/"
    assert "Take out" not in texts(staff.get(address))
    assert "Enter a closure" not in texts(staff.get(address))
    assert "Take out" in texts(reviewer.get(address))
