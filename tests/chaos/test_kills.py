"""A process that is killed while it sends."""

import os
import signal
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.outbox import CLAIM_LASTS
from requests_app.domain.reminders.sweep import send_due_reminders
from requests_app.domain.request_log.event_kinds import EventKind
from tests.builders import NOW, TODAY, an_event
from tests.chaos.conftest import requests_due_today
from tests.chaos.locks import Lock
from tests.chaos.server import Server
from tests.services import until

Start = Callable[[datetime], subprocess.Popen[bytes]]
MINUTE = timedelta(minutes=1)
EARLY, LATER = NOW + CLAIM_LASTS - MINUTE, NOW + CLAIM_LASTS + MINUTE


def sent(at: datetime) -> int:
    """How many mails go at that moment."""
    return send_due_reminders(at=at).done.mails


def test_killed_before_the_ledger_knows_that_a_mail_went_sends_no_other_again(
    run: Start, server: Server
) -> None:
    requests_due_today(4)
    lock = Lock()
    # From before the server says that it has the second one: the ledger cannot be written.
    server.after = lambda number: lock.take() if number == 2 else None
    first = run(NOW)
    until(lambda: len(server.taken) == 2 and lock.somebody_waits(), "the second mail")
    first.kill()
    assert first.wait() == -signal.SIGKILL
    lock.give_back()
    server.after = lambda _: None
    # PostgreSQL carries a write out whose process is gone, and so knows that the mail went.
    again = connection.vendor == "sqlite"
    assert [sent(EARLY), sent(LATER), sent(LATER + MINUTE)] == [0, 2 + again, 0]
    second = server.taken[1]
    assert server.times() == {one.message_id: 1 + (again and one == second) for one in server.taken}
    assert server.of_each() == {one.to: 1 + (again and one == second) for one in server.taken}


@pytest.fixture
def claimed_and_killed(run: Start, server: Server) -> Callable[[], None]:
    """A process that plans and claims, and is killed as its first mail begins."""

    def claim_and_die() -> None:
        started: list[subprocess.Popen[bytes]] = []
        server.before = lambda _: started[0].kill()
        started.append(run(NOW))
        assert started[0].wait(60) == -signal.SIGKILL
        assert server.taken == []
        server.before = lambda _: None

    return claim_and_die


def test_killed_between_claim_and_sending_sends_when_the_claim_has_run_out(
    claimed_and_killed: Callable[[], None], server: Server
) -> None:
    requests_due_today(3)
    claimed_and_killed()
    assert [sent(EARLY), sent(LATER), sent(LATER + MINUTE)] == [0, 3, 0]
    assert set(server.of_each().values()) == {1}


@pytest.mark.skipif(
    os.environ.get("TEST_DATABASE") != "postgres", reason="SQLite does not say who waits"
)
def test_killed_while_it_writes_leaves_the_ledger_whole(run: Start, server: Server) -> None:
    requests_due_today(3)
    lock = Lock()
    lock.take()
    first = run(NOW)
    until(lock.somebody_waits, "a write")
    first.kill()
    first.wait()
    lock.give_back()
    assert [sent(LATER), sent(LATER + MINUTE)] == [3, 0]
    assert set(server.of_each().values()) == {1}


def test_what_was_answered_or_whose_recipient_left_meanwhile_is_skipped_with_the_reason(
    claimed_and_killed: Callable[[], None], server: Server
) -> None:
    answered, left, other = requests_due_today(3)
    claimed_and_killed()
    an_event(answered, EventKind.DETERMINATION_DENIED, TODAY)
    type(left.assignee).objects.filter(pk=left.assignee_id).update(is_active=False)
    assert sent(LATER) == 1
    assert list(server.of_each()) == [other.assignee.email]
    reasons = dict(Reminder.objects.values_list("records_request", "reason"))
    assert reasons == {
        answered.pk: "The agency answered on Mon 22 Jun 2026.",
        left.pk: "The recipient's account is switched off.",
        other.pk: "",
    }


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=3)], ids=["hour", "days"])
def test_a_clock_that_is_set_back_loses_nothing_and_doubles_nothing(
    claimed_and_killed: Callable[[], None], server: Server, back: timedelta
) -> None:
    requests_due_today(3)
    claimed_and_killed()
    # By this clock the claim is of the future: it runs out when the clock is there again.
    assert [sent(NOW - back), sent(LATER), sent(NOW - back), sent(LATER)] == [0, 3, 0, 0]
    assert set(server.of_each().values()) == {1}
