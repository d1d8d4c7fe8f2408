"""Where people are signed in: opened, seen, listed and ended.

A session is ended by deleting Django's own (the database keeps them): its cookie opens nothing
from the next request on.
"""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record
from requests_app.domain.sign_in.models import ForgottenPassword, OpenSession

LONGEST_AGENT = 300  # characters
# How much later a session is seen before that is written down.
SEEN_AFTER_SECONDS = 300
GRACE = timedelta(days=1)


def live_sessions(person: Person, *, at: datetime) -> list[OpenSession]:
    """Where the person is signed in at `at`, the last seen first."""
    live = Session.objects.filter(expire_date__gt=at).values("session_key")
    return list(OpenSession.objects.filter(person=person, session_key__in=live))


def ended_places(*, at: datetime) -> QuerySet[OpenSession]:
    """Where people were signed in whose session is no more, and who never came back to be told. A
    day's grace: a session is noted a moment before it is saved."""
    live = Session.objects.filter(expire_date__gt=at).values("session_key")
    return OpenSession.objects.filter(seen_at__lt=at - GRACE).exclude(session_key__in=live)


@transaction.atomic
def open_session(
    *, person: Person, session_key: str, how: str, agent: str, address: str, at: datetime
) -> OpenSession:
    """Somebody has signed in. how: by which second factor, or that there was none."""
    live = Session.objects.filter(expire_date__gt=at).values("session_key")
    OpenSession.objects.filter(person=person).exclude(session_key__in=live).delete()
    session, _ = OpenSession.objects.update_or_create(
        session_key=session_key,
        defaults={
            "person": person,
            "agent": agent[:LONGEST_AGENT],
            "address": address,
            "opened_at": at,
            "seen_at": at,
        },
    )
    record(verb="signed in", subject=person, by=person, at=at, how=how, address=address)
    return session


def see_session(*, session_key: str, address: str, at: datetime) -> None:
    """The session is in use. Nothing for the audit: nobody did anything."""
    OpenSession.objects.filter(session_key=session_key).update(seen_at=at, address=address)


@transaction.atomic
def move_session(*, before: str, after: str) -> None:
    """The same session under another key, as Django gives one when a password is changed."""
    OpenSession.objects.filter(session_key=before).update(session_key=after)


@transaction.atomic
def close_session(*, session_key: str, by: Person, at: datetime) -> None:
    """Somebody signs out; the door ends Django's session itself."""
    OpenSession.objects.filter(session_key=session_key).delete()
    record(verb="signed out", subject=by, by=by, at=at)


@transaction.atomic
def end_session(*, session: OpenSession, by: Person, at: datetime) -> None:
    """Ends one session from elsewhere."""
    if end_sessions(person=session.person, only=session.session_key):
        record(
            verb="ended session",
            subject=session.person,
            by=by,
            at=at,
            address=session.address,
            agent=session.agent,
        )


@transaction.atomic
def end_all_sessions(*, person: Person, by: Person, at: datetime, but: str = "") -> int:
    """Ends every session of `person`, or every one but that with the key `but`; returns how
    many were open."""
    ended = end_sessions(person=person, but=but)
    record(verb="ended sessions", subject=person, by=by, at=at, count=ended)
    return ended


@transaction.atomic
def end_every_session() -> None:
    """Nobody is signed in any more, nor half so, and no link to a new password is on its way. A
    part of restoring: whoever was signed in on the day of the backup may have been thrown out
    since."""
    Session.objects.all().delete()
    OpenSession.objects.all().delete()
    ForgottenPassword.objects.all().delete()


def end_sessions(*, person: Person, but: str = "", only: str = "") -> int:
    """Deletes the rows and Django's sessions, as a part of an operation that says why."""
    rows = OpenSession.objects.filter(person=person).exclude(session_key=but)
    rows = rows.filter(session_key=only) if only else rows
    keys = list(rows.select_for_update().order_by("pk").values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    OpenSession.objects.filter(session_key__in=keys).delete()
    return len(keys)
