"""What follows a change of whom reminders are for, or when."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.reminders.following import PLANNED_ANEW, follow_people
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.models import DeskWishes, Reminder
from requests_app.domain.reminders.planning import look_at_everything
from requests_app.domain.reminders.sweep import plan
from requests_app.domain.reminders.wished import KindWished
from requests_app.domain.request_log.in_bulk import assign_many
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.domain.upkeep.people import amend_person
from tests.builders import NOW, TODAY, a_person, a_request
from tests.staff_site.doors import an_own_reminder, wishes_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
K = ReminderKind
AWAY = {"away_from": TODAY, "away_until": TODAY + 7 * DAY}
LATER = days_after(TODAY, 30)


def planned(**which: Any) -> list[Reminder]:
    return list(Reminder.objects.waiting().filter(**which).order_by("pk"))


def looked_at() -> set[int]:
    return set(RecordsRequest.objects.filter(look_on=TODAY).values_list("pk", flat=True))


@pytest.fixture
def assigned() -> RecordsRequest:
    """Due today, and planned for its assignee."""
    request = a_request()
    plan(at=NOW)
    assert [one.kind for one in planned(recipient=request.assignee)] == [K.DUE_TODAY]
    return request


def test_what_is_planned_for_who_leaves_goes_to_who_stands_in(assigned) -> None:
    other = a_person()
    wishes_of(assigned.assignee, **AWAY, stand_in=other.pk)
    plan(at=NOW)
    (one,) = planned()
    assert (one.recipient, one.stands_in_for) == (other, assigned.assignee)
    (before,) = Reminder.objects.filter(recipient=assigned.assignee)
    assert (before.state, before.reason) == ("skipped", PLANNED_ANEW)


def test_who_is_back_early_gets_it_again(assigned) -> None:
    wishes_of(assigned.assignee, **AWAY, stand_in=a_person().pk)
    plan(at=NOW)
    wishes_of(assigned.assignee, away_from=None, away_until=None, stand_in=None)
    plan(at=NOW)
    assert [one.recipient for one in planned()] == [assigned.assignee]


def test_more_notice_brings_at_once_what_is_due_by_it() -> None:
    request = a_request(sent_on=TODAY)  # due on 2 July
    plan(at=NOW)
    assert planned(kind=K.DUE_SOON) == []
    wishes_of(request.assignee, kinds={K.DUE_SOON: KindWished(days=20)})
    plan(at=NOW)
    assert [one.recipient for one in planned(kind=K.DUE_SOON)] == [request.assignee]


def test_the_desks_notice_counts_for_all_who_say_nothing() -> None:
    a_request(sent_on=TODAY)
    plan(at=NOW)
    wishes_of(None, kinds={K.DUE_SOON: KindWished(days=20)})
    look_at_everything(at=NOW)
    assert len(planned(kind=K.DUE_SOON)) == 1


def test_the_desks_address_is_asked_before_an_administrator() -> None:
    administrator = a_person(Role.ADMINISTRATOR)
    a_request()
    RecordsRequest.objects.update(assignee=None, created_by=None)
    plan(at=NOW)
    assert [one.recipient for one in planned()] == [administrator]
    wishes_of(None, address="desk@example.org")
    Reminder.objects.all().delete()
    look_at_everything(at=NOW)
    assert [one.recipient for one in planned(kind=K.DUE_TODAY)] == [None]
    wishes_of(None, address="")
    plan(at=NOW)
    assert [one.recipient for one in planned(kind=K.DUE_TODAY)] == [administrator]


def amend(person: Person, **values: Any) -> None:
    now = {name: getattr(person, name) for name in
           ("first_name", "last_name", "email", "role", "is_active")}  # fmt: skip
    amend_person(person=person, **now | values, by=a_person(Role.ADMINISTRATOR), at=NOW)


@pytest.mark.parametrize("out_of_reach", [{"is_active": False}, {"email": ""}])
def test_what_is_planned_for_who_is_out_of_reach_goes_to_the_lead(out_of_reach) -> None:
    lead = a_person(Role.LEAD)
    campaign = Campaign.objects.create(name="2025", reporting_year=2025, lead=lead)
    request = a_request(campaign=campaign)
    plan(at=NOW)
    amend(request.assignee, **out_of_reach)
    plan(at=NOW)
    assert [one.recipient for one in planned()] == [lead]
    amend(Person.objects.get(pk=request.assignee_id), is_active=True, email="back@example.org")
    RecordsRequest.objects.update(look_on=LATER)
    follow_people([request.assignee_id], at=NOW)
    assert looked_at() == {request.pk}


def test_what_fell_to_whoever_logged_it_is_looked_at_anew_too() -> None:
    creator = a_person()
    request = a_request(by=creator, assignee=None)
    plan(at=NOW)
    wishes_of(creator, kinds={K.SILENT: KindWished(days=20)})
    assert looked_at() == {request.pk}
    plan(at=NOW)
    assert [one.recipient for one in planned(kind=K.DUE_TODAY)] == [creator]


def test_what_fell_to_an_administrator_goes_to_the_next_one() -> None:
    first, second = a_person(Role.ADMINISTRATOR), a_person(Role.ADMINISTRATOR)
    a_request(by=a_person(email=""))
    plan(at=NOW)
    assert [one.recipient for one in planned()] == [first]
    amend(first, is_active=False)
    plan(at=NOW)
    assert [one.recipient for one in planned()] == [second]


def test_what_is_assigned_in_bulk_is_due_as_its_new_assignee_wishes() -> None:
    request, other = a_request(), a_person()
    wishes_of(request.assignee, kinds={K.DUE_TODAY: KindWished(wanted=False)})
    plan(at=NOW)
    closed = a_request()
    RecordsRequest.objects.filter(pk=closed.pk).update(is_open=False, look_on=None)
    ours = list(RecordsRequest.objects.all())
    assign_many(ours, dict.fromkeys([request.pk, closed.pk], other.pk), by=other, at=NOW)
    assert looked_at() == {request.pk}
    plan(at=NOW)
    assert [one.recipient for one in planned(kind=K.DUE_TODAY)] == [other]


def test_a_new_name_is_nothing_to_look_at_again() -> None:
    request = a_request()
    RecordsRequest.objects.update(look_on=LATER)
    amend(request.assignee, first_name="Sam")
    assert looked_at() == set()


def test_only_what_is_theirs_is_looked_at_again() -> None:
    person = a_person()
    led = Campaign.objects.create(name="2025", reporting_year=2025, lead=person)
    absent = a_person()
    wishes_of(absent, **AWAY, stand_in=person.pk)
    theirs = {
        a_request(assignee=person).pk,
        a_request(campaign=led).pk,
        a_request(assignee=absent).pk,
    }
    closed, _others = a_request(assignee=person), a_request()
    RecordsRequest.objects.update(look_on=LATER)
    RecordsRequest.objects.filter(pk=closed.pk).update(is_open=False, look_on=None)
    follow_people([person.pk], at=NOW)
    assert looked_at() == theirs


def test_another_hour_moves_nothing() -> None:
    request = a_request()
    RecordsRequest.objects.update(look_on=LATER)
    wishes_of(request.assignee, zone="UTC", kinds={K.DUE_TODAY: KindWished(at_once=True)})
    assert looked_at() == set()


def test_the_rounds_and_the_desks_year_are_looked_at_once_more() -> None:
    DeskWishes.objects.create(pk=1, looked_on=TODAY)
    wishes_of(a_person(), kinds={K.ROUND_NEXT_ASK: KindWished(days=10)})
    assert DeskWishes.objects.get().looked_on is None


def test_an_own_reminder_follows_to_who_stands_in() -> None:
    one = an_own_reminder(a_request(sent_on=None))
    plan(at=NOW)
    other = a_person()
    wishes_of(one.person, **AWAY, stand_in=other.pk)
    plan(at=NOW)
    assert [row.recipient for row in planned(kind=K.OWN)] == [other]


@pytest.mark.parametrize("state", ["claimed", "sent", "failed"])
def test_what_is_in_a_mail_stays_as_it_is(assigned, state: str) -> None:
    Reminder.objects.update(state=state)
    wishes_of(assigned.assignee, **AWAY, stand_in=a_person().pk)
    plan(at=NOW)
    assert [one.state for one in Reminder.objects.all()] == [state]


def test_it_takes_as_many_statements_for_many_as_for_one() -> None:
    person, counts = a_person(), []
    for number in (1, 20):
        for _ in range(number):
            a_request(assignee=person)
        RecordsRequest.objects.update(look_on=LATER)
        with CaptureQueriesContext(connection) as queries:
            follow_people([person.pk], at=NOW)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6
