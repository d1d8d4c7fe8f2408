"""Own reminders: set, put off, done, taken back; about exactly one thing."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.reminders.items import item_of
from requests_app.domain.reminders.models import DeskWishes, OwnReminder, Reminder
from requests_app.domain.reminders.own import (
    ReminderGone,
    finish,
    put_off,
    set_reminder,
    take_back_reminder,
    take_up_again,
)
from requests_app.domain.reminders.sweep import plan, send_due_reminders
from requests_app.domain.reminders.why_you import FELL_TO_ADMINISTRATOR, why_you
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.form_keys import KeyUsed
from requests_app.domain.statute_book.rules import rules_in_force
from tests.builders import NOW, TODAY, a_person, a_request, an_agency

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def a_campaign():
    lead = a_person(Role.LEAD)
    return save_campaign(
        campaign=None, name="Round", reporting_year=2025, lead=lead, text="", by=lead, at=NOW
    )


def a_reminder(subject=None, due_on: date = TODAY, **values) -> OwnReminder:
    by = a_person()
    values = {"note": "Look", "person": by, "by": by, "at": NOW, **values}
    return set_reminder(subject=subject or a_request(), due_on=due_on, **values)


@pytest.mark.parametrize("make", [a_request, a_campaign, an_agency])
def test_it_is_about_a_request_a_campaign_or_an_agency(make) -> None:
    subject = make()
    made = a_reminder(subject)
    assert OwnReminder.objects.get().subject == subject
    entry = AuditEntry.objects.get(verb="set reminder")
    assert (entry.subject_id, entry.at) == (str(made.pk), NOW)


@pytest.mark.parametrize("how_many", [0, 2, 3])
def test_the_database_refuses_one_about_nothing_or_about_several_things(how_many: int) -> None:
    things = {"records_request": a_request(), "agency": an_agency(), "campaign": a_campaign()}
    given = dict(list(things.items())[:how_many])
    with pytest.raises(IntegrityError, match="exactly_one_thing"), transaction.atomic():
        OwnReminder.objects.create(**given, note="x", due_on=TODAY, person=a_person(), made_at=NOW)


@pytest.mark.parametrize("day", [TODAY - DAY, date(1202, 1, 1), date(2101, 1, 1)])
def test_a_day_that_is_past_or_no_day_is_refused(day: date) -> None:
    with pytest.raises(ImpossibleDate) as refusal:
        a_reminder(due_on=day)
    assert refusal.value.field == "due_on"
    assert not OwnReminder.objects.exists()


def test_a_second_click_sets_nothing_new() -> None:
    request, person = a_request(), a_person()
    first, second = (a_reminder(request, person=person, form_key="k") for _ in range(2))
    assert first == second
    assert AuditEntry.objects.filter(verb="set reminder").count() == 1


def test_the_key_of_a_form_sets_nothing_else_than_what_it_set() -> None:
    request, person = a_request(), a_person()
    made = a_reminder(request, person=person, form_key="k")
    for other in ({"subject": a_request()}, {"note": "Call"}, {"due_on": TODAY + DAY}):
        with pytest.raises(KeyUsed, match="Nothing was saved"):
            a_reminder(**{"subject": request, "person": person, "form_key": "k", **other})
    finish(reminder=made, by=person, at=NOW)
    with pytest.raises(KeyUsed):  # the same again, but it would not be thought of
        a_reminder(request, person=person, form_key="k")
    assert OwnReminder.objects.get() == made


def test_it_is_due_from_its_day_until_it_is_done() -> None:
    made = a_reminder(due_on=TODAY)
    due = OwnReminder.objects.due
    assert [due(on=TODAY + n * DAY).count() for n in (-1, 0, 9)] == [0, 1, 1]
    finish(reminder=made, by=made.person, at=NOW)
    assert not due(on=TODAY).exists()
    take_up_again(reminder=made, by=made.person, at=NOW)
    assert due(on=TODAY).exists()


@pytest.mark.parametrize(
    ("stands_on", "then"),
    [
        (TODAY, date(2026, 6, 29)),
        (TODAY - 10 * DAY, date(2026, 6, 29)),
        (TODAY + 3 * DAY, date(2026, 7, 2)),
    ],
)
def test_it_is_put_off_a_week_from_today_or_from_its_own_later_day(stands_on, then) -> None:
    made = a_reminder()
    OwnReminder.objects.update(due_on=stands_on)
    assert put_off(reminder=made, seen=stands_on, by=made.person, at=NOW).due_on == then
    # A second click, and a second person who saw the same page.
    assert put_off(reminder=made, seen=stands_on, by=made.person, at=NOW).due_on == then


def test_what_is_done_is_not_put_off_and_done_once() -> None:
    made = a_reminder()
    finish(reminder=made, by=made.person, at=NOW)
    finish(reminder=made, by=made.person, at=NOW + DAY)
    put_off(reminder=made, seen=TODAY, by=made.person, at=NOW)
    made.refresh_from_db()
    assert (made.done_at, made.due_on) == (NOW, TODAY)
    assert AuditEntry.objects.filter(verb="finished reminder").count() == 1


def test_one_that_is_gone_says_so() -> None:
    made = a_reminder()
    take_back_reminder(reminder=made, by=made.person, at=NOW)
    for operation in (finish, take_up_again, take_back_reminder):
        with pytest.raises(ReminderGone):
            operation(reminder=made, by=None, at=NOW)
    with pytest.raises(ReminderGone):
        put_off(reminder=made, seen=TODAY, by=None, at=NOW)


def planned_row() -> Reminder:
    plan(at=NOW)
    return Reminder.objects.get(kind="own")


def test_one_that_fell_to_an_administrator_was_not_set_for_them() -> None:
    administrator, gone = a_person(Role.ADMINISTRATOR), a_person()
    made = a_reminder(an_agency(), person=gone)
    assert why_you(planned_row()) == "it was set for you"
    Reminder.objects.all().delete()
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    row = planned_row()
    assert (row.recipient, row.own_reminder) == (administrator, made)
    assert why_you(row) == FELL_TO_ADMINISTRATOR


def test_one_about_a_sample_campaign_stays_with_the_invented_person() -> None:
    DeskWishes.objects.create(pk=1, address="desk@example.org")
    campaign = a_campaign()
    type(campaign).objects.update(is_sample=True)
    person = a_person(is_sample=True)
    a_reminder(campaign, person=person)
    assert planned_row().recipient == person


def test_its_day_is_no_statutory_date() -> None:
    a_reminder(a_request())
    assert item_of(planned_row(), on=TODAY, rules=rules_in_force()).date_label == "Day"


def test_of_a_person_and_of_the_campaigns_they_lead() -> None:
    campaign = a_campaign()
    lead = campaign.lead
    mine = a_reminder(person=lead)
    about = {a_reminder(campaign), a_reminder(a_request(campaign=campaign))}
    a_reminder()
    assert set(OwnReminder.objects.of(lead)) == {mine}
    assert set(OwnReminder.objects.of_campaigns_led_by(lead)) == about


@pytest.mark.usefixtures("smtp_sink")
def test_one_that_was_mailed_and_is_taken_back_stays_in_the_ledger() -> None:
    made = a_reminder()
    send_due_reminders(at=NOW)
    take_back_reminder(reminder=made, by=made.person, at=NOW + DAY)
    take_back_reminder(reminder=made, by=made.person, at=NOW + 2 * DAY)
    row = Reminder.objects.get(own_reminder=made)
    assert (row.state, row.own_reminder.done_at) == (Reminder.State.SENT, NOW + DAY)
    assert not OwnReminder.objects.open().exists()
