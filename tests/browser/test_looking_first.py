"""What moves dates, in a real browser: look, correct, confirm; and a move watched to its end."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Closure
from requests_app.domain.upkeep.models import DatesMove
from tests.builders import PASSWORD, a_person, a_request


@pytest.fixture
def lead(page: Page, live_server, transactional_db) -> Page:
    """The page of a lead who has signed in."""
    person = a_person(Role.LEAD)
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_server.url}/staff/")
    return page


def test_what_was_looked_at_is_corrected_looked_at_again_and_entered(lead, live_server) -> None:
    """First the last day of a request, then a day on which no period ends."""
    today = timezone.localdate()
    request = a_request(sent_on=today - timedelta(days=30), at=timezone.now())
    lead.goto(f"{live_server.url}/staff/agencies/{request.agency_id}/closures/")
    lead.get_by_label("Closed on").fill(str(request.due_on))
    lead.get_by_label("Reason").fill("Wildfire")
    lead.get_by_label("Source").fill("Resolution 12")
    lead.keyboard.press("Enter")
    expect(lead.locator("#moves")).to_contain_text("Moves 1 open request")
    expect(lead.get_by_label("Reason")).to_have_value("Wildfire")
    lead.get_by_label("Closed on").fill(str(request.sent_on))
    lead.get_by_role("button", name="Enter the closure and move the dates").click()
    expect(lead.get_by_role("alert")).to_contain_text("Changed since it was looked at.")
    expect(lead.locator("#moves")).to_contain_text("Moves no date of any request.")
    assert not Closure.objects.exists()
    lead.get_by_label("Source").press("Control+Enter")
    expect(lead.locator("body")).to_contain_text("Closure entered.")
    assert Closure.objects.get().on == request.sent_on


def test_a_move_that_is_watched_says_when_it_is_through(lead, live_server) -> None:
    move = DatesMove.objects.create(what="A law.", started_at=timezone.now(), total=10)
    lead.goto(f"{live_server.url}/staff/law/moves/{move.pk}/")
    expect(lead.get_by_role("progressbar")).to_have_attribute("value", "0")
    DatesMove.objects.update(looked_at=6)
    expect(lead.get_by_role("progressbar")).to_have_attribute("value", "6")
    DatesMove.objects.update(looked_at=10, moved=3, finished_at=timezone.now())
    expect(lead.locator("#progress")).to_contain_text("3 moved of 10 requests looked at.")
    expect(lead.get_by_role("progressbar")).to_have_count(0)
