"""A reminder that was skipped is no answer for ever: the facts can change back."""

from datetime import date, timedelta

import pytest

from requests_app.domain.reminders.assembling import assemble
from requests_app.domain.reminders.items import DATE_GONE
from requests_app.domain.reminders.models import PersonWishes, Reminder, ReminderMail
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.second_look import FOR_ANOTHER
from requests_app.domain.reminders.sweep import Sweep, plan, send_due_reminders
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.in_bulk import assign_many
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.timeline import Happening, correct_event
from requests_app.domain.statute_book.operations import enter_version
from requests_app.domain.upkeep.law_changes import enact_law, take_back_enactment
from tests.builders import BUSINESS_DAYS, NOW, TODAY, a_person, a_request, an_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("smtp_sink")]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def planned() -> Reminder:
    request = a_request()
    plan(at=NOW)
    return request.reminders.get()


def sweeps(number: int, *, start: int = 1) -> list[Sweep]:
    """`number` sweeps, one a minute, the first `start` minutes after NOW."""
    return [send_due_reminders(at=NOW + n * MINUTE) for n in range(start, start + number)]


def take_back(event) -> None:
    correct_event(
        event=event, happening=Happening(EventKind.CORRECTION, event.on), by=a_person(), at=NOW
    )


def test_what_waited_on_us_is_due_again_once_we_answered(planned, smtp_sink) -> None:
    an_event(planned.records_request, EventKind.CLARIFICATION_ASKED, TODAY)
    assert [sweep.done.skipped for sweep in sweeps(3)] == [1, 0, 0]
    planned.refresh_from_db()
    assert planned.state == "skipped"
    an_event(planned.records_request, EventKind.CLARIFICATION_ANSWERED, TODAY)
    assert [(sweep.planned, sweep.done.sent) for sweep in sweeps(3, start=4)] == [
        (1, 1),
        (0, 0),
        (0, 0),
    ]
    planned.refresh_from_db()
    assert (planned.state, planned.reason, planned.finished_at) == ("sent", "", NOW + 4 * MINUTE)
    assert [message["Message-ID"] for message in smtp_sink.messages] == [planned.mail.message_id]


@pytest.mark.parametrize("kind", [EventKind.DETERMINATION_DENIED, EventKind.WITHDRAWN])
def test_an_answer_that_is_taken_back_brings_the_reminder_back(planned, kind) -> None:
    event = an_event(planned.records_request, kind, TODAY)
    assert sweeps(1)[0].done.skipped == 1
    take_back(event)
    assert sweeps(1, start=2)[0].done.sent == 1
    assert Reminder.objects.get().state == "sent"


def test_it_comes_back_to_whoever_is_the_right_one_now(planned) -> None:
    event = an_event(planned.records_request, EventKind.DETERMINATION_DENIED, TODAY)
    sweeps(1)
    other = a_person()
    RecordsRequest.objects.update(assignee=other)
    take_back(event)
    assert [sweep.done.sent for sweep in sweeps(2, start=2)] == [1, 0]
    rows = set(Reminder.objects.values_list("recipient", "state"))
    assert rows == {(planned.recipient_id, "skipped"), (other.pk, "sent")}


def test_what_came_and_went_twice_on_a_day_blocks_neither_itself_nor_others(
    planned, smtp_sink
) -> None:
    """An at-once mail that held it once is no reason not to make another one."""
    for start in (1, 3):
        event = an_event(planned.records_request, EventKind.WITHDRAWN, TODAY)
        assert sweeps(1, start=start)[0].done.skipped == 1
        take_back(event)
        assert plan(at=NOW + (start + 1) * MINUTE) == 1
    assert [sweep.done.sent for sweep in sweeps(2, start=5)] == [1, 0]
    second = a_request(by=planned.recipient)
    assert [sweep.done.sent for sweep in sweeps(2, start=7)] == [1, 0]
    states = Reminder.objects.order_by("pk").values_list("records_request", "state")
    assert list(states) == [(planned.records_request_id, "sent"), (second.pk, "sent")]


def test_it_comes_back_as_it_is_now(planned) -> None:
    """Not with the stand-in, the haste and the last day that it had when it was skipped."""
    Reminder.objects.update(
        state="skipped", finished_at=NOW, stands_in_for=a_person(), at_once=True, good_until=None
    )
    RecordsRequest.objects.update(look_on=TODAY)
    assert plan(at=NOW + MINUTE) == 1
    planned.refresh_from_db()
    assert (planned.state, planned.planned_at) == ("planned", NOW + MINUTE)
    assert (planned.stands_in_for, planned.at_once, planned.good_until) == (None, False, TODAY)


