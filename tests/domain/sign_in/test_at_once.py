"""Two at the same moment: what is good once is taken once."""

import re
from typing import Any

import pytest

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.operations import UsernameTaken
from requests_app.domain.accounts.roles import Role
from requests_app.domain.sign_in.factors import WrongCode, recovery_codes_left, use_code
from requests_app.domain.sign_in.invitations import (
    InvitationOver,
    InvitationRefused,
    accept_invitation,
    invite,
)
from requests_app.domain.sign_in.outbox import send_account_mails
from requests_app.domain.sign_in.passwords import LinkNotGood, reset_password, reset_token
from tests.at_once import one_in_the_other
from tests.builders import NOW, a_person
from tests.domain.sign_in.doing import with_app

pytestmark = pytest.mark.django_db(transaction=True)
NEW, OTHER = "another quite long one", "yet another quite long one"


def test_a_recovery_code_is_used_once() -> None:
    person = a_person()
    _, [code, *_] = with_app(person)

    def use() -> str:
        return use_code(person=person, code=code, at=NOW)

    assert isinstance(one_in_the_other(use, use, WrongCode), WrongCode)
    assert recovery_codes_left(person) == 9


def test_an_invitation_opens_one_account(mailoutbox: list[Any]) -> None:
    invite(email="kim@example.org", role=Role.STAFF, by=a_person(Role.ADMINISTRATOR), at=NOW)
    send_account_mails(at=NOW)
    token = re.search(r"/invitation/([^/\s]+)", mailoutbox[0].body)[1]

    def accept(username: str) -> Person:
        names = {"username": username, "first_name": "Kim", "last_name": "Lee"}
        return accept_invitation(token=token, **names, password=NEW, at=NOW)

    second = one_in_the_other(lambda: accept("kim"), lambda: accept("lee"), InvitationOver)
    assert isinstance(second, InvitationOver)
    assert not Person.objects.filter(username="lee").exists()


def test_a_name_is_borne_by_one(mailoutbox: list[Any]) -> None:
    by = a_person(Role.ADMINISTRATOR)
    for email in ("kim@example.org", "lee@example.org"):
        invite(email=email, role=Role.STAFF, by=by, at=NOW)
    send_account_mails(at=NOW)
    one, other = (re.search(r"/invitation/([^/\s]+)", mail.body)[1] for mail in mailoutbox)

    def accept(token: str) -> Person:
        names = {"username": "kim", "first_name": "Kim", "last_name": "Lee"}
        return accept_invitation(token=token, **names, password=NEW, at=NOW)

    second = one_in_the_other(lambda: accept(one), lambda: accept(other), UsernameTaken)
    assert isinstance(second, UsernameTaken)
    assert Person.objects.filter(username="kim").count() == 1


def test_one_address_is_invited_once_by_two_administrators() -> None:
    def by_one() -> object:
        by = Person.objects.filter(role=Role.ADMINISTRATOR).latest("pk")
        return invite(email="kim@example.org", role=Role.STAFF, by=by, at=NOW)

    def by_another() -> object:
        by = Person.objects.filter(role=Role.ADMINISTRATOR).earliest("pk")
        return invite(email="Kim@example.org", role=Role.STAFF, by=by, at=NOW)

    for _ in range(2):
        a_person(Role.ADMINISTRATOR)
    second = one_in_the_other(by_one, by_another, InvitationRefused)
    assert isinstance(second, InvitationRefused)


def test_a_link_to_a_new_password_is_used_once() -> None:
    person = a_person()
    token = reset_token(person)

    def choose(password: str) -> Person:
        return reset_password(token=token, password=password, at=NOW)

    second = one_in_the_other(lambda: choose(NEW), lambda: choose(OTHER), LinkNotGood)
    assert isinstance(second, LinkNotGood)
    person.refresh_from_db()
    assert person.check_password(NEW)
