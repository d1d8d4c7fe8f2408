"""What comes next of a request, for whom, and what will not come and why."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.domain.accounts.models import Person
from requests_app.domain.reminders.considering import LATER_SAYS_MORE
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.outlook import (
    Prospect,
    looked_at_next,
    prospects_of_requests,
)
from requests_app.domain.reminders.recipients import NOBODY, AddressBook
from requests_app.domain.reminders.sweep import plan
from requests_app.domain.reminders.verdicts import NOT_WANTED
from requests_app.domain.reminders.wished import KindWished
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from tests.builders import NOW, TODAY, a_person, a_request, an_event
from tests.staff_site.doors import wishes_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
K = ReminderKind


def ahead_of(request: RecordsRequest, on: date = TODAY) -> dict[ReminderKind, Prospect]:
    found = prospects_of_requests([request.pk], on=on, book=AddressBook.now())
    return {one.kind: one for one in found.get(request.pk, [])}


def test_each_kind_has_its_day_and_whom_it_is_for() -> None:
    request = a_request(sent_on=TODAY)  # due on Thu 2 Jul
    found = ahead_of(request)
    late = request.latest_arguable_on
    for kind, day in (
        (K.DUE_SOON, date(2026, 6, 29)),
        (K.DUE_TODAY, date(2026, 7, 2)),
        (K.LATE_BEYOND_EVERY_READING, late + DAY),
        (K.NOTHING_HAPPENED, late + 7 * DAY),
    ):
        assert (found[kind].comes_on, found[kind].person) == (day, request.assignee)
    assert found[K.EXTENSION_ENDING].why_not == "No extension is running."
    assert next(iter(found)) is K.DUE_SOON, "the next one first"


def test_what_is_due_comes_today_and_what_is_in_the_ledger_is_left_out() -> None:
    request = a_request()
    assert ahead_of(request)[K.DUE_TODAY].comes_on == TODAY
    plan(at=NOW)
    assert K.DUE_TODAY not in ahead_of(request)
    Reminder.objects.update(state="skipped")
    assert ahead_of(request)[K.DUE_TODAY].comes_on == TODAY


def test_what_comes_back_comes_again_after_the_one_in_the_ledger() -> None:
    request = a_request(sent_on=TODAY - 8 * DAY, method="portal", portal_number="R1")
    due = ahead_of(request)[K.PORTAL_TO_LOOK_AT]
    plan(at=NOW)
    after = ahead_of(request)[K.PORTAL_TO_LOOK_AT]
    assert (after.comes_on - due.speaks_of).days == 7
    assert after.speaks_of == after.comes_on


def test_what_a_later_one_will_say_better_does_not_come() -> None:
    for one in (a_request(), a_request(sent_on=TODAY)):
        if one.latest_arguable_on == one.due_on:
            assert ahead_of(one)[K.FIRST_DAY_LATE].why_not == LATER_SAYS_MORE
        else:
            assert ahead_of(one)[K.FIRST_DAY_LATE].comes_on == one.due_on + DAY


def test_what_nobody_wants_or_can_get_will_not_come_and_says_so() -> None:
    request = a_request(sent_on=TODAY)
    wishes_of(request.assignee, kinds={K.DUE_SOON: KindWished(wanted=False)})
    assert ahead_of(request)[K.DUE_SOON].why_not == NOT_WANTED
    Person.objects.update(email="")
    for kind in (K.DUE_SOON, K.DUE_TODAY):
        assert (ahead_of(request)[kind].comes_on, ahead_of(request)[kind].why_not) == (None, NOBODY)


def test_who_stands_in_is_named_with_whom_for() -> None:
    request, other = a_request(), a_person()
    wishes_of(request.assignee, away_from=TODAY, away_until=TODAY, stand_in=other.pk)
    one = ahead_of(request)[K.DUE_TODAY]
    assert (one.person, one.stands_in_for) == (other, request.assignee)


def test_who_is_away_on_the_day_does_not_get_it_though_they_are_here_today() -> None:
    request, other = a_request(sent_on=TODAY), a_person()
    wishes_of(
        request.assignee, away_from=TODAY + DAY, away_until=TODAY + 30 * DAY, stand_in=other.pk
    )
    one = ahead_of(request)[K.DUE_TODAY]
    assert (one.person, one.stands_in_for) == (other, request.assignee)


def test_nothing_is_ahead_of_a_closed_request() -> None:
    request = a_request()
    an_event(request, EventKind.CLOSED, TODAY)
    assert ahead_of(request) == {}


def test_the_prospect_agrees_with_what_planning_does_day_by_day() -> None:
    request = a_request(sent_on=TODAY, method="portal", portal_number="R1")
    for number in range(45):
        at = NOW + number * DAY
        said = {kind for kind, one in ahead_of(request, at.date()).items()
                if one.comes_on == at.date()}  # fmt: skip
        before = set(Reminder.objects.values_list("pk", flat=True))
        plan(at=at)
        new = Reminder.objects.exclude(pk__in=before).filter(records_request=request)
        assert {ReminderKind(one.kind) for one in new} == said, at


def test_those_looked_at_next_are_ones_own_and_ones_campaigns() -> None:
    person = a_person()
    led = Campaign.objects.create(name="2025", reporting_year=2025, lead=person)
    mine, of_mine, other = a_request(assignee=person), a_request(campaign=led), a_request()
    assert set(looked_at_next(person)) == {mine, of_mine}
    assert set(looked_at_next()) == {mine, of_mine, other}
    RecordsRequest.objects.update(look_on=None)
    assert not looked_at_next().exists()


def test_many_take_as_many_queries_as_one() -> None:
    counts = []
    for number in (1, 20):
        keys = [a_request().pk for _ in range(number)]
        with CaptureQueriesContext(connection) as queries:
            prospects_of_requests(keys, on=TODAY, book=AddressBook.now())
        counts.append(len(queries))
    assert counts[0] == counts[1] == 7
