"""Sessions: listed while they live, ended one by one or all at once."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from requests_app.domain.sign_in.models import OpenSession
from requests_app.domain.sign_in.sessions import (
    close_session,
    end_all_sessions,
    end_session,
    live_sessions,
    move_session,
    see_session,
)
from tests.builders import NOW, a_person
from tests.domain.sign_in.doing import in_a_session, is_open, verbs

pytestmark = pytest.mark.django_db


def test_a_session_is_listed_with_where_it_is_from() -> None:
    person = a_person()
    session = in_a_session(person, agent="x" * 1000)
    in_a_session(a_person())
    assert live_sessions(person, at=NOW) == [session]
    assert len(session.agent) == 300 and verbs(person) == ["signed in"]


def test_one_that_ran_out_is_listed_no_more_and_goes_with_the_next() -> None:
    person = a_person()
    old = in_a_session(person)
    Session.objects.update(expire_date=NOW - timedelta(days=1))
    assert live_sessions(person, at=NOW) == []
    new = in_a_session(person)
    assert list(OpenSession.objects.all()) == [new] and old.pk != new.pk


def test_it_is_seen_again_from_elsewhere() -> None:
    session = in_a_session(a_person())
    later = NOW + timedelta(hours=1)
    see_session(session_key=session.session_key, address="2001:db8::1", at=later)
    session.refresh_from_db()
    assert (session.seen_at, session.address) == (later, "2001:db8::1")


def test_one_is_ended_and_the_others_stay() -> None:
    person = a_person()
    here, there = in_a_session(person), in_a_session(person)
    end_session(session=there, by=person, at=NOW)
    end_session(session=there, by=person, at=NOW)  # a second press
    assert is_open(here) and not is_open(there)
    assert verbs(person).count("ended session") == 1


def test_all_others_are_ended() -> None:
    person, somebody = a_person(), a_person()
    here, *others = [in_a_session(person) for _ in range(3)]
    not_mine = in_a_session(somebody)
    assert end_all_sessions(person=person, by=person, at=NOW, but=here.session_key) == 2
    assert is_open(here) and is_open(not_mine) and not any(is_open(one) for one in others)


def test_it_follows_its_key_and_is_closed_by_signing_out() -> None:
    person = a_person()
    session = in_a_session(person)
    move_session(before=session.session_key, after="b" * 32)
    assert OpenSession.objects.get().session_key == "b" * 32
    close_session(session_key="b" * 32, by=person, at=NOW)
    assert not OpenSession.objects.exists() and verbs(person)[-1] == "signed out"
