"""What the wiring tells the rooms of the schedule, and what the broker says."""

import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from celery.schedules import crontab, schedule

from tests import services
from tracker import clockwork
from tracker.celery import app
from tracker.clockwork import LIMITS, Scheduled, ask_broker

HERE = ZoneInfo("America/Los_Angeles")
NIGHTLY = crontab(hour=3, minute=40, app=app)


def entry(when: schedule | crontab) -> Scheduled:
    return Scheduled("x", "requests_app.tasks.x", "celery", when)


@pytest.mark.parametrize(
    ("when", "last", "expected"),
    [
        (schedule(60.0), datetime(2026, 6, 22, 10), datetime(2026, 6, 22, 10, 1)),
        (NIGHTLY, datetime(2026, 6, 22, 3, 40), datetime(2026, 6, 23, 3, 40)),
        (NIGHTLY, datetime(2026, 6, 22, 3, 39), datetime(2026, 6, 22, 3, 40)),
        # Over a change of the clock: 3:40 is 3:40.
        (NIGHTLY, datetime(2026, 10, 31, 3, 41), datetime(2026, 11, 1, 3, 40)),
        (NIGHTLY, datetime(2026, 3, 7, 3, 41), datetime(2026, 3, 8, 3, 40)),
        (crontab(minute=20, app=app), datetime(2026, 6, 22, 10, 20), datetime(2026, 6, 22, 11, 20)),
    ],
)
def test_the_next_time_after_a_run(
    when: schedule | crontab, last: datetime, expected: datetime
) -> None:
    last, expected = last.replace(tzinfo=HERE), expected.replace(tzinfo=HERE)
    assert entry(when).next_after(last) == expected
    assert entry(when).next_after(last.astimezone(UTC)) == expected


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (schedule(10.0), "every 10 seconds"),
        (schedule(60.0), "every minute"),
        (crontab(minute=5, app=app), "every hour at :05"),
        (NIGHTLY, "every day at 3:40"),
    ],
)
def test_a_schedule_in_words(when: schedule | crontab, words: str) -> None:
    assert entry(when).when == words


def test_every_entry_of_beat_is_told_with_its_queue() -> None:
    told = {one.name: (one.task, one.queue) for one in clockwork.schedule()}
    assert list(told) == list(app.conf.beat_schedule)
    assert told["carry on moving dates"] == ("requests_app.tasks.carry_on_moving", "dates")
    assert {queue for _, queue in told.values()} == {"celery", "dates"}


def test_a_run_may_wait_as_long_as_lost_work_takes_to_come_back() -> None:
    assert timedelta(seconds=app.conf.task_time_limit) == LIMITS.may_take < LIMITS.may_wait
    assert LIMITS.up_since <= datetime.now(UTC)


def test_the_broker_says_how_many_messages_wait(tmp_path: Path) -> None:
    with services.running_broker(tmp_path) as url:
        assert ask_broker(url).waiting == {"celery": 0, "dates": 0}
        with app.connection_for_write(url) as connection:
            for _ in range(3):
                app.send_task("requests_app.tasks.read_files", connection=connection)
            app.send_task("requests_app.tasks.carry_on_moving", connection=connection)
            # A queue that nobody takes from belongs to none of our workers.
            app.send_task("requests_app.tasks.read_files", queue="x", connection=connection)
        assert ask_broker(url).waiting == {"celery": 3, "dates": 1}
    gone = ask_broker(url)
    assert gone.waiting is None and gone.trouble.startswith("OperationalError: ")


@pytest.fixture
def deaf() -> Iterator[int]:
    """The port of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_broker_that_hangs_is_not_waited_for(deaf: int) -> None:
    began = time.monotonic()
    assert ask_broker(f"redis://127.0.0.1:{deaf}/0", within=0.2).waiting is None
    assert time.monotonic() - began < 2


def test_no_connection_to_the_broker_is_left_open(tmp_path: Path) -> None:
    with services.running_broker(tmp_path) as url:
        ask_broker(url)
        before = open_files()
        for _ in range(20):
            ask_broker(url)
        assert open_files() <= before


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
