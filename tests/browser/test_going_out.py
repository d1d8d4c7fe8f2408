"""What leaves the house, from the buttons of a request and a round: statement, PDF, ZIP."""

import io
import zipfile
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from requests_app.domain.request_log.models import RecordsRequest
from tests.browser.conftest import sign_in
from tests.builders import a_person, a_request, an_attachment


@pytest.fixture
def staff(page: Page, live_server, transactional_db) -> Page:
    return sign_in(page, live_server.url, a_person())


@pytest.fixture
def late(transactional_db) -> RecordsRequest:
    request = a_request(sent_on=date(2026, 5, 1))
    an_attachment(request, "Agency,Violations\nFresno Police Department,3\n")
    return request


def content_of(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def test_the_clock_statement_is_read_and_saved_as_pdf(staff, live_server, late) -> None:
    staff.goto(f"{live_server.url}/staff/requests/{late.pk}/")
    staff.get_by_role("link", name="Clock statement").press("Enter")
    expect(staff.get_by_role("heading", level=1)).to_have_text("Clock statement")
    expect(staff.locator(".statement")).to_contain_text("7922.535")
    # A browser shows it by itself: asked for as the link asks.
    link = staff.get_by_role("link", name="PDF").get_attribute("href")
    assert staff.request.get(f"{live_server.url}{link}").body().startswith(b"%PDF")
    staff.emulate_media(media="print")
    expect(staff.locator(".screen-only").first).to_be_hidden()


def test_a_request_leaves_as_one_zip_that_proves_itself(staff, live_server, late) -> None:
    staff.goto(f"{live_server.url}/staff/requests/{late.pk}/")
    with staff.expect_download() as saved:
        staff.get_by_role("link", name="ZIP").click()
    archive = zipfile.ZipFile(io.BytesIO(content_of(saved.value)))
    sums = next(name for name in archive.namelist() if name.endswith("hashes.txt"))
    folder = sums.rpartition("/")[0]
    lines = archive.read(sums).decode().splitlines()
    assert len(lines) >= 2  # the timeline, and the file that came back
    for line in lines:
        digest, _, name = line.partition("  ")
        inside = f"{folder}/{name}" if folder else name
        assert sha256(archive.read(inside)).hexdigest() == digest
