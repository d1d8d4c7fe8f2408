"""The list of requests by keyboard alone: filter, choose columns, keep a view, open it again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from requests_app.domain.request_log.models import SavedView
from tests.builders import PASSWORD, a_person, a_request, an_agency


@pytest.fixture
def staff(page: Page, live_server, transactional_db) -> Page:
    person = a_person()
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/staff/")
    return page


def test_a_list_is_narrowed_kept_and_opened_again(staff: Page, live_server) -> None:
    now = timezone.now()
    sent = timezone.localdate() - timedelta(days=40)
    for county, name in (("Marin", "Marin County Sheriff"), ("Fresno", "Fresno Police")):
        a_request(agency=an_agency(name, county=county), sent_on=sent, at=now)
    keys = staff.keyboard
    staff.goto(f"{live_server.url}/staff/requests/")
    rows = staff.locator("table.docket tbody tr")
    expect(rows).to_have_count(2)
    staff.get_by_text("More filters").focus()
    keys.press("Enter")
    staff.locator("form.filters").get_by_label("County").focus()
    keys.type("Marin")
    keys.press("Tab")
    staff.get_by_role("button", name="Show", exact=True).press("Enter")
    expect(rows).to_have_count(1)
    chip = staff.get_by_role("link", name="Remove County: Marin")
    expect(chip).to_be_visible()
    staff.get_by_text("Columns", exact=True).press("Enter")
    staff.get_by_role("checkbox", name="County").press("Space")
    staff.get_by_role("button", name="Show these").press("Enter")
    expect(staff.locator("table.docket thead")).to_contain_text("County")
    staff.get_by_text("Save as a view").press("Enter")
    staff.get_by_label("Name of the view").focus()
    keys.type("Marin")
    keys.press("Enter")
    expect(staff.get_by_role("status")).to_contain_text("Saved as “Marin”.")
    assert SavedView.objects.get().query.startswith("tab=open&county=Marin&cols=agency")
    chip.press("Enter")
    expect(rows).to_have_count(2)
    staff.get_by_role("link", name="Marin", exact=True).press("Enter")
    expect(rows).to_have_count(1)
    staff.get_by_text("This view").press("Enter")
    staff.get_by_role("button", name="Delete the view").press("Enter")
    staff.get_by_role("button", name="Undo").press("Enter")
    expect(staff.get_by_role("status")).to_contain_text("The view “Marin” is back.")
