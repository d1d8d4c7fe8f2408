"""A mail server that misbehaves, mails that cannot be written, a database that is locked.

What counts is what the mail server was given: none lost, and none twice but where nobody can know
whether it arrived, and then with the same Message-ID.
"""

import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.template import TemplateSyntaxError

from requests_app.domain.deadlines.counting import reporting_due_on
from requests_app.domain.reminders import desk_planning, fact_finding, sending, writing
from requests_app.domain.reminders.assembling import assemble
from requests_app.domain.reminders.entries import Entry
from requests_app.domain.reminders.fact_finding import facts_of_rounds
from requests_app.domain.reminders.facts import RequestFacts
from requests_app.domain.reminders.items import item_of
from requests_app.domain.reminders.mails import digest
from requests_app.domain.reminders.models import KindWish, Reminder, ReminderMail
from requests_app.domain.reminders.outbox import BATCH, claim_next, put_off, settle
from requests_app.domain.reminders.own import set_reminder
from requests_app.domain.reminders.pauses import PAUSES
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.sweep import Sweep, plan, send_due_reminders
from requests_app.domain.request_log.models import Campaign
from tests.builders import NOW, TODAY, a_request
from tests.domain.reminders.waiting import an_agency_to_think_of, mails_wait
from tests.services import MailSink

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _short_patience(settings: Any) -> None:
    settings.EMAIL_TIMEOUT = 0.5


def sweep(at: datetime = NOW) -> Sweep:
    return send_due_reminders(at=at)


def put_into_mails() -> None:
    plan(at=NOW)
    assemble(at=NOW, book=AddressBook.now)


def got(sink: MailSink) -> Counter[str]:
    """How often each address was given a mail."""
    return Counter(str(message["X-Envelope-To"]) for message in sink.messages)


def once_each(people: list[Any]) -> Counter[str]:
    return Counter(person.email for person in people)


def states() -> set[tuple[str, str]]:
    return set(Reminder.objects.values_list("state", "mail__state"))


def attempts() -> list[int]:
    return sorted(ReminderMail.objects.values_list("attempts", flat=True))


@contextmanager
def a_door_that_nobody_opens() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        yield deaf.getsockname()[1]


def test_a_server_that_refuses_the_connection_costs_no_mail_an_attempt(smtp_sink, settings) -> None:
    people, port = mails_wait(3), settings.EMAIL_PORT
    settings.EMAIL_PORT = 1
    assert [sweep(NOW + n * MINUTE).done.put_off for n in range(20)] == [1] * 20
    assert (attempts(), states()) == ([0, 0, 0], {("claimed", "waiting")})
    settings.EMAIL_PORT = port
    assert sweep(NOW + 20 * MINUTE).done.mails == 3
    assert got(smtp_sink) == once_each(people)


def test_a_server_that_never_greets_is_waited_for_once_a_sweep(smtp_sink, settings) -> None:
    people, port = mails_wait(3), settings.EMAIL_PORT
    with a_door_that_nobody_opens() as settings.EMAIL_PORT:
        assert sweep().done.put_off == 1
    assert attempts() == [0, 0, 0]
    settings.EMAIL_PORT = port
    assert sweep(NOW + MINUTE).done.mails == 3
    assert got(smtp_sink) == once_each(people)


def test_a_server_that_hangs_in_the_middle_of_a_mail_stops_the_run_and_nothing_else(
    smtp_sink,
) -> None:
    people = mails_wait(3)
    smtp_sink.hangs = True
    assert sweep().done.put_off == 1
    assert attempts() == [0, 0, 1]
    smtp_sink.hangs = False
    assert sweep(NOW + MINUTE).done.mails == 3
    assert set(got(smtp_sink)) == set(once_each(people))


def test_what_was_dropped_after_its_data_comes_again_with_the_same_message_id(smtp_sink) -> None:
    people = mails_wait(3)
    smtp_sink.drops = 1
    first = sweep()
    assert (first.done.mails, first.done.put_off) == (0, 1)
    assert sweep(NOW + MINUTE).done.mails == 3
    assert got(smtp_sink).total() == 4
    assert set(got(smtp_sink)) == set(once_each(people))
    assert len({message["Message-ID"] for message in smtp_sink.messages}) == 3
    assert states() == {("sent", "sent")}


