"""A campaign in a real browser: made, its agencies chosen, its board, the next year's round."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from requests_app.domain.accounts.roles import Role
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from tests.browser.conftest import sign_in
from tests.builders import a_person, an_agency, an_event

SHERIFFS = ("Alameda County Sheriff", "Kern County Sheriff", "Marin County Sheriff")


@pytest.fixture
def lead(page: Page, live_server, transactional_db) -> Page:
    return sign_in(page, live_server.url, a_person(Role.LEAD))


@pytest.fixture
def directory(transactional_db) -> None:
    for name in SHERIFFS:
        an_agency(name, kind="sheriff", level="county")
    an_agency("Fresno Police Department")


def test_from_a_campaign_to_the_next_years_round_by_keyboard(lead, live_server, directory) -> None:
    year = timezone.localdate().year - 2
    lead.goto(f"{live_server.url}/staff/campaigns/new/")
    lead.get_by_label("Name").fill(f"CLETS misuse {year}")
    lead.get_by_label("Year asked about").fill(str(year))
    lead.get_by_label("What the requests ask for").fill("All reports of {agency} on {year}.")
    lead.keyboard.press("Control+Enter")
    lead.get_by_role("link", name="Choose agencies").first.press("Enter")
    lead.get_by_label("Kind").select_option("sheriff")
    lead.get_by_role("button", name="Show").press("Enter")
    expect(lead.locator("main")).to_contain_text("Asked: 3")
    make = lead.get_by_role("button", name="Make 3 requests")
    make.dblclick()  # once, however often it is pressed
    expect(lead.get_by_role("status")).to_contain_text("3 requests")
    assert sorted(RecordsRequest.objects.values_list("agency__name", flat=True)) == list(SHERIFFS)

    send_and_answer_one()
    lead.get_by_role("link", name="Board").press("Enter")
    board = lead.locator("#agencies")
    expect(board.locator("tbody tr")).to_have_count(3)  # the silent ones are there as well
    expect(board.locator("tbody tr", has_text="Alameda")).to_contain_text("No records")
    expect(lead.locator("main")).to_contain_text("Of 1 answered request")

    lead.get_by_role("link", name=f"CLETS misuse {year}").first.press("Enter")
    lead.get_by_role("link", name=f"Roll over to {year + 1}").press("Enter")
    expect(lead.locator("main")).to_contain_text("No contact known: 3")
    lead.get_by_role("button", name="Open it with 3 requests").press("Enter")
    expect(lead.get_by_role("status")).to_contain_text("none of its requests is sent yet")
    following = Campaign.objects.get(reporting_year=year + 1)
    assert following.records_requests.filter(sent_on=None).count() == 3


def send_and_answer_one() -> None:
    today = timezone.localdate()
    for request in RecordsRequest.objects.all():
        an_event(request, EventKind.SENT, today, at=timezone.now())
    answered = RecordsRequest.objects.get(agency__name=SHERIFFS[0])
    an_event(answered, EventKind.DETERMINATION_NO_RECORDS, today, at=timezone.now())
