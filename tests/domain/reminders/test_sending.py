"""Against a real mail server on loopback."""

import smtplib
from datetime import date, timedelta

import pytest
from django.core.mail import BadHeaderError
from django.db import OperationalError
from django.template import TemplateDoesNotExist
from django.test import override_settings

from requests_app.domain.reminders import sending
from requests_app.domain.reminders.mails import deadline_reminder
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.planning import plan_reminders
from requests_app.domain.reminders.sending import MOST_ATTEMPTS, send_due_reminders
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import RecordsRequest
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_event

pytestmark = [pytest.mark.django_db]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def request_due_today(db):
    return a_request(agency=an_agency("Fresno <Police> Department"))


def body(message, kind: str) -> str:
    return message.get_body(preferencelist=(kind,)).get_content()


@pytest.mark.usefixtures("request_due_today")
def test_a_reminder_goes_out_once_with_the_ledgers_message_id(smtp_sink) -> None:
    assert send_due_reminders(at=NOW).sent == 1
    assert send_due_reminders(at=NOW + timedelta(minutes=1)).sent == 0
    (message,) = smtp_sink.messages
    reminder = Reminder.objects.get()
    assert message["Message-ID"] == reminder.message_id
    assert (reminder.state, reminder.finished_at) == ("sent", NOW)
    assert message["To"] == reminder.recipient.email


@pytest.mark.usefixtures("request_due_today")
def test_the_mail_says_what_for_whom_since_when_and_what_next(smtp_sink) -> None:
    send_due_reminders(at=NOW)
    (message,) = smtp_sink.messages
    assert message["Subject"] == (
        "Due today: Fresno <Police> Department, due Mon 22 Jun 2026 (TD-2026-0001)"
    )
    text = body(message, "plain")
    assert "Fresno <Police> Department" in text
    assert "Next step: The determination is due today" in text
    assert "Juneteenth" in text and "7922.535" in text
    assert "/staff/requests/" in text
    html = body(message, "html")
    assert "Fresno &lt;Police&gt; Department" in html
    assert "style=" in html and "<style" not in html


def test_what_was_answered_meanwhile_is_skipped_with_the_reason(smtp_sink, request_due_today):
    plan_reminders(at=NOW)
    an_event(request_due_today, EventKind.DETERMINATION_DENIED, TODAY)
    assert send_due_reminders(at=NOW).skipped == 1
    reminder = Reminder.objects.get()
    assert (reminder.state, reminder.reason) == ("skipped", "The agency answered on 22 Jun 2026.")
    assert not smtp_sink.messages


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"is_active": False}, "switched off"),
        ({"email": ""}, "no e-mail address"),
    ],
)
def test_a_recipient_who_cannot_be_reached_does_not_stop_the_others(
    smtp_sink, request_due_today, change, reason
) -> None:
    other = a_request()
    plan_reminders(at=NOW)
    type(request_due_today.assignee).objects.filter(pk=request_due_today.assignee_id).update(
        **change
    )
    sweep = send_due_reminders(at=NOW)
    assert (sweep.sent, sweep.skipped) == (1, 1)
    assert reason in Reminder.objects.get(records_request=request_due_today).reason
    assert Reminder.objects.get(records_request=other).state == "sent"


@pytest.mark.usefixtures("request_due_today")
def test_a_server_that_is_away_loses_nothing(smtp_sink) -> None:
    with override_settings(EMAIL_PORT=1):
        assert send_due_reminders(at=NOW).put_off == 1
    reminder = Reminder.objects.get()
    assert (reminder.state, reminder.attempts) == ("planned", 0)
    assert reminder.reason
    assert send_due_reminders(at=NOW + timedelta(minutes=1)).sent == 1
    assert len(smtp_sink.messages) == 1


@pytest.mark.usefixtures("request_due_today")
def test_a_claim_that_was_never_finished_comes_back(smtp_sink) -> None:
    plan_reminders(at=NOW)
    Reminder.objects.update(state="claimed", claimed_at=NOW)
    assert send_due_reminders(at=NOW + timedelta(minutes=9)).sent == 0
    assert send_due_reminders(at=NOW + timedelta(minutes=11)).sent == 1


def test_a_reminder_of_a_date_that_moved_is_skipped(smtp_sink, request_due_today) -> None:
    plan_reminders(at=NOW)
    an_event(request_due_today, EventKind.EXTENSION_NOTICE, date(2026, 6, 18),
             names_on=date(2026, 7, 3), ground="voluminous")  # fmt: skip
    sweep = send_due_reminders(at=NOW)
    assert (sweep.sent, sweep.skipped) == (0, 1)
    assert "moved" in Reminder.objects.get().reason


def test_mail_for_the_sample_is_marked(smtp_sink) -> None:
    request = a_request(assignee=a_person())
    type(request).objects.update(is_sample=True)
    send_due_reminders(at=NOW)
    (message,) = smtp_sink.messages
    assert message["Subject"].startswith("[Sample] ")
    assert "not a real one" in body(message, "plain")


@pytest.mark.usefixtures("smtp_sink")
def test_a_server_that_is_away_for_long_fails_nothing_and_is_asked_once_a_sweep(caplog) -> None:
    for _ in range(3):
        a_request()
    with override_settings(EMAIL_PORT=1):
        sweeps = [send_due_reminders(at=NOW + n * MINUTE) for n in range(MOST_ATTEMPTS + 2)]
    assert [sweep.put_off for sweep in sweeps] == [1] * len(sweeps)
    assert len(caplog.records) == len(sweeps)
    assert set(Reminder.objects.values_list("state", "attempts")) == {("planned", 0)}
    assert send_due_reminders(at=NOW + 20 * MINUTE).sent == 3


