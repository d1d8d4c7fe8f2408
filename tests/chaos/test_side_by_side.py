"""Processes that want the same rows at once, and a database that keeps them waiting."""

import subprocess
import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import DatabaseError

from requests_app.domain.reminders.assembling import assemble
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.sweep import plan, send_due_reminders
from tests.at_once import one_in_the_other
from tests.builders import NOW
from tests.chaos.conftest import requests_due_today
from tests.chaos.locks import Lock
from tests.chaos.server import Server

Start = Callable[[datetime], subprocess.Popen[bytes]]


def test_two_workers_over_the_same_rows_send_each_mail_once(run: Start, server: Server) -> None:
    requests_due_today(120)
    plan(at=NOW)
    assemble(at=NOW, book=AddressBook.now)
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


@pytest.mark.django_db(transaction=True)
def test_of_two_who_make_the_mails_of_the_day_neither_empties_those_of_the_other(
    server: Server,
) -> None:
    requests_due_today(3)
    plan(at=NOW)

    def make() -> int:
        return assemble(at=NOW, book=AddressBook.now)

    assert one_in_the_other(make, make, DatabaseError) == 0
    assert set(Reminder.objects.values_list("state", flat=True)) == {"claimed"}
    assert send_due_reminders(at=NOW).done.mails == 3
    assert set(server.of_each().values()) == {1}
