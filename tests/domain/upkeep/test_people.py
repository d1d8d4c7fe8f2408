from typing import Any

import pytest

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.sign_in.invitations import invite
from requests_app.domain.upkeep.people import (
    AmendedMeanwhile,
    LastAdministrator,
    add_person,
    amend_person,
    as_it_stands,
    give_new_password,
)
from tests.builders import NOW, a_person

pytestmark = pytest.mark.django_db


def as_is(person: Person) -> dict[str, Any]:
    names = ("first_name", "last_name", "email")
    return {"person": person} | {name: getattr(person, name) for name in names}


def test_a_role_brings_the_admin_site_and_takes_it_away() -> None:
    by, person = a_person(Role.ADMINISTRATOR), a_person()
    amend_person(**as_is(person), role=Role.REVIEWER, is_active=True, by=by, at=NOW)
    person.refresh_from_db()
    assert (person.role, person.is_staff) == ("reviewer", True)
    amend_person(**as_is(person), role=Role.READER, is_active=True, by=by, at=NOW)
    person.refresh_from_db()
    assert not person.is_staff
    assert AuditEntry.objects.first().details["was"]["role"] == "reviewer"


@pytest.mark.parametrize("change", [(Role.LEAD, True), (Role.ADMINISTRATOR, False)])
def test_the_last_administrator_cannot_go(change) -> None:
    role, is_active = change
    only = a_person(Role.ADMINISTRATOR)
    a_person(Role.ADMINISTRATOR, is_active=False)
    with pytest.raises(LastAdministrator, match=str(only)):
        amend_person(**as_is(only), role=role, is_active=is_active, by=only, at=NOW)
    only.refresh_from_db()
    assert only.role == "administrator" and only.is_active


def test_a_new_person_has_a_password_for_one_use() -> None:
    person, password = add_person(
        username="kim", first_name="Kim", last_name="Lee", email="kim@example.org",
        role="reviewer", by=a_person(Role.ADMINISTRATOR), at=NOW,
    )  # fmt: skip
    assert person.check_password(password)
    assert person.must_change_password and person.is_staff
    assert password not in str(AuditEntry.objects.values())


@pytest.mark.parametrize(
    ("role", "is_taken_back"), [(Role.STAFF, True), (Role.ADMINISTRATOR, False)]
)
def test_whoever_steps_down_is_not_raised_by_an_invitation_of_their_own(
    role: Role, is_taken_back: bool
) -> None:
    by, person = a_person(Role.ADMINISTRATOR), a_person(Role.ADMINISTRATOR)
    sent = invite(email="own@example.org", role=Role.ADMINISTRATOR, by=person, at=NOW)
    others = invite(email="else@example.org", role=Role.STAFF, by=by, at=NOW)
    amend_person(**as_is(person), role=role, is_active=True, by=by, at=NOW)
    sent.refresh_from_db()
    others.refresh_from_db()
    assert (sent.revoked_at is not None, others.revoked_at) == (is_taken_back, None)


def test_whoever_mends_a_name_switches_no_account_on_again() -> None:
    by, person = a_person(Role.ADMINISTRATOR), a_person()
    seen = as_it_stands(person)
    amend_person(**as_is(person), role=Role.STAFF, is_active=False, by=by, at=NOW)
    old = as_is(person) | {"last_name": "Leigh", "role": Role.STAFF, "is_active": True}
    with pytest.raises(AmendedMeanwhile, match="switched off now"):
        amend_person(**old, by=by, at=NOW, seen=seen)
    person.refresh_from_db()
    assert (person.is_active, person.last_name == "Leigh") == (False, False)
    new = old | {"is_active": False}
    for _ in range(2):  # the second click comes with what was seen before the first
        amend_person(**new, by=by, at=NOW, seen=as_it_stands(person))
    assert Person.objects.get(pk=person.pk).last_name == "Leigh"


def test_a_mistyped_address_is_mended() -> None:
    person = a_person(email="wrong@example.org")
    amend_person(**as_is(person) | {"email": "right@example.org"}, role=Role.STAFF,
                 is_active=True, by=a_person(Role.ADMINISTRATOR), at=NOW)  # fmt: skip
    assert Person.objects.get(pk=person.pk).email == "right@example.org"
    assert AuditEntry.objects.first().details["was"]["email"] == "wrong@example.org"


def test_a_lost_password_is_replaced_by_one_for_one_use() -> None:
    person = a_person()
    password = give_new_password(person=person, by=a_person(Role.ADMINISTRATOR), at=NOW)
    person.refresh_from_db()
    assert person.check_password(password) and person.must_change_password
    assert password not in str(AuditEntry.objects.values())
