"""What the tests of signing in share."""

from datetime import datetime
from typing import Any

import pyotp
from django.contrib.sessions.backends.db import SessionStore

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.sign_in.codes import new_secret
from requests_app.domain.sign_in.factors import add_authenticator_app
from requests_app.domain.sign_in.models import OpenSession
from requests_app.domain.sign_in.sessions import open_session
from tests.builders import NOW


def code_of(secret: str, at: datetime = NOW) -> str:
    return pyotp.TOTP(secret).at(at)


def with_app(person: Person, at: datetime = NOW) -> tuple[str, list[str]]:
    """Sets an app up; returns its secret and the recovery codes."""
    secret = new_secret()
    _, codes = add_authenticator_app(person=person, secret=secret, code=code_of(secret, at), at=at)
    return secret, codes


def in_a_session(person: Person, **values: Any) -> OpenSession:
    """A session of the person with one of Django's behind it."""
    store = SessionStore()
    store.create()
    given = {"how": "password alone", "agent": "Firefox", "address": "192.0.2.1", "at": NOW}
    return open_session(person=person, session_key=store.session_key, **given | values)


def is_open(session: OpenSession) -> bool:
    row = OpenSession.objects.filter(pk=session.pk).exists()
    assert row == SessionStore().exists(session.session_key)
    return row


def verbs(person: Person) -> list[str]:
    """What the audit record says was done to the person, in its order."""
    rows = AuditEntry.objects.filter(subject_kind="person", subject_id=str(person.pk))
    return list(rows.order_by("pk").values_list("verb", flat=True))
