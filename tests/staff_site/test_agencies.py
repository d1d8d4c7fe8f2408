"""The directory: the list, the search as one types, one agency, and closures of its office."""

import pytest
from django.test import Client

from requests_app.domain.agencies.models import Agency, Alias
from tests.builders import a_request, an_agency
from tests.staff_site.doors import a_directory_entry, errors, texts

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
    rows = staff.get("/staff/agencies/", {"q": "ca0100500"}).context["rows"]
    assert [(row.requests, row.open, row.answered_on) for row in rows] == [(2, 2, None)]


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


@pytest.fixture
def kern(db: None) -> Agency:
    an_agency("Kern County Assessor", county="Kern")  # which has an "so" in it
    return an_agency("Kern County Sheriff's Department", county="Kern")


@pytest.mark.parametrize("typed", ["Kern SO", "kern so", "Kern Co SO", "Kern County S.O."])
def test_everyday_names_are_offered_and_never_taken_for_granted(
    staff: Client, kern: Agency, typed: str
) -> None:
    options = staff.get("/staff/agencies/options/", {"agency_text": typed})
    assert options.context["agencies"][0] == kern
    assert kern in [
        row.agency for row in staff.get("/staff/agencies/", {"q": typed}).context["rows"]
    ]
    said = errors(staff.post("/staff/requests/log/", {"agency_text": typed}))["agency_text"][0]
    assert kern.name in said


def test_the_only_one_that_is_meant_is_proposed_by_its_name(staff: Client) -> None:
    oakland = an_agency("Oakland Police Department")
    an_agency("Fresno Police Department")
    options = staff.get("/staff/agencies/options/", {"agency_text": "Oakland PD"})
    assert options.context["agencies"] == [oakland]
    response = staff.post("/staff/requests/log/", {"agency_text": "Oakland PD"})
    assert errors(response)["agency_text"] == [
        "Is it Oakland Police Department? Then write its whole name, or the ORI."
    ]


def test_a_name_with_a_short_word_of_its_own_is_found_as_before(staff: Client) -> None:
    mesa, laguna = an_agency("La Mesa Police Department"), an_agency("Laguna Beach Police")
    los = an_agency("Los Angeles Police Department")
    options = staff.get("/staff/agencies/options/", {"agency_text": "la"})
    assert set(options.context["agencies"][:2]) == {mesa, laguna}
    assert options.context["agencies"][2:] == [los]
    helena = an_agency("St. Helena Police Department")
    options = staff.get("/staff/agencies/options/", {"agency_text": "St Helena PD"})
    assert options.context["agencies"] == [helena]
