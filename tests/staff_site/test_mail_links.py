"""The doors that a mail's buttons open: fetched they change nothing, posted they act once."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.links import Purpose, StopLink, read_snooze, read_stop
from requests_app.domain.reminders.models import KindWish, OwnReminder, Reminder, ReminderMail
from requests_app.domain.reminders.sweep import send_due_reminders
from requests_app.domain.request_log.dates import shown
from tests.builders import NOW, a_request
from tests.domain.reminders.in_mails import a_reminder_of
from tests.staff_site.doors import a_reminder, browser_of, signed_in, some_links, texts

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def reminder(db) -> Reminder:
    return a_reminder_of(ReminderKind.DUE_TODAY)


def snooze_of(reminder: Reminder, days: int = 3, **values) -> str:
    return f"/mail/snooze/{some_links(reminder, days=days, **values)[Purpose.SNOOZE]}/"


def stop_of(reminder: Reminder, **values) -> str:
    return f"/mail/stop/{some_links(reminder, **values)[Purpose.STOP]}/"


def traces() -> tuple[int, ...]:
    return AuditEntry.objects.count(), OwnReminder.objects.count(), KindWish.objects.count()


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("address", [snooze_of, stop_of])
def test_a_program_that_follows_links_changes_nothing(address, method, reminder) -> None:
    before = traces()
    response = getattr(Client(), method)(address(reminder))
    assert response.status_code == 200
    assert traces() == before
    assert "no-store" in response["Cache-Control"]


def test_the_page_has_one_button_that_sets_the_reminder(reminder) -> None:
    client, address = Client(enforce_csrf_checks=True), snooze_of(reminder)
    page = texts(client.get(address))
    day = timezone.localdate() + timedelta(3)
    assert f"Remind me on {shown(day)}" in page
    assert page.count("<button") == 1
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    done = client.post(address, {"csrfmiddlewaretoken": token})
    assert f"You are reminded on {shown(day)}" in texts(done)
    assert OwnReminder.objects.get().due_on == day


def test_without_the_token_of_the_page_nothing_is_set(reminder) -> None:
    before = traces()
    assert Client(enforce_csrf_checks=True).post(snooze_of(reminder)).status_code == 403
    assert traces() == before


@pytest.mark.parametrize("second", [3, 7])
def test_the_second_use_says_that_it_is_set_already_and_links_to_it(reminder, second) -> None:
    client = Client()
    client.post(snooze_of(reminder))
    day, before = shown(timezone.localdate() + timedelta(3)), traces()
    for response in (
        client.get(snooze_of(reminder, second)),
        client.post(snooze_of(reminder, second)),
    ):
        assert "It is set already" in texts(response)
        assert day in texts(response) and 'href="/staff/own-reminders/"' in texts(response)
    assert traces() == before


def test_an_own_reminder_that_is_done_says_so() -> None:
    reminder = a_reminder_of(ReminderKind.OWN)
    OwnReminder.objects.update(done_at=NOW)
    page = texts(Client().post(snooze_of(reminder)))
    assert "It is done already" in page
    assert "Mon 22 Jun 2026" in page


def test_one_that_is_put_off_shows_its_new_day() -> None:
    reminder = a_reminder_of(ReminderKind.OWN)
    page = texts(Client().post(snooze_of(reminder, 7)))
    assert f"You are reminded on {shown(timezone.localdate() + timedelta(7))}" in page


def test_one_click_stops_without_page_token_or_account(reminder) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(stop_of(reminder), ONE_CLICK)
    assert response.status_code == 200
    wish = KindWish.objects.get()
    assert (wish.person, wish.kind, wish.wanted) == (reminder.recipient, "due_today", False)


def test_the_page_of_a_stop_asks_says_what_goes_on_and_offers_undo(reminder) -> None:
    client, address = Client(), stop_of(reminder)
    assert "Every other kind goes on" in texts(client.get(address))
    stopped = texts(client.post(address))
    assert "Stopped: Due today" in stopped and "From now on" in stopped
    assert "that was so already" in texts(client.post(address))
    assert 'action="undo/"' in stopped
    assert "Sent again: Due today" in texts(client.post(address + "undo/"))
    assert KindWish.objects.get().wanted is True


def test_undo_needs_the_token_of_the_page(reminder) -> None:
    client = Client(enforce_csrf_checks=True)
    client.post(stop_of(reminder), ONE_CLICK)
    assert client.post(stop_of(reminder) + "undo/").status_code == 403
    assert KindWish.objects.get().wanted is False


BROKEN = ["x", "%00", "1-1-3-739819.sig", "a" * 5_000, "🗓", "..", "%2e%2e%2f", "<b>", "%ff%fe"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", ["snooze", "stop"])
@pytest.mark.parametrize("token", BROKEN)
def test_a_made_up_link_is_a_clear_page_and_costs_no_query(token, page, method) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = getattr(Client(), method)(f"/mail/{page}/{token}/")
    assert response.status_code == 404
    assert len(queries) == 0
    if "%2" not in token and ".." not in token:
        assert "This link does nothing" in texts(response)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", [snooze_of, stop_of])
def test_an_expired_link_says_so(address, method, reminder) -> None:
    before = traces()
    old = timezone.localdate() - timedelta(31)
    response = getattr(Client(), method)(address(reminder, on=old))
    assert response.status_code == 410
    assert "30 days" in texts(response)
    assert traces() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_for_stopping_does_not_snooze_nor_the_other_way(method, reminder) -> None:
    links, before = some_links(reminder), traces()
    for address in (f"/mail/snooze/{links[Purpose.STOP]}/", f"/mail/stop/{links[Purpose.SNOOZE]}/"):
        assert getattr(Client(), method)(address).status_code == 404
    assert traces() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_gone_or_switched_off_is_a_clear_page(method, reminder) -> None:
    snooze, stop = snooze_of(reminder), stop_of(reminder)
    Person.objects.filter(pk=reminder.recipient_id).update(is_active=False)
    before = traces()
    for address in (snooze, stop):
        response = getattr(Client(), method)(address)
        assert response.status_code == 410
        assert "is switched off" in texts(response)
    reminder.delete()
    response = getattr(Client(), method)(snooze)
    assert response.status_code == 410
    assert "gone from the log" in texts(response)
    assert traces() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_desks_address_has_no_person_to_act_for(method, reminder) -> None:
    Reminder.objects.update(recipient=None)
    reminder.refresh_from_db()
    assert getattr(Client(), method)(snooze_of(reminder)).status_code == 404
    assert getattr(Client(), method)(stop_of(reminder)).status_code == 410


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_nothing_else_can_be_done_there(method, reminder) -> None:
    for address in (snooze_of(reminder), stop_of(reminder), stop_of(reminder) + "undo/"):
        assert getattr(Client(), method)(address).status_code == 405


def test_whoever_is_signed_in_acts_for_whom_the_mail_was_for(reminder) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    assert str(reminder.recipient) in texts(client.get(snooze_of(reminder)))
    client.post(snooze_of(reminder))
    assert OwnReminder.objects.get().person == reminder.recipient


def test_a_password_for_one_use_does_not_stand_in_the_way(reminder) -> None:
    Person.objects.filter(pk=reminder.recipient_id).update(must_change_password=True)
    reminder.recipient.refresh_from_db()
    assert browser_of(reminder.recipient).get(snooze_of(reminder)).status_code == 200


def test_the_page_says_no_more_than_the_mail_said(reminder) -> None:
    reminder.records_request.portal_number = "W0123-45"
    reminder.records_request.save()
    page = texts(Client().get(snooze_of(reminder)))
    assert "Due today" in page and reminder.records_request.number in page
    assert "W0123-45" not in page and reminder.recipient.email not in page


def test_a_row_of_the_old_ledger_can_be_snoozed_too(reminder) -> None:
    old = a_reminder(reminder.records_request, kind="due_soon", mail=None)
    assert Client().post(snooze_of(old)).status_code == 200


def test_the_links_of_a_mail_that_really_travelled(smtp_sink, settings) -> None:
    settings.SITE_URL = "https://log.example.org"
    request = a_request()
    send_due_reminders(at=NOW)
    (message,) = smtp_sink.messages
    text = message.get_body(preferencelist=("plain",)).get_content()
    html = message.get_body(preferencelist=("html",)).get_content()
    assert "Next step: The determination is due today" in text and "<style" in html
    today = timezone.localdate(NOW)
    (three, week) = re.findall(r"https://log\.example\.org/mail/snooze/([^/\s]+)/", text)
    assert [read_snooze(token, on=today).days for token in (three, week)] == [3, 7]
    assert three in html and week in html
    (stop,) = re.findall(
        r"^<https://log\.example\.org/mail/stop/(.+)/>$", message["List-Unsubscribe"]
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert read_stop(stop, on=today) == StopLink(request.assignee_id, ReminderKind.DUE_TODAY)
    kept = ReminderMail.objects.get()
    for part in (kept.text, kept.html):
        assert "/mail/snooze/kept/" in part and three not in part and stop not in part


def test_the_next_mail_says_what_was_stopped(smtp_sink) -> None:
    request = a_request()
    Client().post(stop_of(a_reminder(request, kind="due_soon", state="skipped")), ONE_CLICK)
    send_due_reminders(at=NOW)
    (message,) = smtp_sink.messages
    text = message.get_body(preferencelist=("plain",)).get_content()
    assert "Not in your mails: Due soon." in text
