"""404 and 403 are pages of the product; headers keep foreign content out."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory

from tracker.error_pages import ErrorPages

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
    ("error", "status"), [(Http404("gone"), 404), (PermissionDenied("not yours"), 403)]
)
def test_what_a_view_raises_becomes_our_page(
    error: Exception, status: int, rf: RequestFactory, settings: Any
) -> None:
    settings.DEBUG = True
    response = ErrorPages(lambda request: HttpResponse()).process_exception(rf.get("/"), error)
    assert response is not None
    assert response.status_code == status


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
