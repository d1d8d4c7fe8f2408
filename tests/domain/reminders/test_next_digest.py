"""Tomorrow's digest, looked at today: the very mail, and not a trace of it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.domain.accounts.models import Person
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.models import Reminder, ReminderMail
from requests_app.domain.reminders.next_digest import digest_ahead, next_digest_at, preview_digest
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.sweep import plan, send_due_reminders
from requests_app.domain.reminders.wished import KindWished
from requests_app.domain.reminders.wishes import CALIFORNIA, DigestTimes
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from tests.builders import NOW, TODAY, a_person, a_request
from tests.staff_site.doors import an_own_reminder, wishes_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TOMORROW = TODAY + DAY
K = ReminderKind


@pytest.fixture
def person() -> Person:
    return a_person()


@pytest.fixture
def everything(person: Person) -> None:
    """Due tomorrow, late by tomorrow, of one's own campaign, an own reminder, and the round."""
    campaign = Campaign.objects.create(name="Round 2024", reporting_year=2024, lead=person)
    a_request(sent_on=TODAY - 12 * DAY, assignee=person)
    a_request(assignee=person)
    a_request(sent_on=date(2026, 5, 1), assignee=None, campaign=campaign)
    an_own_reminder(a_request(), due_on=TOMORROW, person=person)
    a_request(sent_on=TODAY - 12 * DAY)  # somebody else's


def test_it_is_the_mail_that_goes_tomorrow(person: Person, everything: None) -> None:
    send_due_reminders(at=NOW.replace(hour=7))
    outbox.outbox.clear()
    preview = preview_digest(person=person, at=NOW)
    assert preview.goes_at == datetime.combine(TOMORROW, time(7), tzinfo=CALIFORNIA)
    send_due_reminders(at=preview.goes_at)
    (sent,) = [one for one in outbox.outbox if one.to == [person.email]]
    assert preview.message.subject == sent.subject
    assert preview.message.to == sent.to
    assert preview.number > 1
    assert _words(preview.message.body) <= _words(sent.body)


def _words(body: str) -> set[str]:
    """The lines of a mail; a preview has no links that are signed."""
    return {line for line in body.splitlines() if "://" not in line}


def test_it_writes_nothing_and_sends_nothing(person: Person, everything: None) -> None:
    rows = list(RecordsRequest.objects.values_list("pk", "look_on", "version").order_by("pk"))
    with CaptureQueriesContext(connection) as queries:
        preview_digest(person=person, at=NOW)
    assert not [one for one in queries if not one["sql"].startswith(("SELECT", "SAVEPOINT"))]
    assert (Reminder.objects.count(), ReminderMail.objects.count(), len(outbox.outbox)) == (0, 0, 0)
    after = list(RecordsRequest.objects.values_list("pk", "look_on", "version").order_by("pk"))
    assert rows == after


def test_what_waits_is_in_it_and_what_will_be_pointless_is_not(person: Person) -> None:
    a_request(assignee=person)  # due today: tomorrow that is not worth saying
    a_request(sent_on=date(2026, 5, 1), assignee=person)
    plan(at=NOW)
    assert set(Reminder.objects.values_list("kind", flat=True)) >= {K.DUE_TODAY}
    body = preview_digest(person=person, at=NOW).message.body.lower()
    assert "late beyond every reading" in body
    assert "due today:" not in body


def test_without_anything_no_mail_goes_and_it_says_so(person: Person) -> None:
    preview = preview_digest(person=person, at=NOW)
    assert (preview.message, preview.number) == (None, 0)
    assert preview.why_not == "Nothing is due by then, so no mail goes."
    wishes_of(person, also_when_nothing=True)
    assert preview_digest(person=person, at=NOW).message is not None


@pytest.mark.parametrize("values", [{"email": ""}, {"is_active": False}])
def test_who_cannot_be_reached_has_none(values) -> None:
    person = a_person(**values)
    a_request(assignee=person)
    preview = preview_digest(person=person, at=NOW)
    assert preview.message is None and "no e-mail address" in preview.why_not


