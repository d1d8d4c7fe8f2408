"""Planners, assemblers, senders and people at the same moment, on connections of their own."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from threading import Event as Signal
from typing import Any

import pytest
from django.db import connection, transaction

from requests_app.domain.reminders import fresh
from requests_app.domain.reminders.assembling import assemble
from requests_app.domain.reminders.models import DeskWishes, OwnReminder, Reminder, ReminderMail
from requests_app.domain.reminders.outbox import claim_next
from requests_app.domain.reminders.own import ReminderGone, finish
from requests_app.domain.reminders.planning import look_at_everything
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.sweep import plan, send_due_reminders
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import RecordsRequest
from tests.at_once import one_in_the_other
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_event
from tests.domain.reminders.waiting import mails_wait

pytestmark = pytest.mark.django_db(transaction=True)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WORKERS = 4


def at_once(job: Callable[[], Any], workers: int = WORKERS) -> list[Any]:
    """What the same job came to for each of so many who begin at one moment."""
    ready = Barrier(workers)

    def run(_: int) -> Any:
        try:
            ready.wait()
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, range(workers)))


def requests_due(count: int) -> list[RecordsRequest]:
    by, agency = a_person(), an_agency()
    return [a_request(by=by, agency=agency) for _ in range(count)]


def put_into_mails() -> int:
    plan(at=NOW)
    return assemble(at=NOW, book=AddressBook.now)


def got(sink: Any) -> Counter[str]:
    return Counter(str(message["X-Envelope-To"]) for message in sink.messages)


def test_of_many_sweeps_at_once_each_recipient_has_one_mail_with_everything(smtp_sink) -> None:
    people = mails_wait(120, per_mail=2)
    at_once(lambda: send_due_reminders(at=NOW))
    # Whoever came late to the assembling or the sending left the rest to the others, or the next.
    send_due_reminders(at=NOW + MINUTE)
    assert got(smtp_sink) == Counter(person.email for person in people)
    assert set(Reminder.objects.values_list("state", flat=True)) == {"sent"}
    assert Reminder.objects.count() == 240
    for message in smtp_sink.messages:
        text = message.get_body(("plain",)).get_content()
        assert "Ring them, 0" in text and "Ring them, 1" in text


def test_of_many_planners_at_once_each_reminder_is_written_once() -> None:
    requests = requests_due(30)
    mails_wait(30)
    at_once(lambda: plan(at=NOW))
    plan(at=NOW)
    about = Reminder.objects.values_list("records_request", "own_reminder", "kind", "speaks_of")
    assert len(about) == len(set(about)) == 60
    assert not RecordsRequest.objects.filter(look_on__lte=TODAY).exists()
    assert Reminder.objects.filter(records_request__in=requests).count() == 30


def test_what_somebody_is_done_with_at_that_moment_is_not_planned() -> None:
    (person,) = mails_wait(1)
    own = OwnReminder.objects.get()
    one_in_the_other(
        lambda: finish(reminder=own, by=person, at=NOW), lambda: plan(at=NOW), ReminderGone
    )
    assert plan(at=NOW) == 0
    assert not Reminder.objects.exists()


def test_the_desks_year_is_planned_by_one_of_many() -> None:
    DeskWishes.objects.create(pk=1, address="desk@example.org")
    at = NOW.replace(month=11, day=2)
    planned = at_once(lambda: plan(at=at))
    assert sorted(planned) == [0, 0, 0, 1]
    assert Reminder.objects.get().kind == "yearly_upkeep"
    assert DeskWishes.objects.get().looked_on == at.date()


def test_of_many_nightly_looks_beside_many_planners_nothing_is_written_twice() -> None:
    requests_due(30)
    turn = iter(range(WORKERS))

    def either() -> object:
        return look_at_everything(at=NOW) if next(turn) % 2 else plan(at=NOW)

    at_once(either)
    assert Reminder.objects.count() == 30


def test_of_many_assemblers_at_once_one_makes_each_mail() -> None:
    people = mails_wait(40)
    DeskWishes.objects.update_or_create(pk=1, defaults={"address": "desk@example.org"})
    a_request(by=a_person(email=""), assignee=None)  # for the desk
    plan(at=NOW)
    made = at_once(put_into_mails)
    assert sum(made) == ReminderMail.objects.count() == len(people) + 1
    assert Counter(Reminder.objects.values_list("state", flat=True)) == {"claimed": 41}
    recipients = Reminder.objects.values_list("recipient", "mail__recipient")
    assert all(whose == to for whose, to in recipients)


def test_many_senders_share_the_mails_out_between_them() -> None:
    mails_wait(150)
    put_into_mails()

    def claim() -> list[int]:
        return [mail.pk for mail in claim_next(at=NOW, now=NOW, tried=[])]

    claimed = [pk for pks in at_once(claim) for pk in pks]
    assert len(claimed) == len(set(claimed)) == 150


def test_what_is_recorded_while_a_planner_looks_is_looked_at_after_it() -> None:
    request = a_request(at=NOW - 13 * DAY)
    one_in_the_other(
        lambda: plan(at=NOW),
        lambda: an_event(request, EventKind.NOTE, TODAY, note="Rang them."),
        ValueError,
    )
    request.refresh_from_db()
    assert request.look_on == TODAY
    assert plan(at=NOW) == 0
    request.refresh_from_db()
    assert request.look_on == TODAY + DAY


def test_a_planner_passes_by_what_somebody_is_recording_and_looks_when_it_is_done() -> None:
    """Answered, and not committed yet: the old facts must not be planned by."""
    request = a_request(at=NOW - 13 * DAY)
    looked_at, recorded = Signal(), Signal()

    def record() -> None:
        try:
            with transaction.atomic():
                an_event(request, EventKind.DETERMINATION_DENIED, TODAY)
                recorded.set()
                # On SQLite the planner waits for us, on PostgreSQL it goes by.
                looked_at.wait(0.5)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        recording = pool.submit(record)
        assert recorded.wait(10)
        assert plan(at=NOW) == 0
        looked_at.set()
        recording.result()
    assert plan(at=NOW) == 0
    request.refresh_from_db()
    assert request.look_on is None or request.look_on > TODAY
    assert not Reminder.objects.exists()


def test_a_request_answered_while_another_mail_is_sent_is_not_in_the_next_mail(
    smtp_sink, monkeypatch
) -> None:
    """The facts are read again when they are older than `FRESH_SECONDS`, within one run too."""
    monkeypatch.setattr(fresh, "FRESH_SECONDS", 0)
    requests = {one.assignee_id: one for one in (a_request(), a_request())}
    put_into_mails()
    first, last = ReminderMail.objects.order_by("pk").values_list("recipient", flat=True)

    def answered() -> None:
        try:
            an_event(requests[last], EventKind.DETERMINATION_DENIED, TODAY)
        finally:
            connection.close()

    smtp_sink.when_kept = answered
    done = send_due_reminders(at=NOW).done
    assert (done.sent, done.skipped) == (1, 1)
    assert got(smtp_sink) == Counter([requests[first].assignee.email])
    assert requests[last].reminders.get().reason == "The agency answered on Mon 22 Jun 2026."
