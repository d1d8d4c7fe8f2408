"""Snoozing from a mail: once for each reminder, by whoever it went to."""

from datetime import timedelta

import pytest

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.reminders.kinds import KIND_RULES, About, ReminderKind
from requests_app.domain.reminders.links import LinkBroken, SnoozeLink
from requests_app.domain.reminders.models import DeskWishes, KindWish, OwnReminder, Reminder
from requests_app.domain.reminders.own import finish, put_off, take_back_reminder
from requests_app.domain.reminders.snoozing import (
    NotTheirsAnyMore,
    OwnRemindersStopped,
    ReminderOver,
    offered,
    snooze,
)
from requests_app.domain.reminders.stopping import NobodyIsMailed
from requests_app.domain.reminders.sweep import plan
from tests.at_once import one_in_the_other
from tests.builders import NOW, TODAY, a_person
from tests.domain.reminders.in_mails import a_reminder_of

pytestmark = pytest.mark.django_db
SNOOZABLE = [kind for kind, rule in KIND_RULES.items() if rule.about is not About.DESK]
OF_THE_DESK = [kind for kind, rule in KIND_RULES.items() if rule.about is About.DESK]
LATER = NOW + timedelta(hours=1)


def link_of(reminder: Reminder, days: int = 3) -> SnoozeLink:
    return SnoozeLink(reminder.pk, reminder.recipient_id or 0, days)


def entries() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


@pytest.mark.parametrize("days", [3, 7])
@pytest.mark.parametrize("kind", [k for k in SNOOZABLE if k != "own"])
def test_it_sets_an_own_reminder_of_the_same_thing(kind: ReminderKind, days: int) -> None:
    reminder = a_reminder_of(kind)
    own, is_new = snooze(link=link_of(reminder, days), at=NOW)
    assert is_new
    assert own == OwnReminder.objects.get()
    assert own.subject == reminder.about
    assert (own.due_on, own.person) == (TODAY + timedelta(days), reminder.recipient)
    assert own.note == f"Snoozed: {kind.label}"
    assert entries()[-2:] == ["set reminder", "snoozed from a mail"]
    assert AuditEntry.objects.latest("pk").actor == reminder.recipient


def test_an_own_reminder_is_put_off_instead() -> None:
    reminder = a_reminder_of(ReminderKind.OWN)
    own, is_new = snooze(link=link_of(reminder), at=NOW)
    assert (own.pk, is_new) == (reminder.own_reminder_id, True)
    assert own.due_on == TODAY + timedelta(3)
    assert OwnReminder.objects.count() == 1
    assert entries()[-2:] == ["put off reminder", "snoozed from a mail"]


@pytest.mark.parametrize("second", [3, 7])
@pytest.mark.parametrize("kind", SNOOZABLE)
def test_whichever_button_comes_second_changes_nothing(kind: ReminderKind, second: int) -> None:
    reminder = a_reminder_of(kind)
    first, _ = snooze(link=link_of(reminder, 3), at=NOW)
    before = entries()
    again, is_new = snooze(link=link_of(reminder, second), at=LATER)
    assert (again.pk, again.due_on, is_new) == (first.pk, first.due_on, False)
    assert entries() == before


@pytest.mark.parametrize("kind", SNOOZABLE)
def test_looking_at_what_is_offered_changes_nothing(kind: ReminderKind) -> None:
    reminder = a_reminder_of(kind)
    before = entries(), list(OwnReminder.objects.values())
    offer = offered(link=link_of(reminder, 7), on=TODAY)
    assert (offer.person, offer.due_on) == (reminder.recipient, TODAY + timedelta(7))
    assert offer.known is None
    assert (entries(), list(OwnReminder.objects.values())) == before


def test_what_was_snoozed_comes_again_on_its_day() -> None:
    own, _ = snooze(link=link_of(a_reminder_of(ReminderKind.DUE_TODAY)), at=NOW)
    plan(at=NOW + timedelta(2))
    assert not Reminder.objects.filter(own_reminder=own).exists()
    plan(at=NOW + timedelta(3))
    assert Reminder.objects.get(own_reminder=own).speaks_of == own.due_on


