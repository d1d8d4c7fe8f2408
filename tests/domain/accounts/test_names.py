"""How people are called: what they sign in with is what signing in reads, and nobody's double."""

import pytest
from django.contrib.auth.forms import UsernameField

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.names import UsernameRefused, clean_name, clean_username
from requests_app.domain.accounts.operations import UsernameTaken, new_person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.upkeep.people import amend_person
from tests.builders import NOW, PASSWORD, a_person


def opened(username: str, first_name: str = "Kim", last_name: str = "Lee"):
    return new_person(
        username=username, first_name=first_name, last_name=last_name, email="kim@example.org",
        role=Role.STAFF, password=PASSWORD, at=NOW,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["kim.lee", " kim.lee ", "ｋｉｍ．ｌｅｅ", "kim.lee\u00a0"])
def test_whoever_has_an_account_can_sign_in(typed: str) -> None:
    assert opened(typed).username == "kim.lee"
    assert Person.objects.get_by_natural_key(UsernameField().to_python(typed.strip()))


@pytest.mark.django_db
def test_another_form_of_a_name_is_the_same_name() -> None:
    opened("kim")
    for typed in ("ＫＩＭ", "ｋim", "kim "):
        with pytest.raises(UsernameTaken):
            opened(typed)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "kіm", "аdmin", "josé", "ki\u200bm", "\u202ekim", "ki m", "kim\x00", "kim\n.", "名"],
)
def test_a_name_that_looks_like_anothers_is_refused(typed: str) -> None:
    with pytest.raises(UsernameRefused, match="Letters from a to z"):
        clean_username(typed)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("  José   María ", "José María"), ("Kim\u202eeeL", "KimeeL"), ("Kim\x00\r\nLee", "Kim Lee"),
     ("\u2066Kim\u2069\u200b", "Kim"), ("می\u200cخواهم", "می\u200cخواهم"),
     ("O’Neil-Łuk", "O’Neil-Łuk")],
)  # fmt: skip
def test_a_shown_name_has_nothing_that_is_not_seen(typed: str, shown: str) -> None:
    assert clean_name(typed) == shown


@pytest.mark.django_db
def test_names_are_cleaned_when_an_account_is_opened_and_amended() -> None:
    person = opened("kim", "Kim\u202e", "Le\x07e")
    assert (person.first_name, person.last_name) == ("Kim", "Le e")
    amended = amend_person(
        person=person, first_name="\u202eKim", last_name="Lee\u200f", email=person.email,
        role=person.role, is_active=True, by=a_person(Role.ADMINISTRATOR), at=NOW,
    )  # fmt: skip
    assert (amended.first_name, amended.last_name) == ("Kim", "Lee")
