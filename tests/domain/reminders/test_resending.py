"""Sending again what failed: the same mail once more, and nothing twice."""

import pytest
from django.core import mail as outbox

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.reminders.failure_words import failure_words
from requests_app.domain.reminders.models import Reminder, ReminderMail
from requests_app.domain.reminders.resending import HANDED_ON, Again, may_send_again, send_again
from requests_app.domain.reminders.sweep import plan, send_due_reminders
from requests_app.domain.reminders.undelivered import SHOWN_FOR, never_reached, undelivered
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from tests.builders import NOW, a_person, a_request
from tests.staff_site.doors import a_failed_mail, a_reminder

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed() -> ReminderMail:
    """The mail of a request that is due today, which no server took."""
    a_request()
    plan(at=NOW)
    return a_failed_mail(Reminder.objects.get(kind="due_today"))


def again(mail: ReminderMail) -> Again:
    return send_again(mail=mail, by=a_person(), at=NOW)


def test_it_goes_once_more_with_the_same_message_id(failed: ReminderMail) -> None:
    assert again(failed) is Again.WAITS
    send_due_reminders(at=NOW)
    failed.refresh_from_db()
    (sent,) = [one for one in outbox.outbox if one.to == [failed.recipient.email]]
    assert sent.extra_headers["Message-ID"] == failed.message_id
    assert (failed.state, failed.reason) == ("sent", "")
    assert [one.state for one in failed.reminders.all()] == ["sent"]
    assert undelivered(at=NOW).mails == []


def test_a_second_click_does_nothing(failed: ReminderMail) -> None:
    assert [again(failed), again(failed)] == [Again.WAITS, Again.NOTHING]
    send_due_reminders(at=NOW)
    assert again(failed) is Again.NOTHING
    send_due_reminders(at=NOW)
    assert len([one for one in outbox.outbox if one.to == [failed.recipient.email]]) == 1
    assert AuditEntry.objects.filter(verb="sent reminder mail again").count() == 1


def test_it_stays_a_mail_of_its_own_where_another_is_made_before_it_goes(failed) -> None:
    other = a_request(assignee=failed.recipient)
    a_reminder(other, recipient=failed.recipient, state="planned", finished_at=None)
    again(failed)
    send_due_reminders(at=NOW)
    failed.refresh_from_db()
    ids = [one.extra_headers["Message-ID"] for one in outbox.outbox
           if one.to == [failed.recipient.email]]  # fmt: skip
    assert failed.state == "sent" and len(ids) == len(set(ids)) == 2 and failed.message_id in ids


def test_it_goes_to_the_address_of_now(failed: ReminderMail) -> None:
    Person.objects.filter(pk=failed.recipient_id).update(email="new@example.org")
    again(failed)
    send_due_reminders(at=NOW)
    assert "new@example.org" in [one.to[0] for one in outbox.outbox]


def test_what_was_answered_meanwhile_is_skipped(failed: ReminderMail) -> None:
    RecordsRequest.objects.update(is_open=False, status="closed")
    again(failed)
    send_due_reminders(at=NOW)
    failed.refresh_from_db()
    assert failed.state == "empty"
    assert failed.reminders.get().state == "skipped"


def test_of_a_mail_that_went_only_what_failed_goes_with_the_next(failed: ReminderMail) -> None:
    ReminderMail.objects.update(state="sent")
    a_reminder(a_request(), mail=failed, recipient=failed.recipient)
    assert again(failed) is Again.NEXT_MAIL
    assert [one.state for one in Reminder.objects.order_by("pk")] == ["planned", "sent"]
    assert again(failed) is Again.NOTHING


@pytest.mark.parametrize("out_of_reach", [{"is_active": False}, {"email": ""}])
def test_what_its_recipient_cannot_get_is_planned_for_another(failed, out_of_reach) -> None:
    lead = a_person(Role.LEAD)
    campaign = Campaign.objects.create(name="2025", reporting_year=2025, lead=lead)
    RecordsRequest.objects.update(campaign=campaign)
    Person.objects.filter(pk=failed.recipient_id).update(**out_of_reach)
    assert again(failed) is Again.HANDED_ON
    before = failed.reminders.get()
    assert (before.state, before.reason) == ("skipped", HANDED_ON)
    plan(at=NOW)
    assert [one.recipient for one in Reminder.objects.waiting()] == [lead]
    assert again(failed) is Again.NOTHING


def test_what_failed_is_listed_for_two_weeks_and_by_whose_it_is(failed: ReminderMail) -> None:
    other = a_failed_mail(a_reminder(a_request(), recipient=None))
    assert [mail for mail, _ in undelivered(at=NOW).mails] == [other, failed]
    ((mail, reminders),) = undelivered(at=NOW, person=failed.recipient).mails
    assert (mail, [one.kind for one in reminders]) == (failed, ["due_today"])
    assert undelivered(at=NOW + SHOWN_FOR * 2).mails == []


def test_who_has_no_address_is_never_reached() -> None:
    a_person()
    a_person(email="", is_active=False)
    a_person(email="", is_sample=True)
    lost = a_person(email="")
    assert list(never_reached()) == [lost]


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            "SMTPRecipientsRefused: {'a@example.org': (550, b'5.1.1 No such user here.')}",
            "The mail server does not take mail for this address (550): No such user here.",
        ),
        (
            'SMTPDataError: (554, b"it\'s spam")',
            "The mail server did not take the mail (554): it's spam.",
        ),
        ("SMTPDataError: (552, b'')", "The mail server did not take the mail (552)."),
        ("SMTPRecipientsRefused: {'a@ex", "The mail server does not take mail for this address."),
        ("ValueError: no clock", "ValueError: no clock"),
        ("The recipient has no e-mail address.", "The recipient has no e-mail address."),
        ("", ""),
    ],
)
def test_what_the_server_said_is_put_into_words(reason: str, words: str) -> None:
    assert failure_words(reason) == words


def test_ones_own_mail_may_be_sent_again_and_anybodys_by_who_looks_after_people() -> None:
    me, administrator = a_person(), a_person(Role.ADMINISTRATOR)
    mine, the_desks = ReminderMail(recipient=me), ReminderMail(recipient=None)
    assert may_send_again(mine, me) and may_send_again(Reminder(recipient=me), me)
    assert not may_send_again(mine, a_person()) and not may_send_again(the_desks, me)
    assert may_send_again(mine, administrator) and may_send_again(the_desks, administrator)