def test_what_breaks_the_connection_each_time_comes_ever_more_rarely_and_never_fails(
    smtp_sink,
) -> None:
    """It may have arrived each time: nobody wants it every minute."""
    mails_wait(1)
    smtp_sink.drops = 1_000
    at, tries = NOW, []
    while at < NOW + timedelta(hours=3):
        if sweep(at).done.put_off:
            tries.append(at - NOW)
        at += MINUTE
    assert tries == [
        timedelta(0), MINUTE, *(MINUTE + sum(PAUSES[:n], timedelta(0)) for n in range(1, 4)),
    ]  # fmt: skip
    assert states() == {("claimed", "waiting")}
    smtp_sink.drops = 0
    # Own reminders are worth sending until they are sent.
    assert sweep(NOW + timedelta(days=1)).done.mails == 1


def test_it_holds_up_no_other(smtp_sink, monkeypatch) -> None:
    people = mails_wait(3)
    whole, poison = sending.hand_over, people[0].email

    def hand_over(message: Any, way: Any) -> None:
        if poison in message.to:
            smtp_sink.drops = 1
        whole(message, way)

    monkeypatch.setattr(sending, "hand_over", hand_over)
    assert sweep().done.mails == 0
    later = sweep(NOW + MINUTE)
    assert (later.done.mails, later.done.put_off) == (2, 1)


def test_a_server_that_ends_each_connection_after_the_hundredth_mail_gets_them_all(
    smtp_sink,
) -> None:
    people = mails_wait(250)
    smtp_sink.ends_after = 100
    assert sweep().done.mails == 250
    assert got(smtp_sink) == once_each(people)
    assert smtp_sink.connections == 3
    assert attempts() == [0] * 250


def test_a_server_that_ends_new_connections_too_is_left_alone_until_the_next_sweep(
    smtp_sink,
) -> None:
    people = mails_wait(3)
    smtp_sink.ends_after = 0
    assert sweep().done.put_off == 1
    assert smtp_sink.connections == 1
    assert attempts() == [0, 0, 0]
    smtp_sink.ends_after = None
    assert sweep(NOW + MINUTE).done.mails == 3
    assert got(smtp_sink) == once_each(people)


@pytest.mark.parametrize("closing", ["421 at the recipient", "421 after the text"])
def test_it_may_say_so_at_any_moment(smtp_sink, closing) -> None:
    people = mails_wait(3)
    if closing == "421 at the recipient":
        smtp_sink.refuses = {people[1].email: closing}
    else:
        smtp_sink.refuse_with = closing
    assert sweep().done.put_off == 1
    assert attempts() == [0, 0, 0]
    smtp_sink.refuses, smtp_sink.refuse_with = {}, None
    sweep(NOW + MINUTE)
    assert got(smtp_sink) == once_each(people)


def test_one_refused_for_good_has_failed_and_the_others_have_their_mails(smtp_sink) -> None:
    people = mails_wait(5)
    smtp_sink.refuses = {people[2].email: "550 5.1.1 no such user"}
    done = sweep().done
    assert (done.mails, done.failed) == (4, 1)
    assert got(smtp_sink) == once_each(people) - Counter([people[2].email])
    refused = Reminder.objects.get(recipient=people[2])
    assert (refused.state, refused.mail.state) == ("failed", "failed")
    assert "no such user" in refused.reason
    assert sweep(NOW + MINUTE).done.mails == 0


def test_one_refused_for_now_comes_later_and_once(smtp_sink) -> None:
    people = mails_wait(5)
    smtp_sink.refuses = {people[2].email: "450 4.2.1 greylisted"}
    done = sweep().done
    assert (done.mails, done.put_off, done.failed) == (4, 1, 0)
    smtp_sink.refuses = {}
    assert sweep(NOW + PAUSES[0] - MINUTE).done.mails == 0
    assert sweep(NOW + PAUSES[0]).done.mails == 1
    assert got(smtp_sink) == once_each(people)


