"""Against a real mail server on loopback."""

import smtplib
from datetime import date, timedelta
from itertools import chain, repeat

import pytest
from django.core.mail import BadHeaderError
from django.db import OperationalError
from django.template import TemplateDoesNotExist
from django.test import override_settings

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.heads import current_head
from requests_app.domain.audit.sealing import seal_waiting
from requests_app.domain.reminders import sending, writing
from requests_app.domain.reminders.assembling import IN_A_LATER_MAIL
from requests_app.domain.reminders.items import item_of
from requests_app.domain.reminders.models import PersonWishes, Reminder, ReminderMail
from requests_app.domain.reminders.pauses import MOST_ATTEMPTS, PAUSES
from requests_app.domain.reminders.sending import Sent
from requests_app.domain.reminders.sweep import plan
from requests_app.domain.reminders.sweep import send_due_reminders as sweep
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import RecordsRequest
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_event

pytestmark = [pytest.mark.django_db]
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def sent_at(at=NOW, **values) -> Sent:
    return sweep(at=at, **values).done


@pytest.fixture
def request_due_today(db):
    return a_request(agency=an_agency("Fresno <Police> Department"))


def body(message, kind: str) -> str:
    return message.get_body(preferencelist=(kind,)).get_content()


def the_mail() -> ReminderMail:
    return ReminderMail.objects.get()


@pytest.mark.usefixtures("request_due_today")
def test_a_reminder_goes_out_once_with_its_rows_message_id(smtp_sink) -> None:
    assert sent_at().sent == 1
    assert sent_at(NOW + MINUTE).sent == 0
    (message,) = smtp_sink.messages
    reminder = Reminder.objects.get()
    assert message["Message-ID"] == the_mail().message_id
    assert (reminder.state, reminder.finished_at) == ("sent", NOW)
    assert message["To"] == the_mail().address == reminder.recipient.email
    assert (the_mail().state, the_mail().subject) == ("sent", message["Subject"])


def test_all_of_a_person_comes_in_one_digest_a_day(smtp_sink) -> None:
    person = a_person()
    for _ in range(3):
        a_request(by=person)
    assert (sent_at().mails, Reminder.objects.filter(state="sent").count()) == (1, 3)
    (message,) = smtp_sink.messages
    for request in RecordsRequest.objects.all():
        assert str(request.agency) in body(message, "plain")
    assert sent_at(NOW + 12 * 60 * MINUTE).mails == 0


def test_before_its_hour_no_digest_goes(smtp_sink, request_due_today) -> None:
    early = NOW.replace(hour=6, minute=59)
    assert sweep(at=early).made == 0
    assert Reminder.objects.get().state == "planned"
    assert sent_at(early + MINUTE).mails == 1


def test_after_an_outage_there_is_one_digest_with_all_of_it(smtp_sink) -> None:
    person = a_person()
    for n in range(3):
        a_request(by=person, sent_on=date(2026, 6, 9) + n * DAY, at=NOW)
    assert sent_at(NOW + 3 * DAY).mails == 1  # nothing ran for three days
    assert len(smtp_sink.messages) == 1
    assert Reminder.objects.filter(state="sent").count() == 3


def test_after_days_without_a_server_there_is_one_digest_with_all_of_it(smtp_sink) -> None:
    person = a_person()
    for _ in range(2):
        a_request(by=person)
    with override_settings(EMAIL_PORT=1):
        for day in range(3):
            sent_at(NOW + day * DAY)
    assert sent_at(NOW + 3 * DAY).mails == 1
    assert len(smtp_sink.messages) == 1
    later = ReminderMail.objects.filter(state="empty")
    assert set(later.values_list("reason", flat=True)) == {IN_A_LATER_MAIL}
    kinds = Reminder.objects.filter(state="sent").values_list("kind", flat=True)
    assert list(kinds) == ["late_beyond_every_reading"] * 2


