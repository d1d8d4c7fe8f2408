"""Own reminders that nobody is to have: looked at once a day, and when a wish changes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from requests_app.domain.reminders.desk_planning import plan_own
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.models import KindWish, Reminder
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.sweep import plan
from requests_app.domain.reminders.wished import KindWished, wished_by
from requests_app.domain.reminders.wishing import wish
from tests.builders import NOW
from tests.domain.reminders.waiting import mails_wait

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def person():
    [found] = mails_wait(1, per_mail=3)
    KindWish.objects.create(person=found, kind="own", wanted=False)
    plan(at=NOW)
    return found


def looked_at(at) -> int:
    told: list = []
    plan_own(at=at, book=AddressBook.now, tell=told.append)
    return len(told)


def test_they_are_looked_at_once_a_day(person) -> None:
    assert looked_at(NOW + MINUTE) == 0
    told: list = []
    plan(at=NOW + timedelta(days=1), tell=told.append)
    assert sum(one.kind == "own" for one in told) == 3
    assert not Reminder.objects.exists()


def test_a_wish_that_changes_has_them_looked_at_at_once(person) -> None:
    was = wished_by(person)
    wants = replace(was, kinds={ReminderKind.OWN: KindWished(wanted=True)})
    wish(person=person, wished=wants, seen=was.mark, by=person, at=NOW + MINUTE)
    plan(at=NOW + 2 * MINUTE)
    assert Reminder.objects.filter(recipient=person, kind="own").count() == 3


def test_when_the_time_of_the_sweep_is_over_the_rest_waits() -> None:
    mails_wait(2)
    assert plan_own(at=NOW, book=AddressBook.now, goes_on=lambda: False) == 0
    assert plan_own(at=NOW, book=AddressBook.now) == 2