def test_an_item_that_cannot_be_written_is_left_out_and_the_digest_goes(
    smtp_sink, monkeypatch, caplog
) -> None:
    (person,) = mails_wait(1)
    agency = an_agency_to_think_of()
    set_reminder(subject=agency, note="The broken one", due_on=TODAY, person=person,
                 by=person, at=NOW)  # fmt: skip

    def write(reminder: Reminder, **values: Any) -> Any:
        if reminder.own_reminder and reminder.own_reminder.note == "The broken one":
            raise KeyError("no such law")
        return item_of(reminder, **values)

    monkeypatch.setattr(writing, "item_of", write)
    done = sweep().done
    assert (done.mails, done.sent, done.failed) == (1, 1, 1)
    broken = Reminder.objects.get(state="failed")
    assert broken.reason == "KeyError: 'no such law'"
    (message,) = smtp_sink.messages
    assert "The broken one" not in message.get_body(("plain",)).get_content()
    assert caplog.records[0].exc_info


def test_a_mail_that_cannot_be_written_has_failed_and_the_others_go(
    smtp_sink, monkeypatch, caplog
) -> None:
    people = mails_wait(3)

    def write(mail: ReminderMail, *values: Any, **more: Any) -> Any:
        if mail.recipient == people[1]:
            raise TemplateSyntaxError("a tag that is not closed")
        return digest(mail, *values, **more)

    monkeypatch.setattr(writing, "digest", write)
    done = sweep().done
    assert (done.mails, done.failed) == (2, 1)
    assert got(smtp_sink) == once_each(people) - Counter([people[1].email])
    assert "not closed" in Reminder.objects.get(state="failed").reason
    assert caplog.records[0].exc_info


def test_a_database_that_breaks_while_a_mail_is_written_is_no_fault_of_the_mail(
    smtp_sink, monkeypatch
) -> None:
    people = mails_wait(3)
    broken = iter([OperationalError("the server closed the connection")])

    def write(*values: Any, **more: Any) -> Any:
        if error := next(broken, None):
            raise error
        return digest(*values, **more)

    monkeypatch.setattr(writing, "digest", write)
    with pytest.raises(OperationalError):
        sweep()
    # None of them had been handed over: all are given back at once.
    assert sweep(NOW + MINUTE).done.mails == 3
    assert got(smtp_sink) == once_each(people)


class Lock:
    """The database, held by somebody else."""

    def __init__(self) -> None:
        self.theirs = connections.create_connection("default")
        self.theirs.inc_thread_sharing()

    def take(self) -> None:
        """Nobody else can write a mail, or plan a reminder, until `give_back`."""
        self.theirs.set_autocommit(False)
        with self.theirs.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "LOCK TABLE requests_app_remindermail, requests_app_reminder IN EXCLUSIVE MODE"
                )
            else:
                cursor.execute("UPDATE requests_app_remindermail SET attempts = attempts")

    def give_back(self) -> None:
        self.theirs.rollback()
        self.theirs.close()


@pytest.fixture
def lock(transactional_db: None) -> Iterator[Lock]:
    impatient = (
        "SET lock_timeout = '200ms'"
        if connection.vendor == "postgresql"
        else "PRAGMA busy_timeout = 200"
    )
    with connection.cursor() as cursor:
        cursor.execute(impatient)
    lock = Lock()
    yield lock
    lock.give_back()
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_sweep_that_finds_the_database_locked_leaves_all_to_the_next(smtp_sink, lock) -> None:
    people = mails_wait(3)
    lock.take()
    with pytest.raises(OperationalError):
        sweep()
    assert not smtp_sink.messages
    lock.give_back()
    assert sweep(NOW + MINUTE).done.mails == 3
    assert got(smtp_sink) == once_each(people)


@pytest.mark.django_db(transaction=True)
def test_a_database_locked_after_the_mail_was_taken_brings_that_one_again_and_no_other(
    smtp_sink, lock
) -> None:
    people = mails_wait(3)
    smtp_sink.when_kept = lock.take
    with pytest.raises(OperationalError):
        sweep()
    smtp_sink.when_kept = lambda: None
    lock.give_back()
    assert got(smtp_sink).total() == 1
    # What could not be given back comes when its claim has run out.
    sweep(NOW + MINUTE)
    sweep(NOW + 11 * MINUTE)
    assert got(smtp_sink) - once_each(people) == Counter([smtp_sink.messages[0]["To"]])
    assert set(got(smtp_sink)) == set(once_each(people))
    assert len({message["Message-ID"] for message in smtp_sink.messages}) == 3
    assert states() == {("sent", "sent")}


