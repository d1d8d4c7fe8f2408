"""Every answer of every address carries the headers that keep it to itself, whatever it is."""

from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tests.builders import a_person
from tests.staff_site.doors import a_world, browser_of, taken_back
from tests.test_access import ADMINISTRATOR, TABLE, address_of
from tracker.headers import PERMISSIONS_POLICY

pytestmark = pytest.mark.django_db
WANTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
RUNS_NOTHING = {"staff:reminder_mail_html", "staff:next_digest_html", "staff:mail_html"}


def missing(response: Any) -> dict[str, str]:
    """What an answer lacks, with what it says instead."""
    found = {name: response.headers.get(name, "") for name in WANTED}
    wrong = {name: value for name, value in found.items() if value != WANTED[name]}
    rules = rules_of(response)
    if rules.get("default-src") != "'none'" or "frame-ancestors" not in rules:
        wrong["Content-Security-Policy"] = str(rules)
    if "unsafe" in rules.get("script-src", "'none'"):
        wrong["script-src"] = rules["script-src"]
    if response.headers.get("X-Frame-Options") not in ("DENY", "SAMEORIGIN"):
        wrong["X-Frame-Options"] = response.headers.get("X-Frame-Options", "")
    return wrong


def rules_of(response: Any) -> dict[str, str]:
    policy = response.headers.get("Content-Security-Policy", "")
    rules = [rule.strip().partition(" ") for rule in policy.split(";") if rule.strip()]
    return {name: value for name, _, value in rules}


@pytest.mark.parametrize("signed_in", [False, True])
def test_every_address_answers_with_them(signed_in: bool) -> None:
    world, person, wrong = a_world(), a_person(ADMINISTRATOR), {}
    for name, row in TABLE.items():
        with taken_back():
            client = browser_of(person) if signed_in else Client()
            answered = getattr(client, row.method)(address_of(name, world))
            if lacks := missing(answered):
                wrong[name] = lacks
            if name in RUNS_NOTHING and signed_in:
                assert "allow-scripts" not in rules_of(answered)["sandbox"]
    assert wrong == {}


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


@pytest.mark.parametrize(
    ("address", "status", "given"),
    [
        ("/no-such-place/", 404, {}),
        ("/staff", 301, {}),
        ("/tallies.csv", 405, {"method": "post"}),
        ("/sign-in/", 403, {"method": "post"}),
        ("/", 400, {"HTTP_HOST": "evil.example.org"}),
        ("/static/css/base.css", 200, {}),
    ],
)
def test_refusals_and_still_files_carry_them_too(
    address: str, status: int, given: dict[str, str], settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client(enforce_csrf_checks=status == 403)
    send = getattr(client, given.pop("method", "get"))
    answered = send(address, **given)
    assert answered.status_code == status
    assert missing(answered) == {}


def test_a_broken_page_carries_them_too(settings: Any) -> None:
    settings.ROOT_URLCONF = type("urls", (), {"urlpatterns": [path("", broken)]})
    answered = Client(raise_request_exception=False).get("/")
    assert answered.status_code == 500
    assert missing(answered) == {}


def test_in_production_only_tls_and_for_a_year(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    plain = Client().get("/sign-in/")
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/sign-in/")
    client = Client()
    answered = client.get("/sign-in/", secure=True)
    assert answered["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    cookie = client.cookies["csrftoken"]
    assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Lax"
