"""No cache keeps what somebody who is signed in was shown."""

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from tests.builders import a_person
from tests.staff_site.doors import a_world, browser_of, signed_in, taken_back
from tests.test_access import TABLE, address_of, answer

pytestmark = pytest.mark.django_db
STAFF = [name for name in TABLE if name.startswith("staff:")]


def test_no_answer_of_the_staff_site_is_kept() -> None:
    world, boss = a_world(), a_person(Role.ADMINISTRATOR)
    kept = []
    for name in STAFF:
        with taken_back():
            response = answer(browser_of(boss), TABLE[name].method, address_of(name, world))
            said = response.get("Cache-Control", "")
            if not {"private", "no-store"} <= {part.strip() for part in said.split(",")}:
                kept.append((name, said))
    assert kept == []


@pytest.mark.parametrize(
    ("address", "headers"),
    [("/staff/", {"HX-Request": "true"}), ("/staff/requests/999999/", {}), ("/staff/nowhere/", {}),
     ("/staff/people/", {}), ("/staff/requests/?q=x", {"HX-Request": "true"})],
)  # fmt: skip
def test_neither_is_a_part_nor_a_refusal(address: str, headers: dict[str, str]) -> None:
    response = signed_in(Role.READER).get(address, headers=headers)
    assert response["Cache-Control"] == "private, no-store"


def test_what_is_public_is_kept_as_before() -> None:
    assert "public" in Client().get("/")["Cache-Control"]
