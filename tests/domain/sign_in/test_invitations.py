"""Invitations and links to new passwords: by mail, once, for a while."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.sign_in.invitations import (
    InvitationOver,
    InvitationRefused,
    accept_invitation,
    digest_of,
    invitation_of,
    invite,
    renew_invitation,
    revoke_invitation,
    roles_to_give,
)
from requests_app.domain.sign_in.models import ForgottenPassword, Invitation
from requests_app.domain.sign_in.outbox import send_account_mails
from requests_app.domain.sign_in.passwords import (
    LinkNotGood,
    ask_for_reset,
    change_own_password,
    reset_password,
    reset_token,
    whose_reset,
)
from requests_app.domain.upkeep.people import amend_person
from tests.builders import NOW, PASSWORD, a_person
from tests.domain.sign_in.doing import in_a_session, is_open, verbs
from tests.services import MailSink

pytestmark = pytest.mark.django_db
NEW = "another quite long one"
CHOSEN = {"username": "kim", "first_name": "Kim", "last_name": "Lee", "password": NEW}


@pytest.fixture
def boss() -> Person:
    return a_person(Role.ADMINISTRATOR)


def invited(boss: Person, mailoutbox: list[Any], **values: Any) -> tuple[Invitation, str]:
    """The invitation, and the secret of the link in its mail."""
    given = {"email": "kim@example.org", "role": Role.REVIEWER, "by": boss, "at": NOW}
    invitation = invite(**given | values)
    send_account_mails(at=NOW)
    return invitation, token_in(mailoutbox[-1])


def token_in(mail: Any) -> str:
    return re.search(r"/(?:invitation|password/new)/([^/\s]+)/", mail.body)[1]


def switch_off(person: Person, by: Person) -> None:
    names = ("first_name", "last_name", "email", "role")
    as_is = {name: getattr(person, name) for name in names}
    amend_person(person=person, **as_is, is_active=False, by=by, at=NOW)


def test_a_mail_leads_to_an_account_with_the_role(boss: Person, mailoutbox: list[Any]) -> None:
    invitation, token = invited(boss, mailoutbox)
    mail = mailoutbox[0]
    assert mail.to == ["kim@example.org"] and str(boss) in mail.body and "Reviewer" in mail.body
    assert token in mail.alternatives[0][0]
    person = accept_invitation(token=token, **CHOSEN, at=NOW)
    assert (person.role, person.email, person.is_staff) == ("reviewer", "kim@example.org", True)
    assert person.check_password(NEW) and not person.must_change_password
    invitation.refresh_from_db()
    assert invitation.person == person and verbs(person) == ["accepted invitation"]
    kept = str(list(AuditEntry.objects.values())) + str(list(Invitation.objects.values()))
    assert token not in kept and digest_of(token) in kept


def test_a_link_is_good_once(boss: Person, mailoutbox: list[Any]) -> None:
    _, token = invited(boss, mailoutbox)
    accept_invitation(token=token, **CHOSEN, at=NOW)
    with pytest.raises(InvitationOver, match="was used"):
        accept_invitation(token=token, **CHOSEN | {"username": "lee"}, at=NOW)


def test_a_link_is_good_for_a_week(boss: Person, mailoutbox: list[Any]) -> None:
    _, token = invited(boss, mailoutbox)
    assert invitation_of(token, at=NOW + timedelta(days=7, seconds=-1))
    with pytest.raises(InvitationOver, match="too old"):
        accept_invitation(token=token, **CHOSEN, at=NOW + timedelta(days=7))


@pytest.mark.parametrize("token", ["", "x", "x" * 10_000, "\x00", "\ud800", "é"])
def test_what_is_no_link_opens_nothing(token: str) -> None:
    with pytest.raises(InvitationOver):
        invitation_of(token, at=NOW)


def test_sent_again_the_earlier_link_is_dead(boss: Person, mailoutbox: list[Any]) -> None:
    invitation, first = invited(boss, mailoutbox)
    renew_invitation(invitation=invitation, by=boss, at=NOW)
    with pytest.raises(InvitationOver):  # before the second mail has gone as well
        invitation_of(first, at=NOW)
    assert send_account_mails(at=NOW) == 1
    assert invitation_of(token_in(mailoutbox[-1]), at=NOW) == invitation


def test_taken_back_it_opens_nothing(boss: Person, mailoutbox: list[Any]) -> None:
    invitation, token = invited(boss, mailoutbox)
    revoke_invitation(invitation=invitation, by=boss, at=NOW)
    with pytest.raises(InvitationOver, match="taken back"):
        accept_invitation(token=token, **CHOSEN, at=NOW)
    for verb in (renew_invitation, revoke_invitation):
        with pytest.raises(InvitationOver):
            verb(invitation=invitation, by=boss, at=NOW)
    assert send_account_mails(at=NOW) == 0


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF, Role.REVIEWER, Role.LEAD])
def test_who_may_not_look_after_people_invites_nobody(role: Role) -> None:
    person = a_person(role)
    assert roles_to_give(person) == []
    with pytest.raises(InvitationRefused):
        invite(email="x@example.org", role=Role.READER, by=person, at=NOW)


def test_one_invitation_for_an_address_and_none_for_who_is_here(boss: Person) -> None:
    invite(email="Kim@example.org", role=Role.STAFF, by=boss, at=NOW)
    with pytest.raises(InvitationRefused, match="invited already"):
        invite(email="kim@EXAMPLE.org", role=Role.STAFF, by=boss, at=NOW)
    with pytest.raises(InvitationRefused, match="has an account"):
        invite(email=boss.email.upper(), role=Role.STAFF, by=boss, at=NOW)


def test_what_a_mail_server_refuses_waits_with_the_reason(
    boss: Person, smtp_sink: MailSink
) -> None:
    smtp_sink.refuse_with = "451 try again later"
    invitation = invite(email="kim@example.org", role=Role.STAFF, by=boss, at=NOW)
    assert send_account_mails(at=NOW) == 0
    invitation.refresh_from_db()
    assert invitation.sent_at is None and "451" in invitation.trouble
    smtp_sink.refuse_with = None
    assert send_account_mails(at=NOW) == 1
    invitation.refresh_from_db()
    assert invitation.sent_at == NOW and invitation.trouble == ""


class Killed(BaseException):
    """The worker, while it sent."""


def test_what_a_killed_worker_had_hold_of_is_sent_by_the_next(
    boss: Person, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*args: Any) -> None:
        raise Killed

    invite(email="kim@example.org", role=Role.STAFF, by=boss, at=NOW)
    ask_for_reset(email=boss.email, at=NOW)
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.message.EmailMessage.send", killed)
        for _ in range(2):  # the first has hold of the one mail, the second of the other
            with pytest.raises(Killed):
                send_account_mails(at=NOW)
    assert send_account_mails(at=NOW + timedelta(minutes=9)) == 0
    assert send_account_mails(at=NOW + timedelta(minutes=11)) == 2
    assert send_account_mails(at=NOW + timedelta(minutes=22)) == 0
    assert [mail.to for mail in mailoutbox] == [["kim@example.org"], [boss.email]]


def test_whoever_is_switched_off_is_out_with_all_they_hold(
    boss: Person, mailoutbox: list[Any]
) -> None:
    other = a_person(Role.ADMINISTRATOR)
    session, reset = in_a_session(other), reset_token(other)
    _, theirs = invited(other, mailoutbox)
    _, to_them = invited(boss, mailoutbox, email="away@example.org")
    Person.objects.filter(pk=other.pk).update(email="away@example.org")
    other.refresh_from_db()
    switch_off(other, by=boss)
    assert not is_open(session) and "deactivated account" in verbs(other)
    for token in (theirs, to_them):
        with pytest.raises(InvitationOver):
            invitation_of(token, at=NOW)
    with pytest.raises(LinkNotGood):
        whose_reset(reset)
    ask_for_reset(email=other.email, at=NOW)
    assert send_account_mails(at=NOW) == 0


def test_a_forgotten_password_is_chosen_anew(mailoutbox: list[Any]) -> None:
    person = a_person(must_change_password=True)
    session = in_a_session(person)
    ask_for_reset(email=person.email.upper(), at=NOW)
    assert send_account_mails(at=NOW) == 1 and not ForgottenPassword.objects.exists()
    token = token_in(mailoutbox[0])
    reset_password(token=token, password=NEW, at=NOW)
    person.refresh_from_db()
    assert person.check_password(NEW) and not person.must_change_password
    assert not is_open(session) and verbs(person)[-1] == "reset password"
    with pytest.raises(LinkNotGood):
        reset_password(token=token, password=PASSWORD, at=NOW)


def test_nobody_is_mailed_twice_in_five_minutes(mailoutbox: list[Any]) -> None:
    person = a_person()
    for minutes, sent in ((0, 1), (4, 0), (6, 1)):
        at = NOW + timedelta(minutes=minutes)
        ask_for_reset(email=person.email, at=at)
        assert send_account_mails(at=at) == sent


def test_an_address_that_nobody_has_is_forgotten(mailoutbox: list[Any]) -> None:
    a_person(email="")
    for email in ("nobody@example.org", ""):
        ask_for_reset(email=email, at=NOW)
    assert send_account_mails(at=NOW) == 0
    assert not ForgottenPassword.objects.exists() and mailoutbox == []


def test_who_asked_an_hour_ago_is_not_answered(smtp_sink: MailSink) -> None:
    smtp_sink.refuse_with = "451 try again later"
    ask_for_reset(email=a_person().email, at=NOW)
    send_account_mails(at=NOW)
    assert ForgottenPassword.objects.filter(claimed_at=None).count() == 1
    send_account_mails(at=NOW + timedelta(hours=1))
    assert not ForgottenPassword.objects.exists()


@pytest.mark.parametrize("change", ["password", "signed in", "address", "an hour"])
def test_a_link_ends_with_what_it_is_bound_to(change: str, settings: Any) -> None:
    person = a_person()
    token = reset_token(person)
    if change == "password":
        change_own_password(person=person, password=NEW, keeps="", at=NOW)
    elif change == "signed in":
        Person.objects.filter(pk=person.pk).update(last_login=timezone.now())
    elif change == "address":
        Person.objects.filter(pk=person.pk).update(email="x@example.org")
    else:
        settings.PASSWORD_RESET_TIMEOUT = -1
    with pytest.raises(LinkNotGood):
        whose_reset(token)


@pytest.mark.parametrize("token", ["", "x", "1", "1-", "-x", "9" * 30 + "-x", "²-x", "1-\x00"])
def test_what_is_no_link_to_a_password(token: str) -> None:
    with transaction.atomic(), pytest.raises(LinkNotGood):
        whose_reset(token)


def test_a_changed_password_keeps_the_session_it_was_changed_in() -> None:
    person = a_person()
    here, there = in_a_session(person), in_a_session(person)
    change_own_password(person=person, password=NEW, keeps=here.session_key, at=NOW)
    assert is_open(here) and not is_open(there) and verbs(person)[-1] == "changed password"
