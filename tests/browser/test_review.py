"""A release that goes back once: found on the front page of the review site, sent back with a
reason, mended and handed in again by its importer, approved by another, told by its history."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_returned_files import CASES, Desk, attach, desk, look, take_in

__all__ = ["desk"]  # the fixture
pytestmark = pytest.mark.long
REASON = "The title says neither the year nor the source: import it again under one that does."
TITLE = "Misuse statistics 2024, Department of Justice"


def open_review(page: Page, url: str, title: str) -> None:
    """From what waits to the page where the release stands beside its file, by links alone."""
    page.goto(f"{url}/admin/")
    row = page.get_by_role("row").filter(has_text="Releases in review")
    expect(row.get_by_role("cell").first).to_have_text("1")
    row.get_by_role("link", name="Releases in review").click()
    listed = page.locator("#result_list").get_by_role("row").filter(has_text=title)
    listed.get_by_role("link", name="Beside its file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Review of {title}")


def send_back(page: Page) -> None:
    beside = page.locator(".beside tbody tr").first
    expect(beside.get_by_role("rowheader")).to_have_text(re.compile(r"^row \d+$"))
    expect(beside.locator("mark").first).to_have_text(re.compile(r"\S"))
    expect(beside.get_by_role("link").first).to_have_attribute("href", re.compile("/figures/"))
    page.get_by_label("What has to be mended").fill(REASON)
    page.get_by_role("button", name="Send back").click()
    expect(page.get_by_text("Sent back to its importer as a draft.")).to_be_visible()
    page.goto(page.url.partition("/admin/")[0] + "/admin/")
    expect(page.get_by_text("No release is in review.")).to_be_visible()


def mend(desk: Desk) -> None:
    """The importer reads why on Today, takes the import back, and imports it under its title."""
    page = desk.staff
    imported_from = page.url
    page.goto(f"{desk.url}/staff/")
    section = page.get_by_label("Releases sent back to you")
    expect(section).to_contain_text(REASON)
    section.get_by_role("link", name=CASES.title).click()
    expect(page.locator(".note.warning")).to_contain_text(REASON)
    assert page.url == imported_from
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_role("status")).to_contain_text("The import was undone")
    page.get_by_role("link", name="Import", exact=True).first.click()
    look(desk, CASES._replace(file=f"{TITLE}.xlsx"))
    take_in(desk)


def test_a_release_goes_back_once_and_is_approved_by_a_second_person(desk: Desk) -> None:
    attach(desk, CASES)
    look(desk, CASES)
    take_in(desk)
    open_review(desk.reviewer, desk.url, CASES.title)
    send_back(desk.reviewer)
    mend(desk)
    page, title = desk.reviewer, f"Returned in {TITLE}"
    open_review(page, desk.url, title)
    expect(page.locator(".review")).to_contain_text(REASON)  # what was to be mended
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_text("Published.", exact=True)).to_be_visible()
    page.get_by_role("link", name="History").click()
    changes = page.locator("#change-history")
    expect(changes).to_contain_text("In review → Published")
    expect(changes).to_contain_text("Draft → In review")
