"""A day at the desk, by keyboard: Today, a next step, many requests in one step, a reminder."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from requests_app.domain.accounts.roles import Role
from requests_app.domain.reminders.models import OwnReminder
from requests_app.domain.request_log.event_kinds import Status
from requests_app.domain.request_log.models import RecordsRequest
from tests.builders import PASSWORD, a_person, a_request


@pytest.fixture
def staff(page: Page, live_server, transactional_db) -> Page:
    """The page of somebody who has signed in."""
    person = a_person(Role.STAFF)
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url(f"{live_server.url}/staff/")
    return page


def keys_work(page: Page) -> None:
    """The page shows this button when its keys work."""
    expect(page.get_by_role("button", name="Keys")).to_be_visible()


def test_a_round_is_recorded_as_sent_by_keyboard_and_taken_back(staff, live_server) -> None:
    for _ in range(3):
        a_request(sent_on=None, at=timezone.now())
    staff.goto(f"{live_server.url}/staff/requests/?tab=unsent")
    keys_work(staff)
    expect(staff.locator(".bulk-bar")).to_be_hidden()
    staff.keyboard.press("ArrowDown")
    staff.keyboard.press("x")
    staff.keyboard.press("ArrowDown")
    staff.keyboard.press("x")
    expect(staff.locator("tbody input:checked")).to_have_count(2)
    expect(staff.locator("[data-choose-all]")).to_have_js_property("indeterminate", True)
    button = staff.get_by_role("button", name="Do something with the chosen")
    button.focus()
    staff.keyboard.press("Enter")
    expect(staff.get_by_label("What happened")).to_be_focused()
    staff.keyboard.type("Sent")
    staff.keyboard.press("Tab")
    staff.keyboard.type("yesterday")
    staff.keyboard.press("Control+Enter")
    expect(staff.get_by_role("button", name="Do it on 2 requests")).to_be_focused()
    staff.keyboard.press("Enter")
    expect(staff.get_by_role("status")).to_contain_text("on 2 requests.")
    assert RecordsRequest.objects.filter(status=Status.AWAITING).count() == 2
    staff.get_by_role("button", name="Undo").press("Enter")
    expect(staff.get_by_role("status")).to_contain_text("Taken back on 2 requests.")
    assert RecordsRequest.objects.filter(status=Status.LOGGED).count() == 3


def test_all_of_a_page_are_chosen_at_once(staff, live_server) -> None:
    for _ in range(3):
        a_request(sent_on=None, at=timezone.now())
    staff.goto(f"{live_server.url}/staff/requests/")
    staff.get_by_label("Choose all on this page").check()
    expect(staff.locator("tbody input:checked")).to_have_count(3)
    expect(staff.locator(".bulk-bar")).to_contain_text("3 chosen on this page")
    staff.get_by_label("Choose all on this page").uncheck()
    expect(staff.locator("tbody input:checked")).to_have_count(0)


def test_the_bar_below_the_chosen_does_not_cover_the_row_one_is_in(staff, live_server) -> None:
    for _ in range(20):
        a_request(sent_on=None, at=timezone.now())
    staff.goto(f"{live_server.url}/staff/requests/")
    staff.set_viewport_size({"width": 1280, "height": 500})
    boxes = staff.locator("tbody .choose input")
    boxes.first.check()
    for number in (8, 19):
        boxes.nth(number).focus()
        row, bar = boxes.nth(number).bounding_box(), staff.locator(".bulk-bar").bounding_box()
        assert row["y"] + row["height"] <= bar["y"]


def test_the_day_that_is_assumed_goes_when_a_delivery_is_chosen(staff, live_server) -> None:
    request = a_request(sent_on=timezone.localdate() - timedelta(days=9), at=timezone.now())
    staff.goto(f"{live_server.url}/staff/requests/{request.pk}/")
    on = staff.locator("#id_on")
    expect(on).to_have_value("today")
    described = on.get_attribute("aria-describedby")
    staff.locator("#id_kind").select_option("delivered")
    expect(on).to_have_value("")
    assert on.get_attribute("aria-describedby") == described
    on.fill("yesterday")
    staff.get_by_role("button", name="Record", exact=True).click()
    expect(staff.get_by_text("This moves the receipt from")).to_be_visible()
    staff.get_by_role("button", name="Record it all the same").click()
    expect(staff.get_by_role("status")).to_contain_text("Recorded: Delivered.")


def test_from_today_to_the_form_with_the_kind_chosen(staff, live_server) -> None:
    a_request(sent_on=timezone.localdate() - timedelta(days=60), at=timezone.now())
    staff.goto(f"{live_server.url}/staff/")
    staff.get_by_role("link", name="Record “Follow-up sent”").press("Enter")
    expect(staff.get_by_label("What happened")).to_have_value("follow_up_sent")
    expect(staff.get_by_label("What happened")).to_be_in_viewport()
    staff.get_by_label("What happened").press("Control+Enter")
    expect(staff.get_by_role("status")).to_contain_text("Recorded: Follow-up sent.")


def test_a_reminder_is_set_done_and_opened_again(staff, live_server) -> None:
    request = a_request(at=timezone.now())
    staff.goto(f"{live_server.url}/staff/requests/{request.pk}/")
    staff.get_by_role("link", name="Set a reminder").press("Enter")
    expect(staff.get_by_label("When")).to_be_focused()
    staff.keyboard.type("today")
    staff.get_by_label("What to think of").fill("Call the clerk")
    staff.keyboard.press("Control+Enter")
    expect(staff.get_by_role("status")).to_contain_text("is reminded on")
    keys_work(staff)
    staff.keyboard.press("g")
    staff.keyboard.press("t")
    expect(staff.locator("#own-reminders")).to_contain_text("Call the clerk")
    staff.get_by_role("button", name=re.compile("^Done")).press("Enter")
    expect(staff.get_by_role("status")).to_contain_text("Done: Call the clerk.")
    assert not OwnReminder.objects.open().exists()
    staff.get_by_role("button", name="Undo").press("Enter")
    expect(staff.locator("#own-reminders")).to_contain_text("Call the clerk")
