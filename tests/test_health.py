"""/healthz: one word for a watcher, and which part it is about."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from requests_app import health
from requests_app.domain.audit.models import AuditChain
from requests_app.domain.reminders.models import ReminderMail
from requests_app.domain.upkeep.clockwork.recording import begin_run, end_run
from tracker.clockwork import LIMITS, Broker, Limits, schedule

# It asks in a thread of its own, which sees what is committed.
pytestmark = pytest.mark.django_db(transaction=True)
AWAY = {"status": "failing", "database": "away", "broker": "ok", "disk": "ok"}
EMPTY = {"celery": 0, "dates": 0}


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that has been up for a month, with a broker that answers."""
    a_month_ago = datetime.now(UTC) - timedelta(days=30)
    up_for_long = Limits(LIMITS.may_wait, LIMITS.may_take, a_month_ago)
    monkeypatch.setattr(health, "LIMITS", up_for_long)
    monkeypatch.setattr(health, "ask_broker", lambda: Broker(EMPTY))
    yield
    assert not health._one_at_a_time.locked()


def broker_says(monkeypatch: pytest.MonkeyPatch, broker: Broker) -> None:
    monkeypatch.setattr(health, "ask_broker", lambda: broker)


def all_ran(ago: timedelta = timedelta()) -> None:
    at = timezone.now() - ago
    for entry in schedule():
        begin_run(task=entry.task, at=at)
        end_run(task=entry.task, at=at, took_seconds=0.1)


def asked() -> tuple[int, dict[str, Any]]:
    response = Client().get("/healthz")
    assert response["Content-Type"] == "application/json"
    return response.status_code, json.loads(response.content)


def test_all_is_well() -> None:
    all_ran()
    status, told = asked()
    ages = [told.pop("last_run_age"), *told.pop("last_success_age").values()]
    assert len(ages) == 1 + len(schedule()) and set(ages) <= set(range(60))
    assert (status, told) == (
        200,
        {
            "status": "ok",
            "database": "ok",
            "broker": "ok",
            "beat": "ok",
            "silent_workers": [],
            "wrong_tasks": {},
            "mail_backlog_age": 0,
            "disk": "ok",
            "audit": "ok",
        },
    )


def test_it_is_read_only_never_kept_and_answers_head() -> None:
    all_ran()
    response = Client().head("/healthz")
    assert (response.status_code, response.content) == (200, b"")
    assert "no-store" in response["Cache-Control"]
    assert Client().post("/healthz").status_code == 405
    assert Client().get("/healthz").cookies == {}


def test_beat_is_silent_where_nothing_was_sent() -> None:
    all_ran(timedelta(hours=1))
    status, told = asked()
    assert (status, told["status"], told["beat"]) == (503, "failing", "silent")
    assert told["last_run_age"] in range(3600, 3630)
    assert told["wrong_tasks"]["send due reminders"] == "late"
    assert told["silent_workers"] == []


def test_a_worker_is_silent_where_its_queue_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    all_ran(timedelta(hours=1))
    broker_says(monkeypatch, Broker({"celery": 60, "dates": 1}))
    status, told = asked()
    assert (status, told["beat"], told["silent_workers"]) == (503, "ok", ["celery", "dates"])


def test_a_task_that_only_fails_is_named() -> None:
    all_ran()
    sweep = schedule()[0]
    hour_ago = timezone.now() - timedelta(hours=1)
    end_run(task=sweep.task, at=hour_ago, took_seconds=0.1)
    end_run(task=sweep.task, at=timezone.now(), took_seconds=0.1, error=ValueError("secret"))
    status, told = asked()
    assert (status, told["wrong_tasks"]) == (503, {"send due reminders": "failing"})
    assert "secret" not in json.dumps(told)


def test_mails_that_wait_too_long_are_told_by_their_age() -> None:
    all_ran()
    made_at = timezone.now() - timedelta(hours=2)
    ReminderMail.objects.create(
        day=made_at.date(), key="digest", message_id="<1@x>", made_at=made_at
    )
    status, told = asked()
    assert (status, told["status"]) == (503, "failing")
    assert told["mail_backlog_age"] in range(7200, 7230)


def test_a_new_installation_is_starting_and_not_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LIMITS", Limits(LIMITS.may_wait, LIMITS.may_take, timezone.now()))
    status, told = asked()
    assert (status, told["status"]) == (200, "starting")
    assert told["last_run_age"] is None and told["wrong_tasks"] == {}


def test_a_broker_that_is_away_is_said_without_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    all_ran()
    broker_says(monkeypatch, Broker(None, "OperationalError: redis.example.org:6379"))
    status, told = asked()
    assert (status, told["status"], told["broker"]) == (503, "failing", "away")
    assert "example.org" not in json.dumps(told)


def test_a_database_that_fails_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise OperationalError("connection to server at db.example.org failed")

    monkeypatch.setattr(health, "look", fails)
    assert asked() == (503, AWAY)


def test_a_database_that_hangs_holds_nobody_for_long_and_one_thread_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released = threading.Event()

    def hang(*args: object, **kwargs: object) -> None:
        released.wait(30)
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(health, "look", hang)
    began = time.monotonic()
    try:
        for _ in range(2):
            assert asked() == (503, AWAY)
        hanging = [one for one in threading.enumerate() if one.name == "healthz"]
        assert len(hanging) == 1
        assert time.monotonic() - began < 4 * health.ANSWERS_WITHIN
    finally:
        released.set()
        for one in threading.enumerate():
            if one.name == "healthz":
                one.join(10)


def test_a_full_disk_is_said_without_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    all_ran()
    monkeypatch.setattr(health, "LEAST_FREE", 2**80)
    status, told = asked()
    assert (status, told["status"], told["disk"]) == (503, "failing", "full")
    assert str(settings.VAR_DIR) not in json.dumps(told)
    assert health.disk_of(Path("/there/is/no/such/place")) == "full"


def test_an_audit_record_that_is_not_sound_is_said_without_what_is_wrong() -> None:
    all_ran()
    AuditChain.objects.update_or_create(pk=AuditChain.KEY, defaults={"findings": "Entry 7 is gone"})
    status, told = asked()
    assert (status, told["status"], told["audit"]) == (503, "failing", "not sound")
    assert "Entry" not in json.dumps(told)
