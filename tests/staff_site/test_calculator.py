"""The calculator: a date worked out at an address that can be shared."""

from datetime import date

import pytest
from django.test import Client

from tests.staff_site.doors import errors, texts

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
    ],
)
def test_an_address_gives_its_answer(staff: Client, query: dict, due: str) -> None:
    response = staff.get(CALCULATOR, query)
    assert response.context["due"].due_on == date.fromisoformat(due)
    assert "§ 7922.535" in texts(response)
    assert response.context["form"]["received"].value() == query["received"]


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
        ({"received": "6/9", "extension": "15"}, "__all__"),
        ({"received": "6/9", "extension": "9" * 40}, "__all__"),
        ({"received": "6/9", "level": "moon"}, "level"),
        ({"received": "6/9", "level": "tribal"}, "level"),
        ({"received": "6/9", "claimed": "never"}, "claimed"),
        ({"received": "0001-01-01"}, "__all__"),
        ({"received": "0202-06-09"}, "__all__"),
        ({"received": "9999-12-31"}, "__all__"),
    ],
)
def test_what_cannot_be_is_said_and_kept(staff: Client, query: dict, field: str) -> None:
    response = staff.get(CALCULATOR, query)
    assert response.status_code == 200
    assert list(errors(response)) == [field]
    form = response.context["form"]
    assert {name: form[name].value() for name in query} == query
    assert "due" not in response.context


@pytest.mark.parametrize("received", ["1900-01-01", "1990-01-02", "2099-12-31"])
def test_a_date_far_away_has_a_page_of_sensible_size(staff: Client, received: str) -> None:
    assert len(staff.get(CALCULATOR, {"received": received}).content) < 200_000
