"""The old spreadsheet in a real browser: looked at, a name chosen, logged, handed back, undone."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.importer import import_agencies
from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.models import RecordsRequest
from tests.browser.conftest import sign_in
from tests.builders import a_person

ROOT = Path(__file__).resolve().parents[2]
SHEET = ROOT / "tests" / "files" / "old_spreadsheet.xlsx"
DIRECTORY = ROOT / "requests_app" / "data" / "agencies.csv"


@pytest.fixture
def reviewer(page: Page, live_server, transactional_db) -> Page:
    import_agencies(content=DIRECTORY.read_bytes(), name="agencies", by=None, at=timezone.now())
    return sign_in(page, live_server.url, a_person(Role.REVIEWER))


def test_the_hand_made_sheet_is_read_mended_logged_and_taken_back(reviewer, live_server) -> None:
    reviewer.goto(f"{live_server.url}/staff/requests/import/")
    reviewer.locator("input[type=file]").set_input_files(SHEET)
    reviewer.get_by_role("button", name="Read it").press("Enter")
    stats = reviewer.locator("#look .stat-figure")
    ready, to_mend = (int(stats.nth(place).inner_text()) for place in (0, 1))
    assert RecordsRequest.objects.count() == 0  # looking logs nothing
    unknown = reviewer.locator("#agencies tbody tr", has_text="L.A. PD")
    lapd = Agency.objects.get(name="Los Angeles Police Department")
    unknown.locator("select").select_option(str(lapd.pk))
    reviewer.get_by_role("button", name="Look again").press("Enter")
    expect(stats.nth(0)).not_to_have_text(str(ready))
    ready, to_mend = (int(stats.nth(place).inner_text()) for place in (0, 1))

    with reviewer.expect_download() as handed_back:
        reviewer.get_by_role("link", name=f"Download the {to_mend} to mend").click()
    rows = Path(handed_back.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) >= to_mend + 1  # a heading, and each row that failed
    reviewer.get_by_role("button", name=f"Log the {ready} ready requests").dblclick()
    expect(reviewer.locator("main")).to_contain_text(f"{ready} requests logged")
    assert RecordsRequest.objects.count() == ready
    assert RecordsRequest.objects.filter(agency=lapd).exists()

    reviewer.get_by_role("button", name="Take the import back").press("Enter")
    expect(reviewer.locator("main")).to_contain_text(f"{ready} requests were taken back.")
    assert RecordsRequest.objects.count() == 0
