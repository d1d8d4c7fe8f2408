"""The one command, with real processes: it starts, answers, heals and stops."""

import contextlib
import os
import signal
import socket
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import redis

from tests.services import until
from tests.tracker.site import Site, environ, processes_of, run

Start = Callable[..., Site]
A_MOVE = """
    INSERT INTO requests_app_datesmove
           (what, law, started_at, total, looked_at, moved, place_pk)
    VALUES ('A holiday.', '', '2026-06-22 10:00:00', 0, 0, 0, 0)
"""
FINISHED = "SELECT 1 FROM requests_app_datesmove WHERE finished_at IS NOT NULL"
# It runs on SQLite in its own directory, so the second run of the tests would show nothing new.
pytestmark = pytest.mark.skipif(
    os.environ.get("TEST_DATABASE") == "postgres", reason="shown by the run on SQLite"
)


def test_a_second_start_answers_within_five_seconds(start: Start, tmp_path: Path) -> None:
    taken = _seconds_to_answer(start())
    began = time.monotonic()
    run(["python", "manage.py", "help", "serve"], **environ(tmp_path))
    floor = time.monotonic() - began  # Django alone: 0.7 s where nobody else asks for the processor
    assert taken < max(5, 5 * floor / 0.7)


def _seconds_to_answer(site: Site) -> float:
    began = time.monotonic()
    site.printed("answers at")
    taken = time.monotonic() - began
    assert site.stop() == 0
    return taken


def test_it_answers_and_stops_in_order(start: Start) -> None:
    site = start()
    site.printed(f"Tenth Day answers at http://127.0.0.1:{site.port}/")
    site.printed("Logs are in")
    assert site.answers() == 200
    names = ["gunicorn", "valkey-server", "-Q celery", "-Q dates", "beat"]
    until(lambda: all(site.has(name) for name in names), "all five children")
    assert site.stop() == 0
    assert site.lines[-1] == "Stopped: web, beat, worker, dates, broker."
    assert processes_of(site.var_dir) == {}


def test_ctrl_c_during_the_start_stops_it_as_well(start: Start) -> None:
    site = start()
    site.printed("is starting")
    assert site.stop(signal.SIGINT) == 0
    assert processes_of(site.var_dir) == {}


def test_a_second_one_in_the_same_place_is_refused_in_one_line(start: Start) -> None:
    first = start()
    first.printed("is starting")
    second = start()
    assert second.process.wait(30) == 1
    line = second.printed("already")
    assert f"is running in {first.var_dir} already (process {first.process.pid}, http" in line
    assert len(second.lines) == 1


def test_a_busy_port_is_refused_in_one_line(start: Start) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        site = start(PORT=str(port))
        assert site.process.wait(30) == 1
    line = site.printed("in use")
    assert line.startswith(f"Port {port} of 127.0.0.1 is in use") and "PORT=" in line
    assert len(site.lines) == 1


def test_an_address_of_another_machine_is_refused_in_one_line(start: Start) -> None:
    site = start(BIND="192.0.2.1")
    assert site.process.wait(30) == 1
    assert "BIND='192.0.2.1': give an address of this machine" in site.printed("BIND")
    assert len(site.lines) == 1


@pytest.mark.parametrize("child", ["gunicorn", "-Q celery", "-Q dates", "beat"])
def test_a_child_that_dies_is_started_again(start: Start, child: str) -> None:
    site = start()
    site.printed("answers at")
    until(lambda: site.has(child), child)
    old = site.child(child)
    os.kill(old, signal.SIGKILL)
    site.printed(r"ended \(signal 9\) and is started again")
    until(lambda: site.has(child) and site.child(child) != old, f"a new {child}")
    assert site.answers() == 200


def test_dates_move_while_the_other_worker_is_busy(start: Start) -> None:
    """It stands still, as behind tens of thousands of mails; nobody told the worker of the move."""
    site = start()
    site.printed("answers at")
    until(lambda: site.has("-Q celery") and site.has("-Q dates"), "the workers")
    busy = site.child("-Q celery")
    os.killpg(busy, signal.SIGSTOP)
    try:
        with contextlib.closing(
            sqlite3.connect(site.var_dir / "db.sqlite3", timeout=20)
        ) as database:
            database.execute(A_MOVE)
            database.commit()
            until(lambda: database.execute(FINISHED).fetchone(), "the end of the move", within=90)
    finally:
        os.killpg(busy, signal.SIGCONT)


def test_killing_the_broker_loses_no_queued_work(start: Start) -> None:
    site = start()
    site.printed("answers at")
    with site.broker() as broker:
        # A queue that no worker empties, filled as Celery fills its own.
        broker.rpush("parked", *[f"task {number}" for number in range(500)])
    os.kill(site.child("valkey"), signal.SIGKILL)
    site.printed(r"broker ended \(signal 9\) and is started again")
    with site.broker() as again:
        until(lambda: _answers(again), "the broker")
        assert again.llen("parked") == 500
        # The worker came back to it by itself: it waits for work again.
        until(lambda: _somebody_waits(again), "the worker")
    assert site.answers() == 200


def _answers(broker: redis.Redis) -> bool:
    try:
        return bool(broker.ping())
    except redis.ConnectionError:
        return False


def _somebody_waits(broker: redis.Redis) -> bool:
    return any(client["cmd"] == "brpop" for client in broker.client_list())


def test_nothing_outlives_a_supervisor_that_is_killed(start: Start) -> None:
    site = start()
    site.printed("answers at")
    os.kill(site.process.pid, signal.SIGKILL)
    until(lambda: processes_of(site.var_dir) == {}, "the end of every child", within=15)
    again = start(site.var_dir)
    again.printed("answers at")


def test_a_deep_directory_gets_its_socket_elsewhere(start: Start, tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-directory-with-quite-a-long-name"] * 4, "var")
    deep.parent.mkdir(parents=True)
    site = start(deep)
    site.printed("answers at")
    assert len(os.fsencode(deep)) > 108
    with site.broker() as broker:
        assert broker.ping()
        path = Path(broker.connection_pool.connection_kwargs["path"])
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert (deep / "broker" / "appendonlydir").is_dir()
    assert site.stop() == 0
    assert not path.parent.exists()


@pytest.mark.skipif(os.getuid() != 0, reason="only root may mount a small disk")
@pytest.mark.parametrize("full", [True, False], ids=["full", "too-small"])
def test_a_full_disk_is_told_in_one_line(tmp_path: Path, full: bool) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = run(["/bin/mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)])
    if mounted.returncode != 0:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    try:
        if full:
            (disk / "filler").write_bytes(b"")
            fill(disk / "filler")
        told = run(["python", "manage.py", "serve"], **environ(disk / "var"))
    finally:
        run(["/bin/umount", str(disk)])
    assert told.returncode in {1, 2}
    assert told.stderr.startswith("The disk is full: ")
    assert (told.stdout + told.stderr).count("\n") == 1


def fill(path: Path) -> None:
    """Writes until the disk takes no more."""
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            return
