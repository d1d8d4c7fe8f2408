import pytest

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.operations import change_password, create_first_account
from tests.builders import NOW, a_person

pytestmark = pytest.mark.django_db


def test_the_first_account_is_an_administrator_with_a_password_for_one_use() -> None:
    made = create_first_account(at=NOW)
    assert made is not None
    person, password = made
    assert person.role == "administrator"
    assert person.must_change_password
    assert Person.objects.get().check_password(password)


def test_the_second_call_makes_nobody() -> None:
    create_first_account(at=NOW)
    assert create_first_account(at=NOW) is None
    assert Person.objects.count() == 1


def test_people_of_the_sample_are_nobody() -> None:
    a_person(is_sample=True)
    assert create_first_account(at=NOW) is not None


def test_two_first_accounts_have_different_passwords() -> None:
    _, first = create_first_account(at=NOW) or (None, "")
    Person.objects.all().delete()
    _, second = create_first_account(at=NOW) or (None, "")
    assert first != second and len(first) >= 16


def test_choosing_a_password_lifts_the_mark() -> None:
    person, _ = create_first_account(at=NOW) or (None, "")
    change_password(person=person, password="correct horse battery", at=NOW)
    stored = Person.objects.get()
    assert not stored.must_change_password
    assert stored.check_password("correct horse battery")
