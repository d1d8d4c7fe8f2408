"""Whom a campaign asks, and its next year, through the pages: looked at, then asked."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from requests_app.domain.accounts.roles import Role
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Campaign
from tests.builders import NOW, TODAY, a_request, an_agency, an_event
from tests.staff_site.doors import errors, signed_in, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(db: None) -> Client:
    return signed_in(Role.LEAD)


@pytest.fixture
def campaign(lead: Client) -> Campaign:
    person = lead.person  # type: ignore[attr-defined]
    return save_campaign(
        campaign=None, name="CLETS misuse 2025", reporting_year=2025, lead=person, text="",
        by=person, at=NOW,
    )  # fmt: skip


def addressees(campaign: Campaign, query: str = "") -> str:
    return f"/staff/campaigns/{campaign.pk}/addressees/{query}"


def asked(lead: Client, address: str, **typed: Any) -> Any:
    """Looks at the list, then asks everybody on it."""
    key = lead.get(address).context["form"]["seen"].value()
    values = {"subject": "Records of CLETS misuse", "method": "email", "seen": key}
    return lead.post(address, values | typed, follow=True)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", []),
        ("?q=&kind=", ["Fresno Police", "Kern Sheriff", "Marin Sheriff"]),
        ("?kind=sheriff", ["Kern Sheriff", "Marin Sheriff"]),
        ("?kind=sheriff&county=Marin", ["Marin Sheriff"]),
        ("?q=fresno", ["Fresno Police"]),
        ("?county=Napa", []),
    ],
)
def test_agencies_are_chosen_by_what_they_are(
    lead: Client, campaign: Campaign, query: str, names: list[str]
) -> None:
    an_agency("Fresno Police")
    for county in ("Marin", "Kern"):
        an_agency(f"{county} Sheriff", kind="sheriff", level="county", county=county)
    found = lead.get(addressees(campaign, query)).context["found"]
    assert [agency.name for agency in found.asked] == names


def test_everybody_on_the_list_is_asked_in_one_step(lead: Client, campaign: Campaign) -> None:
    for _ in range(3):
        an_agency()
    done = asked(lead, addressees(campaign, "?kind=police"))
    assert "3 requests made, none of them sent yet." in texts(done)
    assert campaign.records_requests.count() == 3
    again = lead.get(addressees(campaign, "?kind=police"))
    assert "asked in this campaign already" in texts(again)
    assert "Make 0" not in texts(again)


def undone(lead: Client, page: Any) -> Any:
    """Presses the Undo of the page's message."""
    address = re.search(r'action="(/staff/campaigns/asked/\d+/undo/)"', texts(page))
    assert address, texts(page)
    return lead.post(address[1], follow=True)


def test_a_step_has_an_undo_that_names_what_stays(lead: Client, campaign: Campaign) -> None:
    for _ in range(3):
        an_agency()
    done = asked(lead, addressees(campaign, "?kind=police"))
    sent = campaign.records_requests.first()
    an_event(sent, EventKind.SENT, TODAY)
    page = texts(undone(lead, done))
    assert "2 requests taken back." in page
    assert f"Left, since something happened to them meanwhile: {sent.number}." in page
    assert [*campaign.records_requests.all()] == [sent]
    assert "were taken back already" in texts(undone(lead, done))
    assert [*campaign.records_requests.all()] == [sent]


def test_a_round_just_rolled_over_is_undone(lead: Client, campaign: Campaign) -> None:
    a_request(campaign=campaign)
    done = asked(lead, f"/staff/campaigns/{campaign.pk}/roll-over/", name="CLETS misuse 2026")
    assert "1 request taken back, and with it CLETS misuse 2026." in texts(undone(lead, done))
    assert [*Campaign.objects.all()] == [campaign]
    assert "were taken back already" in texts(undone(lead, done))


def test_last_years_list_is_a_filter(lead: Client, campaign: Campaign) -> None:
    agency = a_request(campaign=campaign).agency
    a_request(campaign=campaign, agency=agency)
    an_agency()
    other = Campaign.objects.create(name="Round 2026", reporting_year=2026)
    found = lead.get(addressees(other, f"?asked_in={campaign.pk}")).context["found"]
    assert found.asked == [agency]


def test_only_the_list_that_was_looked_at_is_asked(lead: Client, campaign: Campaign) -> None:
    an_agency()
    address = addressees(campaign, "?kind=police")
    key = lead.get(address).context["form"]["seen"].value()
    an_agency()
    values = {"subject": "Records", "method": "email", "seen": key}
    response = lead.post(address, values)
    assert "The list has changed since you looked at it" in texts(response)
    assert response.context["form"]["subject"].value() == "Records"
    assert not campaign.records_requests.exists()


def test_the_second_click_asks_nobody_twice(lead: Client, campaign: Campaign) -> None:
    an_agency()
    address = addressees(campaign, "?kind=police")
    key = lead.get(address).context["form"]["seen"].value()
    values = {"subject": "Records", "method": "email", "seen": key}
    for _ in range(2):
        lead.post(address, values)
    assert campaign.records_requests.count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"subject": "x" * 301}, "subject"),
        ({"method": "owl"}, "method"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    lead: Client, campaign: Campaign, typed: dict, field: str
) -> None:
    an_agency()
    response = asked(lead, addressees(campaign, "?kind=police"), **typed)
    assert list(errors(response)) == [field]
    assert not campaign.records_requests.exists()


def test_a_campaign_is_rolled_over_to_the_next_year(lead: Client, campaign: Campaign) -> None:
    agency = a_request(campaign=campaign).agency
    page = lead.get(f"/staff/campaigns/{campaign.pk}/")
    assert "Roll over to 2026" in texts(page)
    address = f"/staff/campaigns/{campaign.pk}/roll-over/"
    assert re.search("No contact known: 1", texts(lead.get(address)))
    done = asked(lead, address, name="CLETS misuse 2026")
    assert "CLETS misuse 2026 is open; none of its requests is sent yet." in texts(done)
    opened = Campaign.objects.get(reporting_year=2026)
    assert [one.agency for one in opened.records_requests.all()] == [agency]
    refused = asked(lead, address, name="CLETS misuse 2026")
    assert "There is a campaign called" in errors(refused)["name"][0]


def test_a_campaign_that_asked_nobody_rolls_over_to_nobody(
    lead: Client, campaign: Campaign
) -> None:
    response = lead.get(f"/staff/campaigns/{campaign.pk}/roll-over/")
    assert "Nobody to ask" in texts(response)
    assert "Open it with" not in texts(response)


def test_the_pages_ask_no_more_for_more_agencies(lead: Client, campaign: Campaign) -> None:
    def questions(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            lead.get(address)
        return len(seen)

    def both() -> tuple[int, int]:
        roll_over = f"/staff/campaigns/{campaign.pk}/roll-over/"
        return questions(addressees(campaign, "?kind=police")), questions(roll_over)

    a_request(campaign=campaign)
    an_agency()
    few = both()
    for _ in range(12):
        a_request(campaign=campaign)
        an_agency()
    assert both() == few


def test_a_second_round_of_a_year_says_who_is_asked_already(
    lead: Client, campaign: Campaign
) -> None:
    known = a_request(reporting_year=2025)
    an_agency("Marin Police")
    address = addressees(campaign, "?kind=police")
    assert f"asked about 2025 already: {known.number}" in texts(lead.get(address))
    assert "1 request made" in texts(asked(lead, address))
    assert "1 request made" in texts(asked(lead, f"{address}&again=yes"))
    assert known.agency.records_requests.count() == 2
