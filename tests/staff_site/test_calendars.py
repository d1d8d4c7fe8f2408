"""The page of calendars, and the secret addresses that it gives out."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from icalendar import Calendar

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.reminders.feeds import (
    FeedClosed,
    make_feed,
    open_feed,
    revoke_feed,
    token_of,
)
from requests_app.domain.reminders.models import CalendarFeed, FeedKind
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.upkeep.people import amend_person
from tests.builders import NOW, a_person, a_request
from tests.staff_site.doors import browser_of, signed_in, texts

pytestmark = pytest.mark.django_db
PAGE = "/staff/reminders/calendars/"
HOUR = timedelta(hours=1)


def a_feed(person: Person | None = None, kind: FeedKind = FeedKind.PERSON) -> CalendarFeed:
    return make_feed(kind=kind, campaign=None, by=person or a_person(), at=NOW)


def address_of(feed: CalendarFeed) -> str:
    return f"/calendars/{feed.pk}-{token_of(feed)}.ics"


def test_a_program_reads_it_without_signing_in() -> None:
    feed = a_feed()
    response = Client().get(address_of(feed))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies
    assert Calendar.from_ical(response.content)["name"] == f"Tenth Day: {feed.person}"


def test_an_address_that_is_made_up_or_belongs_to_another_opens_nothing() -> None:
    feed, other = a_feed(), a_feed()
    token = token_of(feed)
    wrong = "0" if token[-1] != "0" else "1"
    for address in (
        f"/calendars/{feed.pk}-{token[:-1]}{wrong}.ics",
        f"/calendars/{feed.pk}-{token[:-1]}.ics",
        f"/calendars/{other.pk}-{token}.ics",
        f"/calendars/{feed.pk}-{feed.nonce}.ics",
        f"/calendars/{feed.pk}-.ics",
    ):
        assert Client().get(address).status_code == 404, address


def test_a_revoked_address_opens_nothing_and_the_next_is_another() -> None:
    client = signed_in()
    client.post(f"{PAGE}make/", {"kind": "person"})
    feed = CalendarFeed.objects.get()
    old = address_of(feed)
    assert old in texts(client.get(PAGE))
    client.post(f"{PAGE}{feed.pk}/revoke/")
    assert Client().get(old).status_code == 404
    assert old not in texts(client.get(PAGE))
    client.post(f"{PAGE}make/", {"kind": "person"})
    new = address_of(CalendarFeed.objects.live().get())
    assert new != old
    assert Client().get(new).status_code == 200
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["made calendar", "revoked calendar", "made calendar"]


def test_a_second_click_gives_the_same_address_and_revokes_once() -> None:
    person = a_person()
    first = a_feed(person)
    assert a_feed(person) == first
    for _ in range(2):
        revoke_feed(feed=first, by=person, at=NOW)
    assert AuditEntry.objects.count() == 2


def test_the_database_holds_that_there_is_one_live_calendar_of_a_subject() -> None:
    feed = a_feed()
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarFeed.objects.create(person=feed.person, kind="person", nonce="x", made_at=NOW)
    with pytest.raises(IntegrityError, match="names_it"), transaction.atomic():
        CalendarFeed.objects.create(person=feed.person, kind="campaign", nonce="x", made_at=NOW)


def test_who_left_reads_nothing() -> None:
    feed = a_feed()
    Person.objects.filter(pk=feed.person_id).update(is_active=False)
    assert Client().get(address_of(feed)).status_code == 404


def test_a_key_that_is_rolled_over_still_opens_it(settings) -> None:
    feed = a_feed()
    old = address_of(feed)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, long enough"
    assert Client().get(old).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert Client().get(old).status_code == 404


def test_that_it_was_read_is_written_once_an_hour() -> None:
    feed = a_feed()
    for after, noted in ((0, 0), (0.5, 0), (1.5, 1.5)):
        open_feed(pk=feed.pk, token=token_of(feed), at=NOW + after * HOUR)
        feed.refresh_from_db()
        assert feed.last_read_at == NOW + noted * HOUR
    with pytest.raises(FeedClosed):
        open_feed(pk=feed.pk, token="x", at=NOW)


def test_nobody_sees_or_revokes_the_address_of_another() -> None:
    feed = a_feed()
    client = signed_in(Role.ADMINISTRATOR)
    assert token_of(feed) not in texts(client.get(PAGE))
    assert client.post(f"{PAGE}{feed.pk}/revoke/").status_code == 404
    assert CalendarFeed.objects.live().count() == 1


def test_the_review_site_shows_no_secret() -> None:
    feed = a_feed()
    address = f"/admin/requests_app/calendarfeed/{feed.pk}/change/"
    page = texts(signed_in(Role.ADMINISTRATOR).get(address))
    assert feed.nonce not in page


def test_the_page_offers_ones_own_1_february_and_the_campaigns_one_works_in() -> None:
    lead, staff = a_person(Role.LEAD), a_person()
    names = ("Led", "Worked in", "Of others")
    _, worked, others = (
        save_campaign(campaign=None, name=name, reporting_year=2025, lead=lead if name == "Led"
                      else None, text="", by=lead, at=NOW)
        for name in names
    )  # fmt: skip
    a_request(campaign=worked, assignee=staff)
    titles = ["My requests and reminders", "1 February"]
    shown = [one.title for one in browser_of(lead).get(PAGE).context["offers"]]
    assert shown == [*titles, "Led"]
    client = browser_of(staff)
    assert [one.title for one in client.get(PAGE).context["offers"]] == [*titles, "Worked in"]
    asked = client.get(f"{PAGE}?campaign={others.pk}").context["offers"]
    assert [one.title for one in asked] == [*titles, "Of others", "Worked in"]
    made = client.post(f"{PAGE}make/", {"kind": "campaign", "campaign": others.pk})
    assert made.url == f"{PAGE}?campaign={others.pk}#campaign-{others.pk}"
    assert "webcal://" in texts(client.get(PAGE))


@pytest.mark.parametrize("typed", [{}, {"kind": "x"}, {"kind": "campaign"},
                                   {"kind": "campaign", "campaign": "9" * 30},
                                   {"kind": "campaign", "campaign": "²"}])  # fmt: skip
def test_odd_input_makes_nothing(typed: dict[str, str]) -> None:
    assert signed_in().post(f"{PAGE}make/", typed).status_code in (302, 404)
    assert not CalendarFeed.objects.exists()
    assert signed_in().get(f"{PAGE}?campaign={'9' * 30}").status_code == 200


def test_whoever_is_deactivated_has_no_calendar_any_more_also_when_they_come_back() -> None:
    feed, other, boss = a_feed(), a_feed(), a_person(Role.ADMINISTRATOR)
    person = feed.person
    gone = revoke_feed(feed=a_feed(person, FeedKind.DUTIES), by=person, at=NOW - HOUR)
    for is_active in (False, True):
        values = {name: getattr(person, name) for name in ("first_name", "last_name", "email")}
        amend_person(
            person=person, **values, role=person.role, is_active=is_active, by=boss, at=NOW
        )
        assert Client().get(address_of(feed)).status_code == 404
    entry = AuditEntry.objects.filter(verb="revoked calendar").latest("pk")
    assert (entry.actor, entry.subject_id) == (boss, str(feed.pk))
    gone.refresh_from_db()
    assert gone.revoked_at == NOW - HOUR
    assert AuditEntry.objects.filter(verb="revoked calendar").count() == 2
    assert Client().get(address_of(other)).status_code == 200
    assert a_feed(person).pk != feed.pk
