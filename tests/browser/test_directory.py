"""The directory in a real browser: a contact by keyboard, two entries merged, a file looked at."""

import pytest
from playwright.sync_api import Page, expect

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency, Contact
from tests.browser.test_every_page import what_is_wrong
from tests.builders import PASSWORD, a_person, a_request, an_agency

WIDTHS = (1280, 390)
CONTACTS = b"""agency,email,last confirmed
Fresno Police Department,records@fresno.example.org,2026-01-02
Fresno Polce Department,clerk@fresno.example.org,soon
"""


@pytest.fixture
def reviewer(page: Page, live_server, transactional_db) -> Page:
    """The page of a reviewer who has signed in."""
    person = a_person(Role.REVIEWER)
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_server.url}/staff/")
    return page


def is_sound(page: Page) -> None:
    """As it stands now, at both widths."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert what_is_wrong(page) == []
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def test_a_contact_is_added_and_taken_back_by_keyboard(reviewer: Page, live_server) -> None:
    agency = an_agency("Fresno Police Department")
    reviewer.goto(f"{live_server.url}/staff/agencies/{agency.pk}/")
    reviewer.get_by_role("link", name="Add a contact").focus()
    reviewer.keyboard.press("Enter")
    expect(reviewer.get_by_label("Kind", exact=True)).to_be_focused()
    reviewer.keyboard.type("Por")  # a select is chosen from by typing
    reviewer.keyboard.press("Tab")
    reviewer.keyboard.type("https://fresno.example.org")
    reviewer.keyboard.press("Tab")
    reviewer.keyboard.type("Gov")
    reviewer.keyboard.press("Tab")
    reviewer.keyboard.press("Control+A")
    reviewer.keyboard.type("yesterday")
    reviewer.keyboard.press("Control+Enter")
    expect(reviewer.get_by_role("status")).to_contain_text("Contact added.")
    contact = Contact.objects.get()
    assert (contact.kind, contact.portal_kind) == ("portal", "govqa")
    is_sound(reviewer)
    reviewer.get_by_role("button", name="Undo").focus()
    reviewer.keyboard.press("Enter")
    expect(reviewer.get_by_role("status")).to_contain_text("Undone.")
    assert not Contact.objects.exists()


def test_two_entries_are_merged_by_keyboard_and_made_two_again(reviewer: Page, live_server) -> None:
    gone, kept = an_agency("Fresno Police Dept"), an_agency("Fresno Police Department")
    request = a_request(agency=gone)
    reviewer.goto(f"{live_server.url}/staff/agencies/{gone.pk}/merge/")
    expect(reviewer.get_by_role("combobox")).to_be_focused()
    reviewer.keyboard.type("fresno police department")
    # The answers to what was typed so far may put this entry first, which is no choice.
    first = reviewer.locator(".combobox-list li").first
    expect(first).to_contain_text("Fresno Police Department")
    reviewer.keyboard.press("ArrowDown")
    reviewer.keyboard.press("Enter")
    reviewer.keyboard.press("Control+Enter")
    expect(reviewer.locator("#merge")).to_contain_text("Requests")
    is_sound(reviewer)
    reviewer.get_by_role("button", name="Merge the two").press("Enter")
    expect(reviewer.get_by_role("status")).to_contain_text("was merged into this entry")
    request.refresh_from_db()
    assert request.agency == kept
    is_sound(reviewer)
    reviewer.get_by_role("status").get_by_role("button", name="Undo").press("Enter")
    expect(reviewer.get_by_role("heading", level=1)).to_have_text("Fresno Police Dept")
    assert Agency.objects.count() == 2


def test_a_file_of_contacts_is_looked_at_mended_and_imported(reviewer: Page, live_server) -> None:
    an_agency("Fresno Police Department")
    reviewer.goto(f"{live_server.url}/staff/agencies/contacts/")
    file = {"name": "contacts.csv", "mimeType": "text/csv", "buffer": CONTACTS}
    reviewer.get_by_label("The file").set_input_files(file)
    reviewer.get_by_role("button", name="Look at what it would change").press("Enter")
    expect(reviewer.locator("main")).to_contain_text("Perhaps: Fresno Police Department")
    is_sound(reviewer)
    with reviewer.expect_download() as download:
        reviewer.get_by_role("button", name="that failed, as a file").press("Enter")
    mended = download.value.path().read_bytes().replace(b"Polce", b"Police").replace(b"soon", b"")
    reviewer.get_by_label("The file").set_input_files({**file, "buffer": mended})
    reviewer.get_by_role("button", name="Look at another file").press("Enter")
    reviewer.get_by_role("button", name="Import all of them").press("Enter")
    expect(reviewer.get_by_role("status")).to_contain_text("Contacts imported: 1 added")
    assert Contact.objects.get().value == "clerk@fresno.example.org"


def test_what_is_alike_is_shown_before_an_agency_is_added(reviewer: Page, live_server) -> None:
    an_agency("Fresno Police Department")
    reviewer.goto(f"{live_server.url}/staff/agencies/new/")
    reviewer.get_by_label("Name").fill("Fresno PD")
    for label, value in (("Kind", "police"), ("Level", "city"), ("Records law", "cpra"),
                         ("County", "Fresno")):  # fmt: skip
        reviewer.get_by_label(label).select_option(value)
    reviewer.keyboard.press("Control+Enter")
    expect(reviewer.get_by_role("alert")).to_contain_text("Probably in the directory already")
    is_sound(reviewer)
    reviewer.get_by_role("button", name="It is another one: add it all the same").press("Enter")
    expect(reviewer.get_by_role("heading", level=1)).to_have_text("Fresno PD")
