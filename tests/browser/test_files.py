"""Files in a real browser: several at once, seen page by page, restricted, found by their text."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from requests_app.domain.accounts.roles import Role
from requests_app.domain.request_log.models import Attachment, RecordsRequest
from requests_app.domain.request_log.text_reading import read_pending
from tests.browser.conftest import sign_in
from tests.builders import a_person, a_request, an_attachment
from tests.files.hostile.papers import one_page

LETTER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj "
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n"
)


@pytest.fixture
def lead(page: Page, live_server, transactional_db) -> Page:
    return sign_in(page, live_server.url, a_person(Role.LEAD))


@pytest.fixture
def request_(transactional_db) -> RecordsRequest:
    return a_request(at=timezone.now())


def three_files(place: Path) -> list[Path]:
    """A table, the same table under another name, a letter with a name that is no path."""
    made = {
        "answer.csv": b"Agency,Violations\nFresno Police Department,3\nquokka\n",
        "again.csv": b"Agency,Violations\nFresno Police Department,3\nquokka\n",
        "letter of the \u202erecords unit.pdf": LETTER,
    }
    paths = []
    for name, content in made.items():
        (place / name).write_bytes(content)
        paths.append(place / name)
    return paths


def test_files_are_dropped_recognised_seen_restricted_and_found(
    lead, live_server, request_, tmp_path
) -> None:
    address = f"{live_server.url}/staff/requests/{request_.pk}/"
    lead.goto(address)
    lead.get_by_label("Files").set_input_files(three_files(tmp_path))
    lead.get_by_role("button", name="Attach", exact=True).press("Enter")
    expect(lead.locator("#files .file")).to_have_count(2)
    expect(lead.locator("body")).to_contain_text("again.csv")  # named as the one that is known
    assert Attachment.objects.count() == 2
    read_pending(at=timezone.now(), most=10)

    lead.locator("#files").get_by_role("link", name="answer.csv").press("Enter")
    expect(lead.get_by_label("Text of the file")).to_contain_text("quokka")
    lead.locator("#state select").select_option("restricted")
    lead.get_by_role("textbox", name="Why", exact=True).fill("Names a victim.")
    lead.get_by_role("button", name="Change").press("Enter")
    expect(lead.locator("#state")).to_contain_text("Names a victim.")

    lead.goto(f"{live_server.url}/staff/search/")
    lead.get_by_label("Words").fill("quokka")
    lead.get_by_label("Words").press("Enter")
    expect(lead.locator(".found mark")).to_have_text("quokka")
    lead.locator(".found").get_by_role("link", name=str(request_.agency)).press("Enter")
    expect(lead).to_have_url(address)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_pdf_is_read_in_the_page_by_keyboard(lead, live_server, request_, width: int) -> None:
    pdf = one_page(pages="/Kids[3 0 R 3 0 R 3 0 R]/Count 3")
    letter = an_attachment(request_, pdf, "letter.pdf")
    lead.set_viewport_size({"width": width, "height": 800})
    lead.goto(f"{live_server.url}/staff/files/{letter.pk}/view/")
    first, last = (lead.get_by_alt_text(f"Page {n} of 3 of letter.pdf") for n in (1, 3))
    expect(first).to_have_js_property("naturalWidth", 1400)
    assert first.bounding_box()["width"] > 500, "small print of a letter page can be read"
    assert lead.evaluate("document.documentElement.scrollWidth") <= width
    pages = lead.get_by_role("region", name="Pages of letter.pdf")
    pages.focus()
    pages.press("End")
    expect(last).to_be_in_viewport()
    expect(last).to_have_js_property("naturalWidth", 1400)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_name_of_one_long_word_wraps_on_the_review_site(
    lead, live_server, request_, width: int
) -> None:
    file = an_attachment(request_, "Agency,Number\nFresno,3\n", "é" * 251 + ".csv")
    lead.set_viewport_size({"width": width, "height": 800})
    for kind, pk in (("recordsrequest", request_.pk), ("attachment", file.pk)):
        lead.goto(f"{live_server.url}/admin/requests_app/{kind}/{pk}/change/")
        expect(lead.locator("#content")).to_contain_text("é" * 251)
        assert lead.evaluate("document.documentElement.scrollWidth") <= width, kind
    lead.goto(f"{live_server.url}/admin/requests_app/recordsrequest/{request_.pk}/change/")
    link = lead.locator("#attachments-group td.original").get_by_role("link", name="View")
    link.click(trial=True)  # not cut off with the name
