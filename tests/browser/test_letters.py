"""A letter in a real browser: typed into, copied, carried to the mail program, kept once."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from requests_app.domain.agencies.models import Contact
from requests_app.domain.request_log.models import Letter, RecordsRequest
from tests.builders import PASSWORD, a_person, a_request


@pytest.fixture
def late(transactional_db) -> RecordsRequest:
    sent_on = timezone.localdate() - timedelta(days=40)
    request = a_request(sent_on=sent_on, at=timezone.now())
    Contact.objects.create(agency=request.agency, kind="email", value="records@example.org")
    return request


@pytest.fixture
def staff(page: Page, live_server, transactional_db) -> Page:
    """The page of somebody who has signed in."""
    person = a_person()
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_server.url}/staff/")
    return page


def test_from_the_next_step_to_the_letter_that_was_kept(staff, live_server, late) -> None:
    staff.context.grant_permissions(["clipboard-read", "clipboard-write"])
    staff.goto(f"{live_server.url}/staff/requests/{late.pk}/")
    staff.get_by_role("link", name="Write the overdue letter").click()
    letter = staff.get_by_label("Letter", exact=True)
    letter.fill("Please answer.\n\n– § 7922.535 & more")
    mail = staff.get_by_role("link", name="Open in the mail program").get_attribute("href")
    assert mail.startswith("mailto:records@example.org?subject=Overdue%3A")
    assert unquote(mail).endswith("&body=Please answer.\r\n\r\n– § 7922.535 & more")
    staff.get_by_role("button", name="Copy the text").click()
    expect(staff.get_by_text("Copied.")).to_be_visible()
    assert staff.evaluate("navigator.clipboard.readText()") == letter.input_value()
    for name, ending in (("PDF", "pdf"), ("Word (DOCX)", "docx")):  # each leaves the page usable
        with staff.expect_download() as download:
            staff.get_by_role("button", name=name).click()
        day = timezone.localdate()
        found = download.value.suggested_filename
        assert found == f"{late.number} overdue letter {day}.{ending}"
    staff.get_by_role("button", name="Record it as sent").dblclick()
    expect(staff.locator("body")).to_contain_text("The letter is kept as it went out.")
    staff.get_by_role("link", name="Read the letter").click()
    expect(staff.locator("article.letter")).to_contain_text("– § 7922.535 & more")
    assert Letter.objects.count() == 1


def test_a_letter_that_grows_is_warned_of_as_it_is_typed(staff, live_server, late) -> None:
    staff.goto(f"{live_server.url}/staff/requests/{late.pk}/letters/follow-up/")
    letter, warned = staff.get_by_label("Letter", exact=True), staff.locator("#mailto-is-long")
    letter.fill("Short.")
    expect(warned).to_be_hidden()
    letter.fill("Long. " * 400)
    expect(warned).to_be_visible()