def test_a_mail_that_may_have_arrived_goes_again_as_the_same_mail(smtp_sink, monkeypatch) -> None:
    """The connection broke while the server was being given it."""
    a_request()

    def sendmail(*_: object) -> object:
        raise smtplib.SMTPServerDisconnected("gone")

    with monkeypatch.context() as patch:
        patch.setattr(smtplib.SMTP, "sendmail", sendmail)
        sent_at(NOW + DAY)
    known = the_mail()
    assert known.may_have_arrived
    assert sent_at(NOW + 2 * DAY).mails == 1
    assert [message["Message-ID"] for message in smtp_sink.messages] == [known.message_id]


def test_what_would_be_stale_tomorrow_goes_when_the_digest_is_gone(smtp_sink) -> None:
    person = a_person()
    a_request(by=person)
    sent_at()
    a_request(by=person, at=NOW + MINUTE)  # due today as well
    assert sent_at(NOW + MINUTE).mails == 1
    assert [mail.is_digest for mail in ReminderMail.objects.order_by("pk")] == [True, False]
    a_request(by=person, sent_on=date(2026, 6, 10), at=NOW + 2 * MINUTE)  # due today, read late
    sent_at(NOW + 2 * MINUTE)
    assert len(smtp_sink.messages) == len(ReminderMail.objects.filter(state="sent"))


def test_the_second_mail_of_a_retry_is_the_same_mail(smtp_sink, request_due_today) -> None:
    smtp_sink.refuse_with = "451 try again later"
    sent_at()
    known = the_mail().message_id
    smtp_sink.refuse_with = None
    assert sent_at(NOW + MINUTE).mails == 0  # not before its pause is over
    assert sent_at(NOW + PAUSES[0]).mails == 1
    assert [message["Message-ID"] for message in smtp_sink.messages] == [known]


def test_what_was_answered_meanwhile_is_skipped_with_the_reason(smtp_sink, request_due_today):
    plan(at=NOW)
    an_event(request_due_today, EventKind.DETERMINATION_DENIED, TODAY)
    assert sent_at().skipped == 1
    reminder = Reminder.objects.get()
    expected = ("skipped", "The agency answered on Mon 22 Jun 2026.")
    assert (reminder.state, reminder.reason) == expected
    assert (the_mail().state, smtp_sink.messages) == ("empty", [])


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"is_active": False}, "switched off"), ({"email": ""}, "no e-mail address")],
)
def test_a_recipient_who_cannot_be_reached_does_not_stop_the_others(
    smtp_sink, request_due_today, change, reason
) -> None:
    other = a_request()
    plan(at=NOW)
    Person.objects.filter(pk=request_due_today.assignee_id).update(**change)
    done = sent_at()
    assert (done.sent, done.skipped) == (1, 1)
    assert reason in Reminder.objects.get(records_request=request_due_today).reason
    assert Reminder.objects.get(records_request=other).state == "sent"


@pytest.mark.usefixtures("request_due_today")
def test_a_server_that_is_away_loses_nothing(smtp_sink) -> None:
    with override_settings(EMAIL_PORT=1):
        assert sent_at().put_off == 1
    assert (the_mail().state, the_mail().attempts) == ("waiting", 0)
    assert the_mail().reason
    assert sent_at(NOW + MINUTE).sent == 1
    assert len(smtp_sink.messages) == 1


@pytest.mark.usefixtures("request_due_today")
def test_a_claim_that_was_never_finished_comes_back(smtp_sink) -> None:
    with override_settings(EMAIL_PORT=1):
        sent_at()
    ReminderMail.objects.update(state="claimed", claimed_at=NOW)
    assert sent_at(NOW + 9 * MINUTE).sent == 0
    assert sent_at(NOW + 11 * MINUTE).sent == 1


def test_a_reminder_of_a_date_that_moved_is_skipped(smtp_sink, request_due_today) -> None:
    plan(at=NOW)
    an_event(request_due_today, EventKind.EXTENSION_NOTICE, date(2026, 6, 18),
             names_on=date(2026, 7, 3), ground="voluminous")  # fmt: skip
    done = sent_at()
    assert (done.sent, done.skipped) == (0, 1)
    assert "moved" in Reminder.objects.get().reason