def test_who_was_overtaken_brings_back_nothing_that_somebody_else_sent(smtp_sink) -> None:
    """A worker that stood still for longer than its claim lasts, and then goes on."""
    mails_wait(2)
    put_into_mails()
    slow, slower = claim_next(at=NOW, now=NOW, tried=[])
    assert sweep(NOW + 11 * MINUTE).done.mails == 2
    put_off(slow, "The connection broke.", until=None)
    slower.state, slower.reason = ReminderMail.State.FAILED, "550 no such user"
    failed = {one.pk: "550" for one in slower.reminders.all()}
    settle(slower, sent=[], failed=failed, skipped={}, at=NOW + 12 * MINUTE)
    assert states() == {("sent", "sent")}
    assert sweep(NOW + 30 * MINUTE).done.mails == 0
    assert len(smtp_sink.messages) == 2


@pytest.mark.django_db(transaction=True)
def test_a_run_that_lasts_long_holds_its_claims_by_the_time_it_is(smtp_sink) -> None:
    """As one by hand, which speaks for the moment it began at, or for another."""
    people, first = mails_wait(3), iter([True])
    later = NOW + 11 * MINUTE

    def a_worker_sweeps() -> None:
        if next(first, False):
            try:
                send_due_reminders(at=later, clock=lambda: later)
            finally:
                connection.close()

    smtp_sink.when_kept = a_worker_sweeps
    assert send_due_reminders(at=NOW, clock=lambda: later).done.mails == 3
    assert got(smtp_sink) == once_each(people)


def test_what_a_killed_worker_sent_and_did_not_mark_is_marked_by_the_next(
    smtp_sink,
) -> None:
    """Reminders follow their mails, many at once; their mail says that they went."""
    before = mails_wait(2)
    put_into_mails()
    ReminderMail.objects.update(state="sent", finished_at=NOW)
    assert states() == {("claimed", "sent")}
    now = mails_wait(1)
    assert sweep(NOW + MINUTE).done.mails == 1
    assert states() == {("sent", "sent")}
    assert {one.finished_at for one in Reminder.objects.filter(recipient__in=before)} == {NOW}
    assert got(smtp_sink) == once_each(now)


def test_what_is_put_off_is_told_with_the_reason(smtp_sink) -> None:
    mails_wait(1, per_mail=2)
    smtp_sink.refuse_with, told = "451 try again later", list[Entry]()
    send_due_reminders(at=NOW, tell=told.append)
    put_off = [one for one in told if one.outcome == "put_off"]
    assert len(put_off) == 2 and all("451" in one.reason for one in put_off)


def test_what_went_is_written_even_by_who_was_overtaken(smtp_sink) -> None:
    mails_wait(1)
    put_into_mails()
    (slow,) = claim_next(at=NOW, now=NOW, tried=[])
    (theirs,) = claim_next(at=NOW + 11 * MINUTE, now=NOW + 11 * MINUTE, tried=[])
    slow.state = ReminderMail.State.SENT
    settle(slow, sent=slow.reminders.all(), failed={}, skipped={}, at=NOW + 12 * MINUTE)
    put_off(theirs, "The connection broke.", until=None)
    assert states() == {("sent", "sent")}
    assert sweep(NOW + 30 * MINUTE).done.mails == 0


