"""The page of a campaign's board: agency by state of the round, the silent ones first."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from tests.builders import a_request, an_agency, an_event
from tests.staff_site.doors import texts

pytestmark = pytest.mark.django_db
MAY_1, JUNE_15 = date(2026, 5, 1), date(2026, 6, 15)


@pytest.fixture
def campaign() -> Campaign:
    return Campaign.objects.create(name="Round 2026", reporting_year=2025)


def asked(campaign: Campaign, name: str, *kinds: K, **values) -> RecordsRequest:
    values = {"sent_on": MAY_1, **values}
    request = a_request(campaign=campaign, agency=an_agency(name), **values)
    for kind in kinds:
        an_event(request, kind, JUNE_15)
    return request


def board(client: Client, campaign: Campaign, query: str = ""):
    return client.get(f"/staff/campaigns/{campaign.pk}/board/{query}")


def names(response) -> list[str]:
    return [row.agency for row in response.context["rows"]]


def test_silence_comes_first_and_everybody_is_on_it(staff: Client, campaign: Campaign) -> None:
    asked(campaign, "Alpha", K.FULL_RELEASE)
    asked(campaign, "Beta", K.ACKNOWLEDGED)
    asked(campaign, "Gamma", sent_on=None)
    asked(campaign, "Omega")
    page = board(staff, campaign)
    assert names(page) == ["Omega", "Beta", "Gamma", "Alpha"]
    assert "4 agencies in the round about 2025, as of Mon 22 Jun 2026." in texts(page)
    assert page.context["counts"].states == {
        "no_response": 1, "overdue": 1, "not_sent": 1, "released": 1,
    }  # fmt: skip


def test_each_count_leads_to_its_rows(staff: Client, campaign: Campaign) -> None:
    for name in ("Omega", "Alpha"):
        asked(campaign, name)
    asked(campaign, "Beta", K.DETERMINATION_DENIED)
    page = texts(board(staff, campaign))
    links = re.findall(r'<a class="stat" href="[^"?]*([^"#]*)', page)
    assert [names(board(staff, campaign, link)) for link in links] == [["Alpha", "Omega"], ["Beta"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?group=answered", ["Beta"]),
        ("?group=silent&county=Fresno", ["Omega"]),
        ("?county=Napa", []),
        ("?kind=police&sort=agency", ["Beta", "Omega"]),
        ("?sort=-agency", ["Omega", "Beta"]),
        ("?agency=eta", ["Beta"]),
        ("?state=owl", ["Omega", "Beta"]),
        ("?page=owl&sort=owl", ["Omega", "Beta"]),
    ],
)
def test_the_board_is_filtered_and_sorted(
    staff: Client, campaign: Campaign, query: str, found: list[str]
) -> None:
    asked(campaign, "Omega")
    asked(campaign, "Beta", K.DETERMINATION_DENIED)
    assert names(board(staff, campaign, query)) == found


def test_answers_are_in_time_by_the_statute_and_without_our_days(
    staff: Client, campaign: Campaign
) -> None:
    """Due on 11 May: determined on 15 June, after waiting for us from 5 May to 10 June."""
    request = asked(campaign, "Beta")
    an_event(request, K.FEE_ASKED, date(2026, 5, 5))
    an_event(request, K.FEE_PAID, date(2026, 6, 10))
    an_event(request, K.DETERMINATION_DENIED, JUNE_15)
    page = board(staff, campaign)
    took = page.context["took"]
    assert (took.answered, took.in_time, took.in_time_without_ours) == (1, 0, 1)
    assert re.search(r"45\s*<span class=\"sub\">36 with us", texts(page))
    assert "In 1 of these requests the agency waited for us" in texts(page)


def test_the_bar_says_every_number_in_words(staff: Client, campaign: Campaign) -> None:
    asked(campaign, "Omega")
    asked(campaign, "Beta", K.DETERMINATION_DENIED)
    bar = 'aria-label="Agencies by state. No response: 1; Denied: 1"'
    assert bar in texts(board(staff, campaign))
    assert bar in texts(staff.get(f"/staff/campaigns/{campaign.pk}/"))


def test_an_empty_board_says_what_will_be_here(staff: Client, campaign: Campaign) -> None:
    page = texts(board(staff, campaign))
    assert "Nobody is asked yet" in page
    assert "Download as CSV" not in page


def test_the_csv_is_of_what_the_page_shows(staff: Client, campaign: Campaign) -> None:
    asked(campaign, "Omega")
    asked(campaign, "Beta", K.DETERMINATION_DENIED)
    response = staff.get(f"/staff/campaigns/{campaign.pk}/board.csv?group=answered")
    content = b"".join(response.streaming_content).decode()
    assert content.startswith("\ufeffas_of,campaign,")
    assert "Beta" in content and "Omega" not in content
    assert response["Content-Disposition"] == (
        'attachment; filename="board-round-2026-2026-06-22.csv"'
    )
    entry = AuditEntry.objects.get(verb="exported list")
    assert (entry.details["query"], entry.details["format"]) == ("group=answered", "csv")
    assert entry.details["what"] == f"board of campaign {campaign.pk}"


@pytest.mark.parametrize("address", ["board/", "board.csv", "", "board/?sort=due&state=denied"])
def test_more_agencies_are_no_more_queries(staff: Client, campaign: Campaign, address: str) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as seen:
            response = staff.get(f"/staff/campaigns/{campaign.pk}/{address}")
            assert b"".join(response)
        return len(seen)

    def more() -> None:
        asked(campaign, f"Agency {RecordsRequest.objects.count()}")
        asked(campaign, f"Agency {RecordsRequest.objects.count()}", K.FEE_ASKED,
              K.DETERMINATION_DENIED)  # fmt: skip

    more()
    questions()
    few = questions()
    for _ in range(6):
        more()
    assert questions() == few
