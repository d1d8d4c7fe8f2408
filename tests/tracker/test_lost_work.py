"""Work in progress when its process is killed is given out again."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services import die_with_parent, until
from tests.tracker.site import ROOT, environ
from tracker.celery import app

WORKER = ["-m", "celery", "-A", "tracker", "worker", "-c", "1", "-I", "tests.tracker.patient_task"]


@pytest.mark.long
def test_a_task_whose_process_is_killed_runs_again(broker: str, tmp_path: Path) -> None:
    with (tmp_path / "worker.log").open("wb") as log:
        worker = subprocess.Popen(
            [sys.executable, *WORKER],
            cwd=ROOT,
            env=environ(tmp_path, REDIS_URL=broker),
            stdout=log,
            stderr=log,
            preexec_fn=die_with_parent,
        )
    try:
        with app.connection_for_write(broker) as connection:
            app.send_task("tests.wait_for_release", [str(tmp_path)], connection=connection)
        (first,) = until(lambda: begun(tmp_path), "the task")
        os.kill(first, signal.SIGKILL)
        until(lambda: len(begun(tmp_path)) == 2, "the task again")
        (tmp_path / "released").touch()
        until((tmp_path / "done").exists, "its end")
    finally:
        worker.terminate()
        worker.wait(30)
    assert len(begun(tmp_path)) == 2


def begun(place: Path) -> list[int]:
    """The processes in which the task began, in order."""
    note = place / "begun"
    return [int(line) for line in note.read_text().splitlines()] if note.exists() else []


def test_a_task_is_confirmed_after_its_work_and_given_to_one_worker_at_a_time() -> None:
    options = app.conf.broker_transport_options
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    # Shorter, and a slow task would be given to a second worker while the first is at it.
    assert options["visibility_timeout"] > app.conf.task_time_limit
    assert (options["unacked_restore_interval"], options["unacked_restore_throttle"]) == (10, 1)
    assert app.conf.result_backend is None


def test_dates_that_move_have_a_queue_of_their_own() -> None:
    def queue(task: str) -> str:
        return app.amqp.router.route({}, f"requests_app.tasks.{task}")["queue"].name

    assert queue("carry_on_moving") == "dates"
    assert {queue("send_due_reminders"), queue("check_every_date")} == {"celery"}
    # A worker that is started without -Q takes from both.
    named = {name: one.routing_key for name, one in app.amqp.queues.consume_from.items()}
    assert named == {"celery": "celery", "dates": "dates"}


def test_the_clock_sends_only_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
