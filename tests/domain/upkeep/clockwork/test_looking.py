"""One look at tasks, queues and mails."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from requests_app.domain.upkeep.clockwork.looking import Clockwork, look
from requests_app.domain.upkeep.clockwork.recording import begin_run, end_run
from tests.builders import NOW
from tests.domain.upkeep.clockwork.a_schedule import (
    DATES,
    LIMITS,
    NIGHTLY,
    SWEEP,
    Broker,
    Limits,
)

pytestmark = pytest.mark.django_db
SCHEDULE = [SWEEP, NIGHTLY, DATES]
EMPTY = Broker({"celery": 0, "dates": 0})


def looked(
    broker: Broker = EMPTY, after: timedelta = timedelta(), limits: Limits = LIMITS
) -> Clockwork:
    return look(SCHEDULE, broker=broker, at=NOW + after, patience=limits)


def all_have_run() -> None:
    for entry in SCHEDULE:
        begin_run(task=entry.task, at=NOW)
        end_run(task=entry.task, at=NOW, took_seconds=0.1)


def test_all_is_sound_when_every_task_has_run() -> None:
    all_have_run()
    found = looked(after=timedelta(seconds=4))
    assert found.is_sound and not found.is_starting
    assert found.heard == timedelta(seconds=4)


def test_a_new_site_is_starting_until_its_first_tasks_have_come() -> None:
    new = Limits(up_since=NOW)
    found = looked(after=timedelta(minutes=1), limits=new)
    assert found.is_starting and found.is_sound and found.heard is None
    all_have_run()
    assert not looked(after=timedelta(minutes=1), limits=new).is_starting


def test_it_names_who_is_silent() -> None:
    all_have_run()
    hour = timedelta(hours=1)
    nothing_sent = looked(after=hour)
    assert nothing_sent.beat_is_silent and nothing_sent.silent_queues == []
    nothing_taken = looked(Broker({"celery": 60, "dates": 3}), after=hour)
    assert not nothing_taken.beat_is_silent
    assert nothing_taken.silent_queues == ["celery", "dates"]
    for found in (nothing_sent, nothing_taken):
        assert [line.entry for line in found.wrong] == [SWEEP, DATES]
        assert not found.is_sound


def test_a_broker_that_does_not_answer_is_trouble_by_itself() -> None:
    all_have_run()
    found = looked(Broker(None, "Connection refused"))
    assert (found.broker, found.is_sound) == ("Connection refused", False)
    assert not found.beat_is_silent and found.silent_queues == []


def test_it_asks_twice_however_many_tasks_there_are(django_assert_num_queries: Callable) -> None:
    all_have_run()
    with django_assert_num_queries(2):
        looked()
