"""A clock that stands still for days, and one that jumps."""

import subprocess
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from requests_app.domain.reminders.sweep import send_due_reminders
from tests.builders import NOW, a_person, a_request
from tests.chaos.conftest import requests_due_today
from tests.chaos.server import Server

Start = Callable[[datetime], subprocess.Popen[bytes]]
MINUTE = timedelta(minutes=1)


@pytest.mark.django_db
def test_after_three_days_without_a_sweep_one_mail_says_all_that_came_meanwhile(
    server: Server,
) -> None:
    person = a_person()
    due_on_monday, due_on_thursday = (
        a_request(by=person, sent_on=date(2026, 6, day)) for day in (9, 15)
    )
    send_due_reminders(at=NOW)
    before = len(server.taken)
    days = [NOW + timedelta(days=3, minutes=n) for n in range(3)]
    assert [send_due_reminders(at=at).done.mails for at in days] == [1, 0, 0]
    (grouped,) = server.taken[before:]
    assert grouped.numbers == (due_on_monday.number, due_on_thursday.number)


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
