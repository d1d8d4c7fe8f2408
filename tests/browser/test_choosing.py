"""Choosing requests with a thumb, over pages; and a wide table that is scrolled."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from requests_app.domain.accounts.roles import Role
from requests_app.domain.request_log.columns import COLUMNS
from requests_app.staff_site.paging import PAGE_SIZE
from tests.builders import PASSWORD, a_person, a_request, an_agency


@pytest.fixture
def staff(page: Page, live_server, transactional_db) -> Page:
    """The page of somebody who has signed in; there are two pages of requests that are not sent."""
    person, agency = a_person(Role.STAFF), an_agency()
    for _ in range(PAGE_SIZE + 2):
        a_request(agency=agency, by=person, sent_on=None, at=timezone.now())
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url(f"{live_server.url}/staff/")
    return page


def test_rows_are_chosen_with_a_thumb_on_one_page_and_the_next(staff, live_server) -> None:
    staff.set_viewport_size({"width": 390, "height": 844})
    staff.goto(f"{live_server.url}/staff/requests/?tab=unsent")
    boxes = staff.locator("tbody .choose label")
    for number in (0, 3):
        room = boxes.nth(number).bounding_box()
        assert min(room["width"], room["height"]) >= 44
        boxes.nth(number).click()
    expect(staff).to_have_url(f"{live_server.url}/staff/requests/?tab=unsent")
    expect(staff.locator(".bulk-bar")).to_contain_text("2 chosen on this page")
    staff.get_by_role("link", name="Next").click()
    expect(staff.get_by_role("list", name="Chosen before")).to_contain_text(
        "2 chosen on other pages"
    )
    boxes.first.click()
    staff.get_by_role("button", name="Do something with the chosen").click()
    expect(staff.locator(".lede")).to_contain_text("3 requests chosen")


def test_what_was_ticked_can_be_unticked_when_one_comes_back(staff, live_server) -> None:
    staff.goto(f"{live_server.url}/staff/requests/?tab=unsent")
    staff.locator("tbody .choose input").first.check()
    staff.get_by_role("button", name="Choose more on the next page").click()
    chip = staff.get_by_role("list", name="Chosen before")
    expect(chip).to_contain_text("1 chosen on other pages")
    staff.get_by_role("link", name="First").click()
    expect(staff.locator("tbody input:checked")).to_have_count(1)
    staff.locator("tbody input:checked").uncheck()
    staff.get_by_role("link", name="Next").click()
    expect(staff.locator("tbody tr")).to_have_count(2)
    expect(chip).to_have_count(0)


def test_whose_row_it_is_stays_in_sight_while_a_wide_table_is_scrolled(staff, live_server) -> None:
    staff.goto(f"{live_server.url}/staff/requests/?tab=unsent&cols={','.join(COLUMNS)}")
    table, name = staff.locator(".table-wrap"), staff.locator("tbody tr td:nth-child(2)").first
    before = name.bounding_box()["x"]
    moved = table.evaluate("table => { table.scrollLeft = 400; return table.scrollLeft; }")
    assert moved == 400
    assert abs(name.bounding_box()["x"] - before) <= 1
