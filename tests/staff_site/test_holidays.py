"""Appointed holidays: looked at first, then entered, then taken out.

A request received on Tue 9 Jun 2026 is due on Mon 22 Jun. Is that day appointed a holiday, it is
due on Tue 23 Jun; of a local body arguably still on the 22nd, for § 6700 binds only the state.
"""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Closure
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.statute_book.models import AppointedHoliday
from requests_app.domain.upkeep.models import DatesMove
from tests.builders import TODAY, a_request, an_agency
from tests.staff_site.doors import errors, looked_at_and_confirmed, signed_in, texts

pytestmark = pytest.mark.django_db
NEW = "/staff/law/holidays/new/"
MOURNING = {
    "on": "6/22/2026",
    "name": "Day of Mourning",
    "appointed_by": "president",
    "source": "Proclamation 11000",
}
TUESDAY = date(2026, 6, 23)


@pytest.fixture
def lead(db: None) -> Client:
    return signed_in(Role.LEAD)


def dates(request: RecordsRequest) -> tuple[date | None, date | None, date | None]:
    """Due, and arguably from and until."""
    request.refresh_from_db()
    return request.due_on, request.earliest_arguable_on, request.latest_arguable_on


def removal() -> str:
    return f"/staff/law/holidays/{AppointedHoliday.objects.get().pk}/remove/"


def test_an_appointed_day_moves_everybody_and_binds_the_state_by_both_calendars(
    lead: Client,
) -> None:
    city, state = a_request(), a_request(agency=an_agency(level="state"))
    federal = a_request(agency=an_agency(level="federal", records_law="foia"))
    before = dates(federal)
    looked_at_and_confirmed(lead, NEW, MOURNING)
    assert dates(city) == (TUESDAY, TODAY, TUESDAY)
    assert dates(state) == (TUESDAY, TUESDAY, TUESDAY)
    assert dates(federal) == before


def test_it_is_looked_at_then_entered_with_an_entry_on_the_timeline(lead: Client) -> None:
    request = a_request()
    looked = texts(lead.post(NEW, MOURNING))
    assert "Read as Mon 22 Jun 2026." in looked
    assert "Moves 1 open request, 1 of them from due today to not yet due." in looked
    assert request.number in looked and "Enter the holiday and move the dates" in looked
    assert (dates(request)[0], AppointedHoliday.objects.count()) == (TODAY, 0)
    done = looked_at_and_confirmed(lead, NEW, MOURNING)
    assert "Holiday entered. It moved the dates of 1 request." in texts(done)
    assert "Day of Mourning, appointed by the President" in texts(done)
    event = request.events.get(kind=EventKind.DATES_MOVED)
    assert event.note == (
        "Due Tue 23 Jun 2026 instead of Mon 22 Jun 2026. Mon 22 Jun 2026 is a holiday: Day of "
        "Mourning, appointed by the President (Proclamation 11000)."
    )
    assert AppointedHoliday.objects.get().entered_by == lead.person
    assert AuditEntry.objects.filter(verb="entered appointed holiday").count() == 1


@pytest.mark.parametrize(
    ("on", "weekday", "beside"),
    [
        ("6/20/2026", "Sat 20 Jun 2026 is a Saturday", 18),
        ("6/21/2026", "Sun 21 Jun 2026 is a Sunday", 22),
    ],
)
def test_an_appointed_day_on_a_weekend_moves_nothing_and_the_page_says_so(
    lead: Client, on: str, weekday: str, beside: int
) -> None:
    """Decision 9: the day of an order is the day it names; only the holidays of a rule shift."""
    request = a_request(sent_on=date(2026, 6, beside - 10))
    before = dates(request)
    looked = texts(lead.post(NEW, MOURNING | {"on": on}))
    assert f"{weekday}, which is off anyway" in looked
    assert "Moves no date of any request." in looked
    looked_at_and_confirmed(lead, NEW, MOURNING | {"on": on})
    assert dates(request) == before
    assert "which is off anyway" not in texts(lead.post(NEW, MOURNING))


def test_taken_out_the_dates_move_back(lead: Client) -> None:
    request = a_request()
    looked_at_and_confirmed(lead, NEW, MOURNING)
    page = texts(lead.get(removal()))
    assert "Take out Day of Mourning, Mon 22 Jun 2026" in page
    assert "Moves 1 open request, 1 of them from not yet due to due today." in page
    address = removal()
    done = looked_at_and_confirmed(lead, address)
    assert "Holiday taken out. It moved the dates of 1 request." in texts(done)
    assert dates(request) == (TODAY, TODAY, TODAY)
    assert not AppointedHoliday.objects.exists()
    assert lead.post(address).status_code == 404