def test_what_was_planned_before_a_reassignment_goes_to_the_new_one_only(
    planned, smtp_sink
) -> None:
    other = a_person()
    assign_many([planned.records_request], {planned.records_request_id: other.pk}, by=other, at=NOW)
    assert [(one.done.skipped, one.done.sent) for one in sweeps(3)] == [(1, 0), (0, 1), (0, 0)]
    assert [message["To"] for message in smtp_sink.messages] == [other.email]
    planned.refresh_from_db()
    assert planned.reason == FOR_ANOTHER


def test_a_mail_that_may_have_arrived_is_not_sent_to_a_second_person(planned, smtp_sink) -> None:
    assemble(at=NOW, book=AddressBook.now)
    ReminderMail.objects.update(may_have_arrived=True)
    other = a_person()
    assign_many([planned.records_request], {planned.records_request_id: other.pk}, by=other, at=NOW)
    assert [(one.done.skipped, one.done.sent) for one in sweeps(2)] == [(0, 1), (0, 0)]
    assert [message["To"] for message in smtp_sink.messages] == [planned.recipient.email]


def test_what_is_for_a_stand_in_stays_theirs(smtp_sink) -> None:
    request, other = a_request(), a_person()
    PersonWishes.objects.create(
        person=request.assignee, away_from=TODAY, away_until=TODAY, stand_in=other
    )
    assert [one.done.sent for one in sweeps(2)] == [1, 0]
    assert [message["To"] for message in smtp_sink.messages] == [other.email]


def test_of_two_skipped_rows_only_the_right_ones_comes_back(planned) -> None:
    other = a_person()
    Reminder.objects.create(
        recipient=other, records_request=planned.records_request, kind=planned.kind,
        speaks_of=planned.speaks_of, state="skipped", planned_at=NOW,
    )  # fmt: skip
    Reminder.objects.update(state="skipped", finished_at=NOW)
    RecordsRequest.objects.update(look_on=TODAY)
    assert plan(at=NOW + MINUTE) == 1
    assert Reminder.objects.get(state="planned").recipient == planned.recipient


@pytest.mark.parametrize("state", ["sent", "failed", "claimed", "planned"])
def test_nothing_but_a_skipped_row_is_planned_again(planned, state) -> None:
    Reminder.objects.update(state=state, finished_at=NOW)
    RecordsRequest.objects.update(assignee=a_person(), look_on=TODAY)
    assert plan(at=NOW + MINUTE) == 0
    assert Reminder.objects.get().state == state


def test_a_second_row_of_a_planner_that_knew_less_is_not_sent(planned, smtp_sink) -> None:
    sweeps(1)
    Reminder.objects.create(
        recipient=a_person(), records_request=planned.records_request, kind=planned.kind,
        speaks_of=planned.speaks_of, planned_at=NOW,
    )  # fmt: skip
    assert [(sweep.done.sent, sweep.done.skipped) for sweep in sweeps(2, start=2)] == [
        (0, 1),
        (0, 0),
    ]
    assert len(smtp_sink.messages) == 1


def test_a_date_that_only_the_row_still_has_is_not_sent(planned, smtp_sink) -> None:
    """A moment before the row is recomputed: the agency was found to be bound by no such law."""
    type(planned.records_request.agency).objects.update(records_law="none")
    assert sweeps(1)[0].done.skipped == 1
    assert (Reminder.objects.get().reason, smtp_sink.messages) == (DATE_GONE, [])


def test_a_law_that_goes_in_and_comes_out_again_repeats_no_mail(planned, smtp_sink) -> None:
    """Each date is reminded of once: Mon 22 June, and by the bill Wed 24 June."""
    version = enter_version(details=BUSINESS_DAYS, by=a_person(), at=NOW)
    by = {"by": a_person(), "at": NOW}
    assert [sweep.done.sent for sweep in sweeps(1)] == [1]
    for seen in (1, 3, 5):
        enact_law(version=version, begins=date(2026, 6, 1), seen=seen, **by)
        assert [sweep.planned for sweep in sweeps(2, start=10 * seen)] == [int(seen == 1), 0]
        take_back_enactment(version=version, seen=seen + 1, **by)
        assert [sweep.planned for sweep in sweeps(2, start=10 * seen + 5)] == [0, 0]
    kept = Reminder.objects.order_by("pk").values_list("kind", "speaks_of", "state")
    assert list(kept) == [("due_today", TODAY, "sent"), ("due_soon", date(2026, 6, 24), "planned")]
    assert len(smtp_sink.messages) == 1


def test_many_come_back_with_no_more_queries(django_assert_max_num_queries) -> None:
    person = a_person()
    for _ in range(12):
        a_request(by=person)
    plan(at=NOW)
    Reminder.objects.update(state="skipped", finished_at=NOW)
    RecordsRequest.objects.update(look_on=TODAY)
    with django_assert_max_num_queries(30):
        assert plan(at=NOW + MINUTE) == 12
