"""Celery's own processes, a real broker, and `make chaos` in small."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from requests_app.domain.reminders.models import DeskWishes, Reminder
from tests.builders import NOW, a_person, a_request
from tests.chaos import clock
from tests.chaos.conftest import requests_due_today
from tests.chaos.server import Server
from tests.chaos.tasks import QUEUE, SWEEP
from tests.chaos.workers import Workers
from tests.services import die_with_parent, start_broker, until
from tests.tracker.site import ROOT
from tracker.broker_address import broker_url
from tracker.celery import app

pytestmark = pytest.mark.long
PATIENCE = 120.0  # seconds


def all_sent() -> bool:
    return set(Reminder.objects.values_list("state", flat=True)) == {"sent"}


def test_killing_the_broker_loses_neither_the_sweep_that_runs_nor_the_one_that_waits(
    env: dict[str, str], server: Server, tmp_path: Path
) -> None:
    def ask_for_a_sweep() -> None:
        with app.connection_for_write(broker_url(tmp_path)) as connection:
            app.send_task(SWEEP, queue=QUEUE, connection=connection)

    def hold(number: int) -> None:
        if number == 2:
            reached.set()
            released.wait(15)

    reached, released = threading.Event(), threading.Event()
    server.before = hold
    broker = start_broker(tmp_path)
    env |= {"REDIS_URL": broker_url(tmp_path), **clock.told(begins_at=NOW, speed=1)}
    requests_due_today(5)
    workers = Workers(count=1, processes=1, env=env, log=tmp_path / "worker.log")
    try:
        ask_for_a_sweep()
        assert reached.wait(PATIENCE)
        a_request(by=a_person())
        ask_for_a_sweep()
        broker.kill()
        broker.wait()
        broker = start_broker(tmp_path)
        released.set()
        until(lambda: len(server.taken) == 6 and all_sent(), "all mails", within=PATIENCE)
    finally:
        workers.stop()
        broker.terminate()
        broker.wait(15)
    assert set(server.of_each().values()) == {1}


@contextmanager
def beating(env: dict[str, str], place: Path, name: str) -> Iterator[None]:
    """A beat of its own, with the product's own schedule."""
    with (place / f"{name}.log").open("wb") as log:
        beat = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "tracker", "beat", "-s", place / name,
             "--pidfile="],
            cwd=ROOT, env=env, stdout=log, stderr=log, preexec_fn=die_with_parent,
        )  # fmt: skip
    try:
        yield
    finally:
        beat.terminate()
        beat.wait(15)


def test_two_beats_send_each_mail_once(
    env: dict[str, str], server: Server, broker: str, tmp_path: Path
) -> None:
    now = timezone.now()
    DeskWishes.objects.create(pk=1, digest_at=time(0), looked_on=timezone.localdate())
    people = [a_person() for _ in range(5)]
    for person in people:
        sent_on = timezone.localdate() - timedelta(days=40)
        a_request(by=person, sent_on=sent_on, at=now - timedelta(days=40))
    env |= {"REDIS_URL": broker, "REMINDER_SWEEP_SECONDS": "1"}
    log = tmp_path / "worker.log"
    workers = Workers(count=1, processes=2, env=env, log=log, queue="celery")
    try:
        with beating(env, tmp_path, "one"), beating(env, tmp_path, "other"):
            until(lambda: len(server.of_each()) == 5 and all_sent(), "all mails", within=PATIENCE)
            swept = sweeps(log)
            until(lambda: sweeps(log) >= swept + 5, "further sweeps", within=PATIENCE)
    finally:
        workers.stop()
    assert server.of_each() == {person.email: 1 for person in people}


def sweeps(log: Path) -> int:
    """How many sweeps have come to their end."""
    ended = [line for line in log.read_text().splitlines() if " succeeded in " in line]
    return sum("send_due_reminders" in line for line in ended)


@pytest.mark.skipif(
    os.environ.get("TEST_DATABASE") != "postgres", reason="make chaos has its own PostgreSQL"
)
@pytest.mark.usefixtures("db")
def test_fifteen_kills_lose_no_reminder_and_double_no_more_mails_than_they_explain() -> None:
    sizes = {"KILLS": "15", "REMINDERS": "300", "PER_MAIL": "1", "EVERY": "0.2", "SPEED": "100"}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.chaos"],
        cwd=ROOT, env={**os.environ, **sizes}, capture_output=True, text=True, timeout=1800,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    said = {line[:24].strip(): line[24:] for line in ran.stdout.splitlines()}
    assert said["kills"].startswith("15,")
    assert (said["reminders due"], said["reminders lost"]) == ("300", "0")
    assert (said["mails"], said["with another Message-ID"]) == ("300", "0")
    assert said["the ledger says"] == "300 sent"