def test_a_removal_posted_without_a_look_shows_what_it_would_move(lead: Client) -> None:
    looked_at_and_confirmed(lead, NEW, MOURNING)
    for typed in ({}, {"confirm": ""}, {"confirm": "x"}, {"confirm": "\x00"}):
        assert "What it would move" in texts(lead.post(removal(), typed))
    assert AppointedHoliday.objects.exists()


def test_a_closure_after_it_moves_the_date_once_more(lead: Client) -> None:
    """The office is closed on the day that the holiday moves it to."""
    request = a_request()
    Closure.objects.create(agency=request.agency, on=TUESDAY, reason="Fire", source="Notice")
    looked_at_and_confirmed(lead, NEW, MOURNING)
    assert dates(request) == (date(2026, 6, 24), TODAY, date(2026, 6, 24))


@pytest.mark.parametrize("day", ["2026-06-20", "2026-06-15", "2026-06-19", "2026-06-23"])
def test_a_day_on_which_no_period_ends_moves_nothing(lead: Client, day: str) -> None:
    """A Saturday, a Monday in the middle, Juneteenth, the day after the last."""
    a_request()
    page = texts(lead.post(NEW, MOURNING | {"on": day}))
    assert "Moves no date of any request." in page
    assert "Enter the holiday</button>" in page
    done = looked_at_and_confirmed(lead, NEW, MOURNING | {"on": day})
    assert "It moved the dates of 0 requests." in texts(done)


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        ({"on": ""}, "on", "This field is required."),
        ({"on": "someday"}, "on", "“someday” is not a date that we can read"),
        ({"on": "2026-02-30"}, "on", "is not a date that we can read"),
        ({"on": "0202-06-22"}, "on", "the year 0202 is outside 1990–2100"),
        ({"on": "9999-12-31"}, "on", "the year 9999 is outside"),
        ({"on": "\x00"}, "on", "is not a date that we can read"),
        ({"name": " "}, "name", "This field is required."),
        ({"name": "x" * 121}, "name", "at most 120"),
        ({"name": "a\x00"}, "name", "Null characters"),
        ({"appointed_by": "mayor"}, "appointed_by", "valid choice"),
        ({"appointed_by": ""}, "appointed_by", "This field is required."),
        ({"source": ""}, "source", "This field is required."),
        ({"source": "x" * 301}, "source", "at most 300"),
        ({"source": "\x00"}, "source", "Null characters"),
    ],
)
def test_a_holiday_that_cannot_be_keeps_what_was_typed(
    lead: Client, values: dict[str, Any], field: str, why: str
) -> None:
    typed = MOURNING | values
    response = lead.post(NEW, typed)
    assert response.status_code == 422
    assert list(errors(response)) == [field] and why in errors(response)[field][0]
    form = response.context["form"]
    assert {name: form[name].value() for name in typed} == typed
    assert not AppointedHoliday.objects.exists()


def test_the_same_day_is_entered_once(lead: Client) -> None:
    key = lead.post(NEW, MOURNING).context["key"]
    looked_at_and_confirmed(lead, NEW, MOURNING | {"name": "Day of Remembrance"})
    for typed in (MOURNING, MOURNING | {"confirm": key}):
        response = lead.post(NEW, typed)
        assert response.status_code == 422
        assert errors(response)["on"] == ["Mon 22 Jun 2026 is entered already: Day of Remembrance."]
    assert (AppointedHoliday.objects.count(), DatesMove.objects.count()) == (1, 1)


@pytest.mark.parametrize("changed", [{"on": "6/23"}, {"name": "Other"}, {"source": "Order 2"}])
def test_what_was_changed_after_the_look_is_looked_at_again(
    lead: Client, changed: dict[str, str]
) -> None:
    key = lead.post(NEW, MOURNING).context["key"]
    again = lead.post(NEW, MOURNING | changed | {"confirm": key})
    assert "Changed since it was looked at. Nothing is entered yet" in texts(again)
    assert not AppointedHoliday.objects.exists()
    typed = MOURNING | changed | {"confirm": again.context["key"]}
    assert "Holiday entered." in texts(lead.post(NEW, typed, follow=True))


def test_after_the_look_the_fields_can_still_be_corrected(lead: Client) -> None:
    """One form holds the fields, the look and the button that enters."""
    page = texts(lead.post(NEW, MOURNING))
    start = page.index('<form method="post" action="#moves"')
    form = page[start : page.index("</form>", start)]
    for control in ('name="on"', 'value="6/22/2026"', "Look again", 'name="confirm"', 'id="moves"'):
        assert form.count(control) == 1, control
    assert 'type="hidden" name="on"' not in page


def test_only_a_lead_appoints(lead: Client) -> None:
    looked_at_and_confirmed(lead, NEW, MOURNING)
    for role in (Role.READER, Role.STAFF, Role.REVIEWER):
        client = signed_in(role)
        assert client.post(NEW, MOURNING).status_code == 403
        assert client.get(removal()).status_code == 403
        assert "Take out" not in texts(client.get("/staff/law/"))