@pytest.mark.usefixtures("smtp_sink")
def test_a_server_that_is_away_for_long_fails_nothing_and_is_asked_once_a_sweep(caplog) -> None:
    for _ in range(3):
        a_request()
    with override_settings(EMAIL_PORT=1):
        found = [sent_at(NOW + n * MINUTE) for n in range(MOST_ATTEMPTS + 2)]
    assert [done.put_off for done in found] == [1] * len(found)
    assert len(caplog.records) == len(found)
    assert set(ReminderMail.objects.values_list("state", "attempts")) == {("waiting", 0)}
    assert sent_at(NOW + 20 * MINUTE).sent == 3


@pytest.mark.usefixtures("smtp_sink", "request_due_today")
def test_a_wrong_password_burns_no_reminder(settings, monkeypatch) -> None:
    def refuse(self: smtplib.SMTP, *_: object) -> None:
        raise smtplib.SMTPAuthenticationError(535, b"wrong password")

    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = "x"
    monkeypatch.setattr(smtplib.SMTP, "login", refuse)
    for n in range(MOST_ATTEMPTS + 1):
        sent_at(NOW + n * MINUTE)
    assert (the_mail().state, the_mail().attempts) == ("waiting", 0)
    assert "535" in the_mail().reason


def test_a_mail_on_which_the_connection_breaks_holds_up_no_other(smtp_sink, monkeypatch) -> None:
    for _ in range(3):
        a_request()
    plan(at=NOW)
    poison = Reminder.objects.earliest("pk").recipient.email
    whole = smtplib.SMTP.sendmail

    def sendmail(self: smtplib.SMTP, sender: str, to: list[str], *rest: object) -> object:
        if poison in to:
            raise smtplib.SMTPServerDisconnected("gone")
        return whole(self, sender, to, *rest)

    monkeypatch.setattr(smtplib.SMTP, "sendmail", sendmail)
    assert sent_at().sent == 0
    done = sent_at(NOW + MINUTE)
    assert (done.sent, done.put_off) == (2, 1)


def test_a_mail_that_is_put_off_too_often_has_failed_and_stops_no_other(smtp_sink) -> None:
    first, second = a_request(), a_request()
    smtp_sink.refuse_with = "451 try again later"
    at, due = NOW + DAY, ReminderMail.objects.filter(day=TODAY + DAY)
    for attempts, pause in enumerate(PAUSES, start=1):
        sent_at(at)
        sent_at(at + pause - MINUTE)  # too early: the pause is longer each time
        assert set(due.values_list("state", "attempts")) == {("waiting", attempts)}
        at += pause
    sent_at(at)
    assert set(due.values_list("state", "attempts")) == {("failed", MOST_ATTEMPTS)}
    for request in (first, second):
        assert "451" in request.reminders.get(state="failed").reason


@pytest.mark.usefixtures("request_due_today")
def test_a_mail_that_is_refused_for_good_has_failed_at_once(smtp_sink) -> None:
    smtp_sink.refuse_with = "552 too big"
    assert sent_at().failed == 1
    smtp_sink.refuse_with = None
    assert sent_at(NOW + MINUTE).sent == 0
    assert "552" in Reminder.objects.get().reason
    assert the_mail().state == "failed"


def test_a_sweep_whose_time_is_over_leaves_the_rest_to_the_next(smtp_sink) -> None:
    for _ in range(3):
        a_request()
    plan(at=NOW)
    goes_on = chain([True, True, True], repeat(False))
    sweep(at=NOW, lasts_seconds=0)
    assert (len(smtp_sink.messages), ReminderMail.objects.filter(state="waiting").count()) == (0, 3)
    book = sending.AddressBook.now
    done = sending.send_mails(at=NOW, clock=lambda: NOW, book=book, goes_on=lambda: next(goes_on))
    assert done.mails == 2
    left = ReminderMail.objects.get(state="waiting")
    assert (left.claim, left.claimed_at) == ("", None)  # given back, not left claimed
    assert sent_at(NOW + MINUTE).mails == 1