@pytest.mark.django_db(transaction=True)
def test_a_clock_set_forward_by_three_days_brings_at_most_the_one_on_its_way_again(
    smtp_sink, settings
) -> None:
    """By that clock every claim has run out, also that of who is busy sending."""
    settings.EMAIL_TIMEOUT = 20
    people, first = mails_wait(BATCH // 2), iter([True])

    def somebody_else_sweeps() -> None:
        if next(first, False):
            try:
                sweep(NOW + timedelta(days=3))
            finally:
                connection.close()

    smtp_sink.when_kept = somebody_else_sweeps
    sweep()
    assert set(got(smtp_sink)) == set(once_each(people))
    assert got(smtp_sink) - once_each(people) == Counter([smtp_sink.messages[0]["To"]])
    assert len({message["Message-ID"] for message in smtp_sink.messages}) == len(people)
    assert states() == {("sent", "sent")}


def test_what_comes_at_once_leaves_the_digest_that_waits_for_the_server_as_it_is(
    smtp_sink, settings
) -> None:
    (person,) = mails_wait(1)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    sweep()
    KindWish.objects.create(person=person, kind="own", at_once=True)
    set_reminder(subject=an_agency_to_think_of(), note="At once", due_on=TODAY, person=person,
                 by=person, at=NOW)  # fmt: skip
    sweep(NOW + MINUTE)
    settings.EMAIL_PORT = port
    assert sweep(NOW + 2 * MINUTE).done.mails == 2
    assert states() == {("sent", "sent")}


def test_reminders_that_nobody_wants_stand_in_the_way_of_no_other(smtp_sink, monkeypatch) -> None:
    monkeypatch.setattr(desk_planning, "CHUNK", 2)
    *unwilling, last = mails_wait(6)
    KindWish.objects.bulk_create(
        KindWish(person=person, kind="own", wanted=False) for person in unwilling
    )
    for n in range(2):
        assert sweep(NOW + n * MINUTE).planned == 1 - n
    assert got(smtp_sink) == once_each([last])


def test_what_a_killed_worker_left_behind_stays_the_same_mail_for_days(smtp_sink, settings) -> None:
    """It may have sent it: no later digest may hold what it holds."""
    (person,) = mails_wait(1)
    put_into_mails()
    (left_behind,) = claim_next(at=NOW, now=NOW, tried=[])
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    sweep(NOW + 11 * MINUTE)
    set_reminder(subject=an_agency_to_think_of(), note="Another", due_on=TODAY, person=person,
                 by=person, at=NOW)  # fmt: skip
    sweep(NOW + timedelta(days=1))
    settings.EMAIL_PORT = port
    sweep(NOW + timedelta(days=1, minutes=1))
    old, new = sorted(
        smtp_sink.messages, key=lambda message: message["Message-ID"] != left_behind.message_id
    )
    assert old["Message-ID"] == left_behind.message_id
    assert "Another" not in old.get_body(("plain",)).get_content()
    assert "Ring them" not in new.get_body(("plain",)).get_content()


def test_the_words_of_a_broken_connection_say_what_is_known(smtp_sink) -> None:
    mails_wait(1)
    smtp_sink.drops = 1
    sweep()
    reason = ReminderMail.objects.get().reason
    assert reason.startswith("BrokeOff: ")
    assert SMTPServerDisconnected.__name__ not in reason


def test_a_request_whose_dates_cannot_be_reckoned_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    odd, sound = (a_request(at=NOW - timedelta(days=13)) for _ in range(2))
    right = RequestFacts.may_be_destroyed_from.fget

    def reckoned(facts: RequestFacts) -> Any:
        return right(facts if facts.pk != odd.pk else replace(facts, reporting_year=99_999))

    monkeypatch.setattr(RequestFacts, "may_be_destroyed_from", property(reckoned))
    assert sweep().planned == 2  # the odd one's other dates are as good as any
    assert {one.records_request_id for one in Reminder.objects.all()} == {odd.pk, sound.pk}
    assert "cannot be reckoned" in caplog.text and f"pk={odd.pk}" in caplog.text
    assert sweep(NOW + MINUTE).planned == 0


def test_a_round_whose_dates_cannot_be_reckoned_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name, year in (("Odd", 2020), ("Sound", 2024)):
        campaign = Campaign.objects.create(name=name, reporting_year=year)
        a_request(at=NOW - timedelta(days=13), campaign=campaign, reporting_year=year)

    def due_on(year: int) -> date:
        return reporting_due_on(year if year != 2020 else 99_999)

    monkeypatch.setattr(fact_finding, "reporting_due_on", due_on)
    assert [one.reporting_year for one in facts_of_rounds(Campaign.objects.all())] == [2024]
    assert "its dates cannot be reckoned" in caplog.text
    assert sweep().planned >= 2
