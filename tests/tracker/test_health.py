"""Who is silent, found out with real processes: beat, a worker, a broker, a whole site."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from requests_app import health
from requests_app.domain.upkeep.clockwork.looking import Clockwork, look
from requests_app.domain.upkeep.clockwork.models import TaskRun
from tests import services
from tests.services import die_with_parent, until
from tests.tracker.site import ROOT, Site, environ
from tracker.clockwork import LIMITS, Limits, ask_broker, schedule

SWEEP = "requests_app.tasks.send_due_reminders"
# Later than any run may wait: the moment is given to the look, so that nobody has to wait for it.
LATER = timedelta(minutes=10)


@contextlib.contextmanager
def running(words: list[str], env: dict[str, str], log: Path) -> Iterator[None]:
    """A Celery program; it is asked to end, and killed where it does not."""
    with log.open("ab") as out:
        program = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "tracker", *words],
            cwd=ROOT, env=env, stdout=out, stderr=out, preexec_fn=die_with_parent,
        )  # fmt: skip
    try:
        yield
    finally:
        program.terminate()
        try:
            program.wait(20)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()


def the_same_database() -> str:
    """The address of the test's own database, for processes of ours."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return services.postgres_url().removesuffix("/postgres") + f"/{name}"


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_beat_worker_and_broker_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "run").mkdir()
    with contextlib.ExitStack() as held:
        url = held.enter_context(services.running_broker(tmp_path))
        given = {"REDIS_URL": url, "DATABASE_URL": the_same_database()}
        env = environ(tmp_path, **given, REMINDER_SWEEP_SECONDS="1")
        log, worker = tmp_path / "log", ["worker", "-c", "1", "--without-mingle"]
        patience = Limits(LIMITS.may_wait, LIMITS.may_take, timezone.now())

        def looked(after: timedelta = timedelta()) -> Clockwork:
            at = timezone.now() + after
            return look(schedule(), broker=ask_broker(url), at=at, patience=patience)

        def waiting() -> list[int]:
            return list((ask_broker(url).waiting or {}).values())

        assert looked().is_starting
        with running(["beat", "--pidfile", ""], env, log):
            with running(worker, env, log):
                until(lambda: not looked().is_starting, "the first runs of both queues", within=120)
                assert TaskRun.objects.get(task=SWEEP).outcome == "done"
                assert looked().is_sound
            until(lambda: all(waiting()), "messages that nobody takes", within=120)
            silent = looked(LATER)
            assert silent.silent_queues == ["celery", "dates"] and not silent.beat_is_silent
        held.enter_context(running(worker, env, log))
        until(lambda: not any(waiting()), "a worker that has taken all there is", within=120)
        silent = looked(LATER)
        assert silent.beat_is_silent and silent.silent_queues == []
    monkeypatch.setattr(health, "ask_broker", lambda: ask_broker(url))
    response = Client().get("/healthz")
    assert (response.status_code, response.json()["broker"]) == (503, "away")


@pytest.mark.skipif(
    os.environ.get("TEST_DATABASE") == "postgres", reason="shown by the run on SQLite"
)
def test_a_watcher_sees_the_site_start_and_its_broker_hang(start: Callable[..., Site]) -> None:
    site = start()
    site.printed("answers at")
    until(lambda: asked(site)[1]["status"] == "ok", "the first tasks")
    status, told = asked(site)
    assert status == 200 and told["last_success_age"]["send due reminders"] < 60
    broker = site.child("valkey")
    os.kill(broker, signal.SIGSTOP)
    try:
        began = time.monotonic()
        status, told = asked(site)
        assert (status, told["status"], told["broker"]) == (503, "failing", "away")
        assert time.monotonic() - began < 5
    finally:
        os.kill(broker, signal.SIGCONT)
    until(lambda: asked(site)[0] == 200, "the broker again")


def asked(site: Site) -> tuple[int, dict[str, Any]]:
    try:
        with urllib.request.urlopen(f"{site.url}healthz", timeout=30) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)
