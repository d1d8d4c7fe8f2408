"""The pages work under their own Content-Security-Policy: a real browser refuses nothing."""

import pytest
from playwright.sync_api import ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from requests_app.domain.accounts.roles import Role
from tests.builders import a_person, a_request

PASSWORD = "a long enough sentence"


@pytest.fixture
def refused(page: Page) -> list[str]:
    """What the browser said that it refused to load or run."""
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Failed to load" in message.text:
            said.append(message.text)

    page.on("console", note)
    return said


@pytest.mark.parametrize(
    "path",
    ["/admin/", "/admin/requests_app/agency/", "/admin/requests_app/agency/add/", "/staff/", "/"],
)
def test_nothing_on_the_page_is_refused(
    live_server: LiveServer, page: Page, refused: list[str], path: str
) -> None:
    person = a_person(Role.ADMINISTRATOR, is_staff=True)
    person.set_password(PASSWORD)
    person.save()
    a_request()
    page.goto(f"{live_server.url}/sign-in/")
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit], main form button.primary")
    page.wait_for_url("**/staff/")
    response = page.goto(live_server.url + path)
    assert response is not None
    assert response.status == 200
    assert refused == []
