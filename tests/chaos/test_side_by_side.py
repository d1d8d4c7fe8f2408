"""Processes that want the same rows at once, and a database that keeps them waiting."""

import subprocess
import threading
from collections.abc import Callable
from datetime import datetime

from requests_app.domain.reminders.models import Reminder
from tests.builders import NOW
from tests.chaos.conftest import requests_due_today
from tests.chaos.locks import Lock
from tests.chaos.server import Server

Start = Callable[[datetime], subprocess.Popen[bytes]]


def test_two_workers_over_the_same_rows_send_each_mail_once(run: Start, server: Server) -> None:
    requests_due_today(120)
    both_send = threading.Event()

    def hold(number: int) -> None:
        # The first mail of the first is held until another process has begun one as well.
        if number > 1:
            both_send.set()
        both_send.wait(30)

    server.before = hold
    workers = [run(NOW), run(NOW)]
    assert [one.wait(90) for one in workers] == [0, 0]
    assert both_send.is_set()
    assert len(server.of_each()) == 120
    assert set(server.of_each().values()) == {1}


def test_a_database_that_is_locked_for_a_while_is_waited_for(run: Start, server: Server) -> None:
    requests_due_today(3)
    lock = Lock()
    server.after = lambda number: lock.take() if number == 1 else None
    # The next step of the worker is to write that the first mail went.
    worker = run(NOW)
    while not server.taken or not lock.somebody_waits():
        assert worker.poll() is None
    lock.give_back()
    assert worker.wait(60) == 0
    assert set(server.of_each().values()) == {1}
    assert set(Reminder.objects.values_list("state", flat=True)) == {"sent"}