def test_what_is_wanted_at_once_has_gone_by_then_or_is_not_wanted(person: Person) -> None:
    a_request(sent_on=TODAY - 12 * DAY, assignee=person)
    said = preview_digest(person=person, at=NOW)
    wishes_of(person, kinds={one: KindWished(at_once=True) for one in K})
    assert said.number > 0 and preview_digest(person=person, at=NOW).number == 0
    wishes_of(person, kinds={one: KindWished(wanted=False) for one in K})
    assert preview_digest(person=person, at=NOW).number == 0


def test_who_stands_in_tomorrow_gets_it(person: Person) -> None:
    absent = a_person()
    a_request(sent_on=TODAY - 12 * DAY, assignee=absent)
    assert preview_digest(person=person, at=NOW).number == 0
    wishes_of(absent, away_from=TOMORROW, away_until=TOMORROW, stand_in=person.pk)
    preview = preview_digest(person=person, at=NOW)
    assert preview.number > 0
    assert f"stand in for {absent}" in " ".join(preview.message.body.split())
    assert preview_digest(person=absent, at=NOW).number == 0


def test_what_is_in_the_ledger_already_is_not_said_again(person: Person) -> None:
    a_request(sent_on=date(2026, 5, 1), assignee=person)
    plan(at=NOW)
    Reminder.objects.update(state="sent")
    assert preview_digest(person=person, at=NOW).number == 0


def test_more_than_can_be_looked_at_is_said(person: Person, monkeypatch) -> None:
    monkeypatch.setattr("requests_app.domain.reminders.next_digest.MOST", 2)
    for _ in range(3):
        a_request(sent_on=TODAY - 12 * DAY, assignee=person)
    preview = preview_digest(person=person, at=NOW)
    assert preview.is_cut


def test_it_asks_as_often_for_many_as_for_few(person: Person) -> None:
    counts = []
    for number in (3, 20):
        for _ in range(number):
            a_request(sent_on=TODAY - 12 * DAY, assignee=person)
            an_own_reminder(a_request(), due_on=TOMORROW, person=person)
        preview_digest(person=person, at=NOW)
        with CaptureQueriesContext(connection) as queries:
            preview_digest(person=person, at=NOW)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def at(day: date, hour: int, zone: str = "America/Los_Angeles") -> datetime:
    return datetime.combine(day, time(hour), tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("times", "after", "expected"),
    [
        (DigestTimes(), at(TODAY, 5), at(TOMORROW, 7)),
        (DigestTimes(), at(TODAY, 23), at(TOMORROW, 7)),
        (DigestTimes(quiet_weekends=True), at(date(2026, 6, 26), 10), at(date(2026, 6, 29), 7)),
        (DigestTimes(quiet_holidays=True), at(date(2026, 7, 2), 10), at(date(2026, 7, 5), 7)),
        (
            DigestTimes(zone=ZoneInfo("Asia/Tokyo")),
            at(TODAY, 10),
            at(TOMORROW + DAY, 7, "Asia/Tokyo"),
        ),
        (DigestTimes(time(2, 30)), at(date(2026, 3, 7), 10), at(date(2026, 3, 8), 2)
         + timedelta(minutes=30)),
    ],
)  # fmt: skip
def test_it_comes_on_the_next_day_that_is_not_quiet(times, after, expected) -> None:
    assert next_digest_at(times, after=after) == expected


def test_todays_digest_is_the_next_one_until_its_hour_or_until_it_went() -> None:
    person, book = a_person(), AddressBook.now()
    early = at(TODAY, 5)
    assert digest_ahead(person=person, book=book, at=early) == at(TODAY, 7)
    assert digest_ahead(person=person, book=book, at=at(TODAY, 8)) == at(TOMORROW, 7)
    ReminderMail.objects.create(
        recipient=person, day=TODAY, key="digest", message_id="<x@y>", made_at=early
    )
    assert digest_ahead(person=person, book=book, at=early) == at(TOMORROW, 7)
