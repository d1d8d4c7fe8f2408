"""Since when mails wait that could have gone."""

from datetime import datetime, timedelta

import pytest

from requests_app.domain.reminders.backlog import backlog
from requests_app.domain.reminders.models import ReminderMail
from tests.builders import NOW, TODAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def a_waiting_mail(made_at: datetime, **values: object) -> ReminderMail:
    number = ReminderMail.objects.count()
    known = {"recipient": None, "day": TODAY, "key": f"{number}", "message_id": f"<{number}@x>"}
    return ReminderMail.objects.create(**{**known, "made_at": made_at, **values})


def test_nothing_waits_where_every_mail_is_settled() -> None:
    for state in ("sent", "failed", "empty"):
        a_waiting_mail(NOW - 9 * HOUR, state=state)
    found = backlog(at=NOW)
    assert found.waits_since is None and found.age == timedelta() and not found.is_late


def test_the_oldest_that_could_go_counts() -> None:
    a_waiting_mail(NOW - timedelta(minutes=5))
    assert not backlog(at=NOW).is_late
    a_waiting_mail(NOW - 2 * HOUR)
    found = backlog(at=NOW)
    assert found.age == 2 * HOUR and found.is_late


def test_a_mail_that_pauses_waits_only_from_the_end_of_its_pause() -> None:
    a_waiting_mail(NOW - 9 * HOUR, try_after=NOW + HOUR)
    assert backlog(at=NOW).waits_since is None
    assert backlog(at=NOW + HOUR).age == timedelta()
    assert backlog(at=NOW + 3 * HOUR).is_late


def test_a_mail_in_hand_is_no_backlog_until_its_worker_must_have_died() -> None:
    a_waiting_mail(NOW - 2 * HOUR, state="claimed", claimed_at=NOW - timedelta(minutes=1))
    assert backlog(at=NOW).waits_since is None
    assert backlog(at=NOW + timedelta(minutes=10)).is_late
