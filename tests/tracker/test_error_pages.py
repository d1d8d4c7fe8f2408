"""404 and 403 are pages of the product; headers keep foreign content out."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory

from requests_app.domain.accounts.roles import Role
from tests.builders import a_person
from tracker.error_pages import ErrorPages
from tracker.file_store_errors import FileStoreAway

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("debug", [True, False])
def test_an_address_that_is_not_there_gets_our_page(
    client: Client, settings: Any, debug: bool
) -> None:
    settings.DEBUG = debug
    response = client.get("/no-such-place/")
    assert response.status_code == 404
    assert "404.html" in [template.name for template in response.templates]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Http404("gone"), 404),
        (PermissionDenied("not yours"), 403),
        (FileStoreAway("no answer"), 503),
    ],
)
def test_what_a_view_raises_becomes_our_page(
    error: Exception, status: int, rf: RequestFactory, settings: Any
) -> None:
    settings.DEBUG = True
    response = ErrorPages(lambda request: HttpResponse()).process_exception(rf.get("/"), error)
    assert response is not None
    assert response.status_code == status
    assert b"</html>" in response.content


def test_other_errors_are_left_to_django(rf: RequestFactory) -> None:
    pages = ErrorPages(lambda request: HttpResponse())
    assert pages.process_exception(rf.get("/"), ValueError("a mistake")) is None


def test_a_form_without_its_token_gets_our_page() -> None:
    response = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "a"})
    assert response.status_code == 403
    assert "open too long" in response.content.decode()


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/admin/login/"])
def test_every_page_says_what_it_may_load(client: Client, path: str) -> None:
    policy = client.get(path, follow=True)["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if rule.strip())
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"


def test_a_form_that_was_open_too_long_is_no_matter_of_the_account() -> None:
    person = a_person(Role.STAFF)
    browser = Client(enforce_csrf_checks=True)
    for is_in in (False, True):
        if is_in:
            browser.force_login(person)
        page = browser.post("/staff/requests/log/", {}).content.decode()
        assert "open too long, so nothing was saved" in page
        assert "not open to this account" not in page
        assert ('aria-label="Places"' in page) is is_in
        assert ("Misuse of California’s police databases" in page) is not is_in


def test_what_only_a_button_sends_is_a_page_when_it_is_opened() -> None:
    browser = Client()
    browser.force_login(a_person(Role.ADMINISTRATOR))
    response = browser.get("/staff/sample/remove/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    page = response.content.decode()
    assert "only takes what a button sends" in page
    assert 'aria-label="Places"' in page


def test_staff_stay_among_their_places_where_nothing_is_or_nothing_is_open() -> None:
    browser = Client()
    browser.force_login(a_person(Role.READER))
    for path, status in (("/staff/nowhere/", 404), ("/staff/requests/log/", 403)):
        response = browser.get(path)
        assert response.status_code == status
        assert 'aria-label="Places"' in response.content.decode()
