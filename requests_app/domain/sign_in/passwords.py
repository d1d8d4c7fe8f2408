"""A person's own password: changed with the old one, or with a link that came by mail."""

from datetime import datetime, timedelta

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.operations import change_password
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.audit.operations import record
from requests_app.domain.sign_in.factors import lock
from requests_app.domain.sign_in.models import ForgottenPassword
from requests_app.domain.sign_in.sessions import end_sessions

ASKED = "asked for a new password"
# Asking again and again does not fill somebody's mailbox.
NOT_AGAIN_WITHIN = timedelta(minutes=5)


class LinkNotGood(Exception):
    """The link was used, is too old, or was never one."""


@transaction.atomic
def change_own_password(*, person: Person, password: str, keeps: str, at: datetime) -> Person:
    """Stores the password that the form validated; every session of the person ends but the one
    with the key `keeps`."""
    changed = change_password(person=lock(person), password=password, at=at)
    ended = end_sessions(person=changed, but=keeps)
    record(verb="changed password", subject=changed, by=changed, at=at, sessions_ended=ended)
    return changed


def ask_for_reset(*, email: str, at: datetime) -> None:
    """Keeps that somebody asked; the worker looks whose address it is, and mails (outbox.py)."""
    ForgottenPassword.objects.create(email=email, asked_at=at)


def people_to_answer(email: str, *, at: datetime) -> list[Person]:
    """The accounts with that address that get a link at `at`."""
    people = Person.objects.filter(email__iexact=email, is_active=True, is_sample=False)
    found = people.exclude(email="").order_by("pk")
    return [person for person in found if not _asked_lately(person, at)]


def _asked_lately(person: Person, at: datetime) -> bool:
    return AuditEntry.objects.filter(
        subject_kind="person", subject_id=str(person.pk), verb=ASKED, at__gt=at - NOT_AGAIN_WITHIN
    ).exists()


def reset_token(person: Person) -> str:
    """The part of the link that opens it. Django's: it is bound to the password and to the last
    time of signing in, so that it ends with either, and after settings.PASSWORD_RESET_TIMEOUT."""
    return f"{person.pk}-{default_token_generator.make_token(person)}"


def whose_reset(token: str) -> Person:
    """Whose password the link may change. Raises `LinkNotGood`."""
    pk, _, rest = token.partition("-")
    is_number = pk.isascii() and pk.isdecimal() and len(pk) < 19
    person = Person.objects.filter(pk=pk, is_active=True).first() if is_number else None
    if person is None or not default_token_generator.check_token(person, rest):
        raise LinkNotGood(
            "This link was used already, is older than it may be, or is not whole. Ask for a new "
            "one."
        )
    return person


@transaction.atomic
def reset_password(*, token: str, password: str, at: datetime) -> Person:
    """Stores the password that somebody chose who came by the link; all their sessions end.

    Raises `LinkNotGood`, also for the second of two who use one link at once.
    """
    lock(whose_reset(token))
    person = change_password(person=whose_reset(token), password=password, at=at)
    ended = end_sessions(person=person)
    record(verb="reset password", subject=person, by=person, at=at, sessions_ended=ended)
    return person