@pytest.mark.usefixtures("smtp_sink", "request_due_today")
def test_a_wrong_password_burns_no_reminder(settings, monkeypatch) -> None:
    def refuse(self: smtplib.SMTP, *_: object) -> None:
        raise smtplib.SMTPAuthenticationError(535, b"wrong password")

    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = "x"
    monkeypatch.setattr(smtplib.SMTP, "login", refuse)
    for n in range(MOST_ATTEMPTS + 1):
        send_due_reminders(at=NOW + n * MINUTE)
    reminder = Reminder.objects.get()
    assert (reminder.state, reminder.attempts) == ("planned", 0)
    assert "535" in reminder.reason


def test_a_mail_on_which_the_connection_breaks_holds_up_no_other(smtp_sink, monkeypatch) -> None:
    for _ in range(3):
        a_request()
    plan_reminders(at=NOW)
    poison = Reminder.objects.earliest("pk").recipient.email
    whole = smtplib.SMTP.sendmail

    def sendmail(self: smtplib.SMTP, sender: str, to: list[str], *rest: object) -> object:
        if poison in to:
            raise smtplib.SMTPServerDisconnected("gone")
        return whole(self, sender, to, *rest)

    monkeypatch.setattr(smtplib.SMTP, "sendmail", sendmail)
    assert send_due_reminders(at=NOW).sent == 0
    sweep = send_due_reminders(at=NOW + MINUTE)
    assert (sweep.sent, sweep.put_off) == (2, 1)


def test_a_mail_that_is_put_off_too_often_has_failed_and_stops_no_other(smtp_sink) -> None:
    first, second = a_request(), a_request()
    smtp_sink.refuse_with = "451 try again later"
    for n in range(MOST_ATTEMPTS - 1):
        assert send_due_reminders(at=NOW + n * MINUTE).put_off == 2
    assert send_due_reminders(at=NOW + 10 * MINUTE).failed == 2
    reminder = first.reminders.get()
    assert (reminder.state, reminder.attempts) == ("failed", MOST_ATTEMPTS)
    assert "451" in second.reminders.get().reason


@pytest.mark.usefixtures("request_due_today")
def test_a_mail_that_is_refused_for_good_has_failed_at_once(smtp_sink) -> None:
    smtp_sink.refuse_with = "552 too big"
    assert send_due_reminders(at=NOW).failed == 1
    smtp_sink.refuse_with = None
    assert send_due_reminders(at=NOW + MINUTE).sent == 0
    assert "552" in Reminder.objects.get().reason


def test_a_sweep_whose_time_is_over_leaves_the_rest_to_the_next(smtp_sink) -> None:
    for _ in range(3):
        a_request()
    clock = iter([0.0, 10.0, 149.0, 150.0])
    sweep = send_due_reminders(at=NOW, lasts_seconds=150, monotonic=lambda: next(clock))
    assert (sweep.planned, sweep.sent) == (3, 2)
    assert Reminder.objects.filter(state="planned", claimed_at=None).count() == 1
    assert send_due_reminders(at=NOW + MINUTE).sent == 1
    assert len(smtp_sink.messages) == 3


@pytest.mark.parametrize(
    "error", [BadHeaderError("a newline"), TemplateDoesNotExist("email/x.txt"), KeyError("law")]
)
def test_a_mail_that_cannot_be_written_has_failed_and_stops_no_other(
    smtp_sink, monkeypatch, caplog, error
) -> None:
    a_request(), a_request()
    plan_reminders(at=NOW)
    broken = Reminder.objects.earliest("pk")

    def write(reminder: Reminder, *args: object, **kwargs: object) -> object:
        if reminder == broken:
            raise error
        return deadline_reminder(reminder, *args, **kwargs)

    monkeypatch.setattr(sending, "deadline_reminder", write)
    sweep = send_due_reminders(at=NOW)
    broken.refresh_from_db()
    assert (sweep.sent, sweep.failed, broken.state) == (1, 1, "failed")
    assert type(error).__name__ in broken.reason
    assert caplog.records[0].exc_info


@pytest.mark.usefixtures("request_due_today")
def test_a_database_that_breaks_is_no_fault_of_the_mail(smtp_sink, monkeypatch) -> None:
    def write(*_: object, **__: object) -> object:
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(sending, "deadline_reminder", write)
        with pytest.raises(OperationalError):
            send_due_reminders(at=NOW)
    assert send_due_reminders(at=NOW + 11 * MINUTE).sent == 1


def test_a_request_whose_statutory_date_is_gone_is_skipped(smtp_sink, request_due_today) -> None:
    plan_reminders(at=NOW)
    type(request_due_today.agency).objects.update(records_law="none")
    assert send_due_reminders(at=NOW).skipped == 1
    assert Reminder.objects.get().reason == "The request has no statutory date."
    assert not smtp_sink.messages


def test_what_was_late_before_the_request_came_into_the_log_is_not_sent_either(smtp_sink) -> None:
    """As it is not planned: somebody may say so after it was."""
    request = a_request(sent_on=date(2026, 5, 1))
    plan_reminders(at=NOW)
    assert Reminder.objects.filter(kind="late_beyond_every_reading", state="planned").exists()
    RecordsRequest.objects.filter(pk=request.pk).update(reminded_from=TODAY)
    send_due_reminders(at=NOW)
    assert smtp_sink.messages == []
    assert Reminder.objects.get().reason == "The date moved, or a later reminder says more."
