"""Stopping a kind from a mail, and wanting it again: nothing else changes, nothing is lost."""

from datetime import timedelta

import pytest

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.links import StopLink
from requests_app.domain.reminders.models import KindWish, PersonWishes, Reminder
from requests_app.domain.reminders.stopping import (
    NobodyIsMailed,
    is_stopped,
    stop_kind,
    want_again,
)
from requests_app.domain.reminders.sweep import plan, send_due_reminders
from requests_app.domain.reminders.verdicts import NOT_WANTED
from tests.at_once import one_in_the_other
from tests.builders import NOW, TODAY, a_person, a_request

pytestmark = pytest.mark.django_db
DUE_TODAY = ReminderKind.DUE_TODAY


@pytest.mark.parametrize("kind", list(ReminderKind))
def test_it_stops_that_kind_for_that_person_and_no_other(kind: ReminderKind) -> None:
    person, other = a_person(), a_person()
    assert stop_kind(link=StopLink(person.pk, kind), at=NOW)
    stopped = [
        (one, k) for one in (person, other) for k in ReminderKind if is_stopped(person=one, kind=k)
    ]
    assert stopped == [(person, kind)]
    entry = AuditEntry.objects.get(verb="stopped reminders")
    assert (entry.actor, entry.details["kind"]) == (person, kind)


def test_twice_is_once_and_leaves_one_entry() -> None:
    link = StopLink(a_person().pk, DUE_TODAY)
    assert [stop_kind(link=link, at=NOW), stop_kind(link=link, at=NOW)] == [True, False]
    assert AuditEntry.objects.filter(verb="stopped reminders").count() == 1


def test_other_wishes_of_the_kind_stay() -> None:
    person = a_person()
    KindWish.objects.create(person=person, kind="due_soon", days=5, at_once=True)
    link = StopLink(person.pk, ReminderKind.DUE_SOON)
    stop_kind(link=link, at=NOW)
    want_again(link=link, at=NOW)
    wish = KindWish.objects.get()
    assert (wish.wanted, wish.days, wish.at_once) == (True, 5, True)


def test_the_persons_own_word_goes_before_the_desks() -> None:
    person = a_person()
    KindWish.objects.create(person=None, kind=DUE_TODAY, wanted=False)
    assert is_stopped(person=person, kind=DUE_TODAY)
    assert want_again(link=StopLink(person.pk, DUE_TODAY), at=NOW)
    assert not is_stopped(person=person, kind=DUE_TODAY)
    assert not want_again(link=StopLink(person.pk, DUE_TODAY), at=NOW)


def test_what_is_planned_already_is_skipped_with_the_reason(smtp_sink) -> None:
    request = a_request()
    plan(at=NOW)
    stop_kind(link=StopLink(request.assignee_id, DUE_TODAY), at=NOW)
    send_due_reminders(at=NOW)
    row = Reminder.objects.get(kind=DUE_TODAY)
    assert (row.state, row.reason) == ("skipped", NOT_WANTED)
    assert not smtp_sink.messages


def test_what_came_due_meanwhile_comes_when_it_is_wanted_again(smtp_sink) -> None:
    late = ReminderKind.LATE_BEYOND_EVERY_READING
    request = a_request()
    link = StopLink(request.assignee_id, late)
    stop_kind(link=link, at=NOW)
    send_due_reminders(at=NOW + timedelta(2))
    assert not Reminder.objects.filter(kind=late).exists()
    want_again(link=link, at=NOW + timedelta(3))
    send_due_reminders(at=NOW + timedelta(3))
    assert Reminder.objects.get(kind=late).state == "sent"


def test_wanted_again_it_comes_to_who_stands_in_as_well() -> None:
    person = a_person()
    link = StopLink(person.pk, DUE_TODAY)
    stop_kind(link=link, at=NOW)
    absent = a_request(by=a_person())
    PersonWishes.objects.create(
        person=absent.assignee, away_from=TODAY, away_until=TODAY, stand_in=person
    )
    plan(at=NOW)
    assert not Reminder.objects.exists()
    want_again(link=link, at=NOW)
    plan(at=NOW)
    row = Reminder.objects.get()
    assert (row.recipient, row.stands_in_for) == (person, absent.assignee)


def test_who_is_switched_off_gets_no_mail_to_stop() -> None:
    person = a_person()
    Person.objects.filter(pk=person.pk).update(is_active=False)
    for pk in (person.pk, 0, 2**63 - 1):
        with pytest.raises(NobodyIsMailed):
            stop_kind(link=StopLink(pk, DUE_TODAY), at=NOW)
    assert not KindWish.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_stop_it_once() -> None:
    link = StopLink(a_person().pk, DUE_TODAY)

    def click() -> bool:
        return stop_kind(link=link, at=NOW)

    assert one_in_the_other(click, click, NobodyIsMailed) is False
    assert KindWish.objects.get().wanted is False
    assert AuditEntry.objects.filter(verb="stopped reminders").count() == 1