@pytest.mark.parametrize(
    "error", [BadHeaderError("a newline"), TemplateDoesNotExist("email/x.txt"), KeyError("law")]
)
def test_a_row_that_cannot_be_put_into_words_has_failed_and_stops_no_other(
    smtp_sink, monkeypatch, caplog, error
) -> None:
    person = a_person()
    a_request(by=person), a_request(by=person)
    plan(at=NOW)
    broken = Reminder.objects.earliest("pk")

    def words(reminder: Reminder, **kwargs: object) -> object:
        if reminder == broken:
            raise error
        return item_of(reminder, **kwargs)

    monkeypatch.setattr(writing, "item_of", words)
    done = sent_at()
    broken.refresh_from_db()
    assert (done.sent, done.failed, broken.state) == (1, 1, "failed")
    assert type(error).__name__ in broken.reason
    assert caplog.records[0].exc_info
    assert len(smtp_sink.messages) == 1


def test_a_mail_that_cannot_be_written_has_failed_and_stops_no_other(
    smtp_sink, monkeypatch
) -> None:
    a_request(), a_request()
    plan(at=NOW)
    broken = Reminder.objects.earliest("pk").recipient
    whole = writing.digest

    def write(mail: ReminderMail, *args: object, **kwargs: object) -> object:
        if mail.recipient == broken:
            raise TemplateDoesNotExist("email/digest.txt")
        return whole(mail, *args, **kwargs)

    monkeypatch.setattr(writing, "digest", write)
    done = sent_at()
    assert (done.mails, done.failed) == (1, 1)
    failed = ReminderMail.objects.get(state="failed")
    assert (failed.recipient, failed.reminders.get().state) == (broken, "failed")


@pytest.mark.usefixtures("request_due_today")
@pytest.mark.parametrize("name", ["digest", "item_of"])
def test_a_database_that_breaks_is_no_fault_of_the_mail(smtp_sink, monkeypatch, name) -> None:
    def write(*_: object, **__: object) -> object:
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(writing, name, write)
        with pytest.raises(OperationalError):
            sent_at()
    assert sent_at(NOW + 11 * MINUTE).sent == 1


def test_what_was_late_before_the_request_came_into_the_log_is_not_sent_either(smtp_sink) -> None:
    """As it is not planned: somebody may say so after it was."""
    request = a_request(sent_on=date(2026, 5, 1))
    plan(at=NOW)
    assert Reminder.objects.filter(kind="late_beyond_every_reading", state="planned").exists()
    RecordsRequest.objects.filter(pk=request.pk).update(reminded_from=TODAY)
    sent_at()
    assert smtp_sink.messages == []
    assert "past when the request was entered" in Reminder.objects.earliest("pk").reason


def test_who_wants_one_also_when_there_is_nothing_gets_it_once_a_day(smtp_sink) -> None:
    person = a_person()
    PersonWishes.objects.create(person=person, also_when_nothing=True)
    assert [sent_at(NOW + n * MINUTE).mails for n in range(3)] == [1, 0, 0]
    (message,) = smtp_sink.messages
    assert (message["To"], the_mail().state) == (person.email, "sent")
    assert sent_at(NOW + DAY).mails == 1


def test_a_stand_in_is_mailed_while_somebody_is_away(smtp_sink, request_due_today) -> None:
    other = a_person()
    PersonWishes.objects.create(
        person=request_due_today.assignee, away_from=TODAY, away_until=TODAY, stand_in=other
    )
    sent_at()
    (message,) = smtp_sink.messages
    assert message["To"] == other.email
    assert Reminder.objects.get().stands_in_for == request_due_today.assignee


@pytest.mark.parametrize(
    ("role", "is_told"), [(Role.ADMINISTRATOR, True), (Role.LEAD, False), (Role.STAFF, False)]
)
def test_who_looks_after_people_is_told_how_far_the_audit_record_is(
    smtp_sink, role: Role, is_told: bool
) -> None:
    a_request(by=a_person(role))
    seal_waiting()
    position, digest = current_head()
    sent_at()
    [message] = smtp_sink.messages
    line = f"Audit record: {position:,} entries, head {digest}"
    assert (line in body(message, "plain")) == is_told
    assert (line in body(message, "html")) == is_told
