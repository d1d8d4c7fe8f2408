"""Campaigns: the board of a round, opening and amending one."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log import board
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Campaign
from requests_app.staff_site.views import campaigns
from tests.builders import NOW, a_person, a_request, an_agency, an_event
from tests.staff_site.doors import errors, signed_in, texts

pytestmark = pytest.mark.django_db
TYPED = {"name": "Round 2026", "reporting_year": "2025", "text": "All records."}


@pytest.fixture
def lead(db: None) -> Client:
    return signed_in(Role.LEAD)


def a_campaign(name: str = "Round 2026") -> Campaign:
    by = a_person(Role.LEAD)
    return save_campaign(
        campaign=None, name=name, reporting_year=2025, lead=by, text="", by=by, at=NOW
    )


def test_a_campaign_is_opened_and_amended(lead: Client) -> None:
    response = lead.post("/staff/campaigns/new/", TYPED | {"lead": lead.person.pk})
    made = Campaign.objects.get()
    assert response.url == f"/staff/campaigns/{made.pk}/"
    assert (made.reporting_year, made.lead, made.is_sample) == (2025, lead.person, False)
    lead.post(f"/staff/campaigns/{made.pk}/edit/", TYPED | {"text": "Other records."})
    made.refresh_from_db()
    assert (made.text, made.lead) == ("Other records.", None)
    verbs = AuditEntry.objects.values_list("verb", flat=True)
    assert set(verbs) == {"opened campaign", "amended campaign"}


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        ({"name": ""}, "name", "This field is required."),
        ({"name": "round 2025 "}, "name", "There is a campaign called “round 2025” already."),
        ({"name": "a\x00b"}, "name", "Null characters"),
        ({"name": "x" * 201}, "name", "at most 200"),
        ({"reporting_year": "20x5"}, "reporting_year", "Enter a whole number."),
        ({"reporting_year": "202"}, "reporting_year", "greater than or equal to 1990"),
        ({"reporting_year": "9" * 40}, "reporting_year", "less than or equal to 2100"),
        ({"lead": "0"}, "lead", "not one of the available choices"),
        ({"text": "\x00"}, "text", "Null characters"),
    ],
)
def test_what_cannot_be_keeps_what_was_typed(
    lead: Client, values: dict[str, Any], field: str, why: str
) -> None:
    a_campaign("Round 2025")
    typed = TYPED | values
    response = lead.post("/staff/campaigns/new/", typed)
    assert why in errors(response)[field][0]
    assert {name: response.context["form"][name].value() for name in typed} == typed
    assert Campaign.objects.count() == 1


def test_a_lead_who_left_stays_until_another_is_named(lead: Client) -> None:
    campaign = a_campaign()
    left = campaign.lead
    type(left).objects.filter(pk=left.pk).update(is_active=False)
    address = f"/staff/campaigns/{campaign.pk}/edit/"
    assert str(left) in texts(lead.get(address))
    assert lead.post(address, TYPED | {"lead": left.pk}).status_code == 302
    assert "lead" in errors(lead.post("/staff/campaigns/new/", TYPED | {"lead": left.pk}))


def test_the_list_counts_answered_and_silent(staff: Client) -> None:
    campaign = a_campaign()
    for kind in (EventKind.DETERMINATION_DENIED, EventKind.ACKNOWLEDGED, EventKind.CLOSED, None):
        request = a_request(campaign=campaign, sent_on=date(2026, 5, 1))
        if kind:
            an_event(request, kind, date(2026, 6, 15))
    ((_, found),) = staff.get("/staff/campaigns/").context["rows"]
    assert (found.requests, found.answered, found.late, found.silent) == (4, 1, 1, 1)


def test_the_list_shows_a_campaign_that_asked_nobody(staff: Client) -> None:
    campaign = a_campaign()
    ((_, found),) = staff.get("/staff/campaigns/").context["rows"]
    assert found.requests == 0
    assert f"/staff/campaigns/{campaign.pk}/board/" not in texts(staff.get("/staff/campaigns/"))


def test_a_campaign_that_is_too_large_to_count_says_so(staff: Client, monkeypatch) -> None:
    monkeypatch.setattr(board, "MOST_COUNTED", 1)
    monkeypatch.setattr(campaigns, "MOST_COUNTED", 1)
    large, small = a_campaign("Large"), a_campaign("Small")
    for campaign in (large, large, small):
        a_request(campaign=campaign)
    page = staff.get("/staff/campaigns/")
    assert {one.name: counts and counts.requests for one, counts in page.context["rows"]} == {
        "Large": None,
        "Small": 1,
    }
    assert "more than 1" in texts(page)


def test_the_list_of_campaigns_has_pages(staff: Client, monkeypatch) -> None:
    monkeypatch.setattr(campaigns, "SHOWN", 2)
    for name in ("A", "B", "C"):
        a_campaign(name)
    seen = [
        [one.name for one, _ in staff.get(f"/staff/campaigns/?page={n}").context["rows"]]
        for n in (1, 2)
    ]
    assert seen == [["A", "B"], ["C"]]


def test_a_campaign_shows_the_states_of_its_board_and_its_rows(staff: Client) -> None:
    campaign = a_campaign()
    for name in ("Zeta Police", "Alpha Police"):
        a_request(campaign=campaign, agency=an_agency(name))
    an_event(a_request(campaign=campaign), EventKind.CLOSED, date(2026, 6, 15))
    a_request()
    context = staff.get(f"/staff/campaigns/{campaign.pk}/").context
    assert context["counts"].states == {"within": 2, "closed": 1}
    names = [row.request.agency.name for row in context["rows"]]
    assert len(names) == 3 and names == sorted(names)


def test_an_empty_list_says_what_will_be_here(staff: Client, lead: Client) -> None:
    assert "No campaign is open" in texts(staff.get("/staff/campaigns/"))
    assert "Open a campaign" not in texts(staff.get("/staff/campaigns/"))
    assert "Open a campaign" in texts(lead.get("/staff/campaigns/"))


def test_a_campaign_warns_while_nobody_is_named_as_its_sender(staff: Client, settings: Any) -> None:
    address = f"/staff/campaigns/{a_campaign().pk}/"
    warning = "it says “Your organisation” in place of a name"
    settings.ORGANISATION_NAME = "Open Records Project"
    assert warning not in texts(staff.get(address))
    settings.ORGANISATION_NAME = "Your organisation"
    for page in (address, f"{address}text/"):
        shown = texts(staff.get(page))
        assert warning in shown and "ORGANISATION_NAME" in shown, page
