"""The calculator: a date worked out at an address that can be shared."""

from datetime import date

import pytest
from django.test import Client

from requests_app.domain.agencies.models import Closure
from requests_app.domain.statute_book.operations import enter_version
from requests_app.domain.upkeep.law_changes import enact_law
from tests.builders import BUSINESS_DAYS, NOW, an_agency
from tests.staff_site.doors import a_directory_entry, errors, texts

pytestmark = pytest.mark.django_db
CALCULATOR = "/staff/calculator/"


@pytest.mark.parametrize(
    ("query", "due"),
    [
        ({"received": "2026-06-09"}, "2026-06-22"),
        ({"received": "6/9"}, "2026-06-22"),
        ({"received": "9 June 2026", "level": "city"}, "2026-06-22"),
        ({"received": "2026-06-09", "extension": "14"}, "2026-07-06"),
        ({"received": "2026-06-09", "extension": "0", "claimed": "6/12"}, "2026-06-22"),
        ({"received": "yesterday"}, "2026-07-01"),
        ({"received": "6/9", "law": "foia"}, "2026-07-09"),
        ({"received": "6/9", "closures": "6/22, 23 June 2026"}, "2026-06-24"),
        ({"received": "6/9", "law": "free", "days": "10", "unit": "calendar"}, "2026-06-19"),
        ({"received": "6/9", "law": "free", "days": "10"}, "2026-06-19"),
        ({"received": "6/9", "law": "free", "days": "10", "holidays": "6/19"}, "2026-06-22"),
        ({"received": "6/9", "law": "free", "days": "8", "unit": "working"}, "2026-06-19"),
    ],
)
def test_an_address_gives_its_answer(staff: Client, query: dict, due: str) -> None:
    response = staff.get(CALCULATOR, query)
    assert response.context["due"].due_on == date.fromisoformat(due)
    assert response.context["form"]["received"].value() == query["received"]


def test_the_answer_names_its_law(staff: Client) -> None:
    page = texts(staff.get(CALCULATOR, {"received": "6/9"}))
    assert "California Public Records Act, Gov. Code § 7922.535(a)" in page
    assert "not in force" not in page


def test_a_pending_law_is_tried_out_and_called_pending(staff: Client) -> None:
    """Ten business days after Tuesday 9 June, Juneteenth left out: Wednesday 24 June."""
    version = enter_version(details=BUSINESS_DAYS, by=None, at=NOW)
    query = {"received": "6/9", "law": f"pending-{version.pk}"}
    response = staff.get(CALCULATOR, query)
    assert response.context["due"].due_on == date(2026, 6, 24)
    assert "Pending: it is not in force" in texts(response)


def test_an_agency_brings_its_law_level_and_closures(staff: Client) -> None:
    agency = a_directory_entry()
    Closure.objects.create(agency=agency, on="2026-06-22", reason="Fire", source="x")
    response = staff.get(CALCULATOR, {"received": "6/9", "agency_text": "fresno pd"})
    assert response.context["due"].due_on == date(2026, 6, 23)
    assert response.context["due"].level == "city"
    assert "the office is closed all day (Fire)" in texts(response)


def test_an_agency_that_no_law_binds_has_no_date_and_the_reason(staff: Client) -> None:
    an_agency("Yurok Tribal Police", level="tribal", records_law="none")
    response = staff.get(CALCULATOR, {"received": "6/9", "agency_text": "Yurok Tribal Police"})
    assert "due" not in response.context
    assert "a tribe is none, so no statutory date applies" in texts(response)


@pytest.mark.parametrize("chosen", [{"law": "cpra"}, {"level": "city"}, {"law": "foia"}])
def test_a_law_chosen_by_hand_does_not_bind_a_tribe(staff: Client, chosen: dict) -> None:
    an_agency("Yurok Tribal Police", level="tribal", records_law="none")
    query = {"received": "6/9", "agency_text": "Yurok Tribal Police"} | chosen
    response = staff.get(CALCULATOR, query)
    assert "due" not in response.context
    assert "a tribe is none, so no statutory date applies" in texts(response)


def test_an_address_with_a_bill_goes_on_working_when_it_is_in_force(staff: Client) -> None:
    version = enter_version(details=BUSINESS_DAYS, by=None, at=NOW)
    enact_law(version=version, begins=date(2026, 6, 1), seen=1, by=staff.person, at=NOW)
    response = staff.get(CALCULATOR, {"received": "6/9", "law": f"pending-{version.pk}"})
    assert response.context["due"].due_on == date(2026, 6, 24)
    assert "not in force" not in texts(response)


