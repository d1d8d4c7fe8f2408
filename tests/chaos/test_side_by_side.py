"""Processes that want the same rows at once, and a database that keeps them waiting."""

import subprocess
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.sweep import send_due_reminders
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


def test_a_clock_that_jumps_three_days_ahead_doubles_nothing(run: Start, server: Server) -> None:
    """For whoever looks at the other clock the claims of a worker that is at it have run out."""
    requests = requests_due_today(3)
    ahead: list[int] = []

    def look_ahead(number: int) -> None:
        if number == 1:
            server.after = lambda _: None
            ahead.append(send_due_reminders(at=NOW + timedelta(days=3)).done.mails)

    server.after = look_ahead
    assert run(NOW).wait(60) == 0
    # The one that was in the server's hands comes again; of the others each went once.
    assert sorted(server.times().values())[-1] <= 2
    assert sum(server.times().values()) - len(server.times()) <= 1
    assert {one.to for one in server.taken} == {one.assignee.email for one in requests}
