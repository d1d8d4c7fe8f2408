"""A mail server that does not do as it should. The others go on; nothing is lost, and nothing
comes twice that the server has said it took."""

import time
from datetime import timedelta
from typing import Any

import pytest

from requests_app.domain.reminders.models import Reminder, ReminderMail
from requests_app.domain.reminders.sweep import send_due_reminders
from tests.builders import NOW
from tests.chaos.conftest import requests_due_today
from tests.chaos.server import Server

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def states() -> set[str]:
    return set(Reminder.objects.values_list("state", flat=True))


def test_one_that_nobody_answers_for_is_waited_for(server: Server, settings: Any) -> None:
    requests_due_today(3)
    settings.EMAIL_PORT = 1
    assert send_due_reminders(at=NOW).done.put_off == 1
    assert send_due_reminders(at=NOW + MINUTE).done.put_off == 1
    settings.EMAIL_PORT = server.controller.port
    assert send_due_reminders(at=NOW + 2 * MINUTE).done.mails == 3
    assert set(server.of_each().values()) == {1}


def test_one_that_hangs_is_left_after_the_timeout(server: Server, settings: Any) -> None:
    requests_due_today(3)
    settings.EMAIL_TIMEOUT = 0.2
    server.before = lambda _: time.sleep(0.5)
    assert send_due_reminders(at=NOW).done.put_off == 1
    server.before = lambda _: None
    settings.EMAIL_TIMEOUT = 20
    assert send_due_reminders(at=NOW + MINUTE).done.mails == 3
    assert set(server.of_each().values()) == {1}


def test_one_that_refuses_everything_for_now_gets_everything_later(server: Server) -> None:
    requests_due_today(3)
    server.before = lambda _: "451 4.3.0 not now"
    for n in range(12):
        assert send_due_reminders(at=NOW + n * MINUTE).done.mails == 0
    server.before = lambda _: None
    assert send_due_reminders(at=NOW + 12 * MINUTE).done.mails == 3
    assert set(server.of_each().values()) == {1}


def test_one_that_closes_after_the_hundredth_gets_the_others_at_the_next_sweep(
    server: Server,
) -> None:
    requests_due_today(120)
    server.before = lambda number: "421 4.7.0 enough for now" if number > 100 else None
    assert send_due_reminders(at=NOW).done.mails == 100
    server.before = lambda _: None
    assert send_due_reminders(at=NOW + MINUTE).done.mails == 20
    assert len(server.of_each()) == 120
    assert set(server.of_each().values()) == {1}


def test_one_that_knows_a_recipient_no_more_gets_the_mails_of_the_others(server: Server) -> None:
    requests = requests_due_today(5)
    server.refused = requests[2].assignee.email
    done = send_due_reminders(at=NOW).done
    assert (done.mails, done.failed) == (4, 1)
    failed = ReminderMail.objects.get(state="failed")
    assert failed.recipient == requests[2].assignee
    assert "550" in failed.reason
    assert send_due_reminders(at=NOW + MINUTE).done.mails == 0
    assert set(server.of_each().values()) == {1}


def test_one_that_hangs_up_after_a_mail_gets_that_one_again_and_the_others_once(
    server: Server,
) -> None:
    requests_due_today(3)
    server.drops = True
    assert send_due_reminders(at=NOW).done.mails == 0
    server.drops = False
    send_due_reminders(at=NOW + MINUTE)
    send_due_reminders(at=NOW + 10 * MINUTE)
    assert states() == {"sent"}
    # It had the first, and never said so: it gets the same again, which mail programs show once.
    first, *_ = server.taken
    assert server.times() == {one.message_id: 1 + (one == first) for one in server.taken}


def test_one_that_hangs_up_after_each_mail_gets_few_of_them_and_loses_none(server: Server) -> None:
    """It has the mail each time; the pauses grow, so that nobody gets it every minute."""
    requests_due_today(1)
    server.drops = True
    for n in range(60):
        send_due_reminders(at=NOW + n * MINUTE)
    assert len(server.taken) <= 4
    assert states() == {"claimed"}
    server.drops = False
    send_due_reminders(at=NOW + timedelta(days=1))
    assert states() == {"sent"}
    assert len(server.times()) == 1