def test_an_agency_that_was_cleared_is_not_counted_by(staff: Client) -> None:
    agency = an_agency("Yurok Tribal Police", level="tribal", records_law="none")
    query = {"received": "6/9", "agency_text": "", "agency": agency.pk}
    assert staff.get(CALCULATOR, query).context["due"].due_on == date(2026, 6, 22)
    shared = {"received": "6/9", "agency": agency.pk}
    assert "due" not in staff.get(CALCULATOR, shared).context


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ({"received": "yesterday"}, "received=2026-07-01"),
        (
            {"received": "6/9", "extension": "0", "claimed": "6/12", "closures": "6/22, 23 June"},
            "received=2026-06-09&extension=0&claimed=2026-06-12&closures=2026-06-22%2C2026-06-23",
        ),
        (
            {"received": "6/9", "law": "free", "days": "8", "unit": "working", "holidays": "6/19"},
            "received=2026-06-09&law=free&days=8&unit=working&holidays=2026-06-19",
        ),
        ({"received": "6/9", "law": "foia", "unit": "working"}, "received=2026-06-09&law=foia"),
    ],
)
def test_an_answer_links_to_itself_with_every_date_in_full(
    staff: Client, query: dict, address: str
) -> None:
    """ "Yesterday" is another day tomorrow, and 6/9 another year next year."""
    response = staff.get(CALCULATOR, query)
    assert sorted(response.context["form"].address().split("&")) == sorted(address.split("&"))
    again = staff.get(f"{CALCULATOR}?{response.context['form'].address()}")
    assert again.context["due"] == response.context["due"]
    assert "Link to this answer" in texts(response)


def test_the_link_to_an_answer_keeps_its_agency(staff: Client) -> None:
    agency = a_directory_entry()
    response = staff.get(CALCULATOR, {"received": "6/9", "agency_text": "fresno pd"})
    again = staff.get(f"{CALCULATOR}?{response.context['form'].address()}")
    assert f"agency={agency.pk}" in response.context["form"].address()
    assert again.context["due"] == response.context["due"]


def test_an_empty_form_is_no_mistake(staff: Client) -> None:
    response = staff.get(CALCULATOR)
    assert response.status_code == 200
    assert "Nothing was saved" not in texts(response)
    assert "due" not in response.context


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"received": ""}, "received"),
        ({"received": "soon"}, "received"),
        ({"received": "\x00"}, "received"),
        ({"received": "x" * 10_000}, "received"),
        ({"received": "6/9", "extension": "-1"}, "extension"),
        ({"received": "6/9", "extension": "x"}, "extension"),
        ({"received": "6/9", "extension": "15"}, "extension"),
        ({"received": "6/9", "extension": "9" * 40}, "extension"),
        ({"received": "6/9", "level": "moon"}, "level"),
        ({"received": "6/9", "level": "tribal"}, "level"),
        ({"received": "6/9", "claimed": "never"}, "claimed"),
        ({"received": "6/9", "claimed": "1901-06-09"}, "claimed"),
        ({"received": "6/9", "law": "mars"}, "law"),
        ({"received": "6/9", "law": "pending-99"}, "law"),
        ({"received": "6/9", "law": "foia", "extension": "11"}, "extension"),
        ({"received": "6/9", "law": "free"}, "days"),
        ({"received": "6/9", "law": "free", "days": "367"}, "days"),
        ({"received": "6/9", "law": "free", "days": "5", "unit": "weeks"}, "unit"),
        ({"received": "6/9", "closures": "6/22, never"}, "closures"),
        ({"received": "6/9", "closures": "6/22," * 400}, "closures"),
        ({"received": "6/9", "agency_text": "Atlantis"}, "agency_text"),
        ({"received": "0001-01-01"}, "received"),
        ({"received": "0202-06-09"}, "received"),
        ({"received": "9999-12-31"}, "received"),
    ],
)
def test_what_cannot_be_is_said_and_kept(staff: Client, query: dict, field: str) -> None:
    response = staff.get(CALCULATOR, query)
    assert response.status_code == 200
    assert list(errors(response)) == [field]
    form = response.context["form"]
    assert {name: form[name].value() for name in query} == query
    assert "due" not in response.context
    assert "One thing to mend:" in texts(response)
    assert "Nothing was saved" not in texts(response)


@pytest.mark.parametrize("received", ["1900-01-01", "1990-01-02", "2099-12-31"])
def test_a_date_far_away_has_a_page_of_sensible_size(staff: Client, received: str) -> None:
    assert len(staff.get(CALCULATOR, {"received": received}).content) < 200_000