def test_one_that_was_taken_back_may_be_set_again() -> None:
    reminder = a_reminder_of(ReminderKind.DUE_TODAY)
    own, _ = snooze(link=link_of(reminder), at=NOW)
    take_back_reminder(reminder=own, by=reminder.recipient, at=NOW)
    assert snooze(link=link_of(reminder), at=LATER)[1]


def test_an_own_reminder_that_is_done_or_put_off_elsewhere_stays_as_it_is() -> None:
    done, moved = a_reminder_of(ReminderKind.OWN), a_reminder_of(ReminderKind.OWN)
    finish(reminder=done.own_reminder, by=done.recipient, at=NOW)
    later = put_off(reminder=moved.own_reminder, seen=TODAY, by=moved.recipient, at=NOW)
    assert snooze(link=link_of(done), at=LATER)[1] is False
    own, is_new = snooze(link=link_of(moved), at=LATER)
    assert (own.due_on, is_new) == (later.due_on, False)


def test_a_reminder_that_is_gone_says_so() -> None:
    reminder = a_reminder_of(ReminderKind.OWN)
    link = link_of(reminder)
    reminder.own_reminder.records_request.delete()
    with pytest.raises(ReminderOver):
        offered(link=link, on=TODAY)
    with pytest.raises(ReminderOver):
        snooze(link=link, at=NOW)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"is_active": False}, NobodyIsMailed),
        ({"role": Role.READER}, NotTheirsAnyMore),
    ],
)
def test_a_link_can_do_no_more_than_its_person(change, refusal) -> None:
    reminder = a_reminder_of(ReminderKind.DUE_TODAY)
    Person.objects.filter(pk=reminder.recipient_id).update(**change)
    with pytest.raises(refusal):
        snooze(link=link_of(reminder), at=NOW)
    assert not OwnReminder.objects.exists()


def test_a_reminder_of_somebody_else_is_not_theirs_to_snooze() -> None:
    reminder = a_reminder_of(ReminderKind.DUE_TODAY)
    with pytest.raises(LinkBroken):
        snooze(link=SnoozeLink(reminder.pk, a_person().pk, 3), at=NOW)


@pytest.mark.parametrize("kind", OF_THE_DESK)
def test_the_desks_year_is_not_snoozed(kind: ReminderKind) -> None:
    with pytest.raises(LinkBroken):
        snooze(link=link_of(a_reminder_of(kind)), at=NOW)


def test_the_desks_address_is_no_person_and_snoozes_nothing() -> None:
    DeskWishes.objects.create(pk=1, address="desk@example.org")
    reminder = a_reminder_of(ReminderKind.DUE_TODAY)
    Reminder.objects.filter(pk=reminder.pk).update(recipient=None)
    with pytest.raises(LinkBroken):
        snooze(link=SnoozeLink(reminder.pk, 0, 3), at=NOW)


def test_what_would_never_be_mailed_is_not_promised() -> None:
    reminder = a_reminder_of(ReminderKind.DUE_TODAY)
    KindWish.objects.create(person=reminder.recipient, kind=ReminderKind.OWN, wanted=False)
    with pytest.raises(OwnRemindersStopped):
        snooze(link=link_of(reminder), at=NOW)
    assert not OwnReminder.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [ReminderKind.DUE_TODAY, ReminderKind.OWN])
def test_both_buttons_at_once_set_one(kind: ReminderKind) -> None:
    reminder = a_reminder_of(kind)
    second, is_new = one_in_the_other(
        lambda: snooze(link=link_of(reminder, 3), at=NOW),
        lambda: snooze(link=link_of(reminder, 7), at=NOW),
        LinkBroken,
    )
    assert (second.due_on, is_new) == (TODAY + timedelta(3), False)
    assert OwnReminder.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_that_is_taken_back_at_the_same_moment_is_not_set_again() -> None:
    reminder = a_reminder_of(ReminderKind.OWN)
    own, by = reminder.own_reminder, reminder.recipient
    found, is_new = one_in_the_other(
        lambda: take_back_reminder(reminder=own, by=by, at=NOW),
        lambda: snooze(link=link_of(reminder), at=NOW),
        ReminderOver,
    )
    assert (found.done_at, found.due_on, is_new) == (NOW, TODAY, False)
