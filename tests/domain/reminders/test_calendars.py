"""Calendars: what is in them, as a calendar program reads it; dates that move, move."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Closure
from requests_app.domain.deadlines.rules import AS_BUILT
from requests_app.domain.reminders.calendar_entries import DAYS_CANCELLED, MOST, feed_file
from requests_app.domain.reminders.calendars import Entry, calendar_file
from requests_app.domain.reminders.feeds import make_feed
from requests_app.domain.reminders.models import CalendarFeed, FeedKind
from requests_app.domain.reminders.own import finish, put_off, set_reminder
from requests_app.domain.reporting.operations import open_year
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.recompute import recompute
from requests_app.domain.request_log.timeline import (
    EventNotPossible,
    Happening,
    correct_event,
    record_event,
)
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_event

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOTICE = {"names_on": date(2026, 7, 3), "ground": "voluminous"}


def read(
    person: Person, kind: FeedKind = FeedKind.PERSON, campaign: Any = None, at: Any = NOW
) -> dict[str, Any]:
    """The events of the calendar by what they are, as a program parses the file."""
    feed = make_feed(kind=kind, campaign=campaign, by=person, at=NOW)
    return events_in(feed_file(feed, at=at))


def events_in(content: bytes) -> dict[str, Any]:
    parsed = Calendar.from_ical(content)
    return {str(one["uid"]).partition("@")[0]: one for one in parsed.walk("VEVENT")}


def due(request: RecordsRequest, at: Any = NOW) -> Any:
    return read(request.assignee, at=at)[f"request-{request.pk}-due"]


def test_a_due_date_is_a_whole_day_that_keeps_nobody_busy() -> None:
    agency = an_agency("Fresno Police Department")
    request = a_request(agency=agency)
    event = due(request)
    assert event["summary"] == f"Due: Fresno Police Department ({request.number})"
    assert (event["dtstart"].dt, event["dtend"].dt) == (TODAY, TODAY + DAY)
    assert (event["status"], event["transp"]) == ("CONFIRMED", "TRANSPARENT")
    said = event["description"]
    assert said.startswith("The determination is due today. Received ")
    assert "day 10 after it, or the next day that is no day off, is Mon 22 Jun 2026. Gov." in said
    assert event["url"].endswith(f"/staff/requests/{request.pk}/")


def test_the_file_names_itself_and_says_when_to_read_it_again() -> None:
    feed = make_feed(kind=FeedKind.DUTIES, campaign=None, by=a_person(), at=NOW)
    content = feed_file(feed, at=NOW)
    assert Calendar.from_ical(content)["name"] == "Tenth Day: 1 February"
    for line in (b"X-WR-CALNAME:Tenth Day: 1 February", b"REFRESH-INTERVAL;VALUE=DURATION:PT4H",
                 b"VERSION:2.0", b"X-PUBLISHED-TTL"):  # fmt: skip
        assert line in content


def test_what_moves_keeps_its_uid_and_its_sequence_rises() -> None:
    request = a_request()
    before = due(request)
    notice = an_event(request, K.EXTENSION_NOTICE, date(2026, 6, 18), **NOTICE)
    extended = due(request)
    assert extended["uid"] == before["uid"]
    assert extended["dtstart"].dt > before["dtstart"].dt
    assert extended["sequence"] > before["sequence"]
    correct_event(event=notice, happening=Happening(K.CORRECTION, notice.on), by=None, at=NOW)
    taken_back = due(request)
    assert taken_back["dtstart"].dt == before["dtstart"].dt
    assert taken_back["sequence"] > extended["sequence"]


def test_a_closure_of_the_office_moves_it_too() -> None:
    request = a_request()
    before = due(request)
    Closure.objects.create(agency=request.agency, on=TODAY, reason="Fire", source="x")
    fresh = RecordsRequest.objects.get(pk=request.pk)
    recompute(fresh, on=TODAY, rules=AS_BUILT)
    fresh.save()
    after = due(request)
    changed = [before[one].to_ical() != after[one].to_ical() for one in ("dtstart", "sequence")]
    latest = [f"request-{request.pk}-latest" in read(request.assignee)]
    assert changed == [True, True] or latest == [True]
    assert after["sequence"] > before["sequence"]


def test_what_is_answered_is_cancelled_for_a_while_and_then_gone() -> None:
    request = a_request()
    before = due(request)
    an_event(request, K.DETERMINATION_NO_RECORDS, TODAY)
    after = due(request)
    assert (after["status"], after["uid"]) == ("CANCELLED", before["uid"])
    assert after["sequence"] > before["sequence"]
    late = NOW + timedelta(days=DAYS_CANCELLED + 1)
    assert read(request.assignee, at=late) == {}


def test_what_is_closed_is_cancelled() -> None:
    request = a_request()
    an_event(request, K.WITHDRAWN, TODAY)
    assert due(request)["status"] == "CANCELLED"


def test_an_estimate_stands_until_the_records_came() -> None:
    request = a_request()
    an_event(request, K.DETERMINATION_DISCLOSABLE, TODAY)
    an_event(request, K.ESTIMATE_GIVEN, TODAY, names_on=date(2026, 8, 3))
    key = f"request-{request.pk}-estimate"
    before = read(request.assignee)[key]
    assert (before["status"], before["dtstart"].dt) == ("CONFIRMED", date(2026, 8, 3))
    an_event(request, K.FULL_RELEASE, TODAY)
    after = read(request.assignee)[key]
    assert (after["status"], after["sequence"] > before["sequence"]) == ("CANCELLED", True)


HAPPENINGS = st.lists(
    st.sampled_from([
        Happening(K.ACKNOWLEDGED, TODAY),
        Happening(K.EXTENSION_NOTICE, date(2026, 6, 18), **NOTICE),
        Happening(K.DETERMINATION_DISCLOSABLE, TODAY),
        Happening(K.ESTIMATE_GIVEN, TODAY, names_on=date(2026, 8, 3)),
            Happening(K.ESTIMATE_CHANGED, TODAY, names_on=date(2026, 9, 1)),
        Happening(K.FULL_RELEASE, TODAY),
        Happening(K.PORTAL_CLOSED, TODAY),
        Happening(K.REOPENED, TODAY),
        Happening(K.CLOSED, TODAY),
    ]),
    max_size=5,
)  # fmt: skip


@given(HAPPENINGS)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_happens_a_change_of_an_entry_raises_its_sequence(happenings: Any) -> None:
    request = a_request()
    before = read(request.assignee)
    for happening in happenings:
        try:
            record_event(
                records_request=request, happening=happening, by=request.created_by, at=NOW
            )
        except (EventNotPossible, ValueError):
            continue
        after = read(request.assignee)
        for key in set(before) & set(after):
            old, new = before[key], after[key]
            moved = any(old[one].to_ical() != new[one].to_ical() for one in ("dtstart", "status"))
            assert new["sequence"] >= old["sequence"] + moved
        before = after


def test_own_reminders_move_and_end() -> None:
    person = a_person()
    own = set_reminder(
        subject=a_request(), note="Call, then write; twice", due_on=TODAY, person=person,
        by=person, at=NOW,
    )  # fmt: skip
    key = f"own-{own.pk}"
    before = read(person)[key]
    assert (before["summary"], before["sequence"]) == ("Call, then write; twice", 0)
    put_off(reminder=own, seen=TODAY, by=person, at=NOW)
    after = read(person)[key]
    assert (after["dtstart"].dt, after["sequence"]) == (TODAY + 7 * DAY, 1)
    finish(reminder=own, by=person, at=NOW)
    assert read(person)[key]["status"] == "CANCELLED"


def test_a_calendar_holds_what_it_is_about_and_nothing_else() -> None:
    lead = a_person(Role.LEAD)
    campaign = save_campaign(
        campaign=None, name="Round", reporting_year=2025, lead=lead, text="", by=lead, at=NOW
    )
    inside, outside = a_request(campaign=campaign), a_request()
    a_request(sent_on=None, campaign=campaign)
    assert set(read(lead, FeedKind.CAMPAIGN, campaign)) >= {f"request-{inside.pk}-due"}
    assert f"request-{outside.pk}-due" not in read(lead, FeedKind.CAMPAIGN, campaign)
    assert read(lead) == {}
    long_after = NOW + timedelta(days=500)
    assert read(lead, FeedKind.CAMPAIGN, campaign, at=long_after) == {}


def test_1_february_never_rolls_and_says_how_many_owe() -> None:
    lead = a_person(Role.LEAD)
    an_agency()
    open_year(reporting_year=2025, by=lead, at=NOW)
    found = read(lead, FeedKind.DUTIES)
    assert {key: one["dtstart"].dt for key, one in found.items()} == {
        "duties-2025": date(2026, 2, 1),  # a Sunday
        "duties-2026": date(2027, 2, 1),
    }
    assert "of 1 nothing is known yet" in found["duties-2025"]["description"]
    assert "not opened" in found["duties-2026"]["description"]


def test_commas_long_words_and_control_characters_come_through() -> None:
    name = "Añejo, Sheriff; \\ “Coroner” " + "é" * 120
    entry = Entry("x-1", TODAY, f"{name}\x07\x00", "One\r\nTwo", "https://example.org/")
    content = calendar_file("A, B", "C", [entry], host="example.org", at=NOW)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    [event] = events_in(content).values()
    assert event["summary"] == name
    assert event["description"] == "One\nTwo\nhttps://example.org/"


def test_a_full_calendar_costs_no_more_queries() -> None:
    person = a_person()
    feed = make_feed(kind=FeedKind.PERSON, campaign=None, by=person, at=NOW)
    counts = []
    for _ in range(2):
        for _ in range(3):
            request = a_request(by=person)
            set_reminder(subject=request, note="x", due_on=TODAY, person=person, by=person, at=NOW)
        with CaptureQueriesContext(connection) as queries:
            # As each visit finds it: what its person sees is asked once.
            feed_file(CalendarFeed.objects.select_related("person").get(pk=feed.pk), at=NOW)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6
    assert MOST >= 1_000
