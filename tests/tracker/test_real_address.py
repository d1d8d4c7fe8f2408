"""Whose request it is behind proxies, and that nobody can say so of himself."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from tests.tracker.site import environ, run
from tracker.real_address import RealAddress, address_of, household_of


def seen(rf: RequestFactory, forwarded: str | None, came_from: str = "10.0.0.1") -> str:
    """The address that a view sees."""
    told: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        told.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    RealAddress(view)(rf.get("/", headers=headers, REMOTE_ADDR=came_from))
    return told[0]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.7", "10.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "127.0.0.1, 198.51.100.7", "198.51.100.7"),  # the first is what the visitor wrote
        (2, "127.0.0.1, 198.51.100.7, 10.0.0.9", "198.51.100.7"),
        (2, "198.51.100.7", "10.0.0.1"),  # it came past a proxy
        (1, "2001:DB8::1", "2001:db8::1"),
        (1, "::ffff:198.51.100.7", "198.51.100.7"),
        (1, "", "10.0.0.1"),
        (1, None, "10.0.0.1"),
        (1, "nonsense", "10.0.0.1"),
        (1, "' OR 1=1 --", "10.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_saw_counts(
    rf: RequestFactory, settings: Any, proxies: int, forwarded: str | None, address: str
) -> None:
    settings.PROXY_COUNT = proxies
    assert seen(rf, forwarded) == address


@pytest.mark.parametrize(
    ("address", "household"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:198.51.100.7", "198.51.100.7"),  # of a socket that takes both kinds
        ("", ""),
        ("unix:", ""),
    ],
)
def test_an_ipv6_network_is_one_visitor(rf: RequestFactory, address: str, household: str) -> None:
    assert household_of(rf.get("/", REMOTE_ADDR=address)) == household


def test_an_address_of_the_own_network_can_be_kept(rf: RequestFactory) -> None:
    assert address_of(rf.get("/", REMOTE_ADDR="fe80::1%eth0")) == "fe80::1"
    assert household_of(rf.get("/", REMOTE_ADDR="fe80::1%eth0")) == "fe80::"


def test_no_visitor_says_below_which_path_the_site_lies(tmp_path: Path) -> None:
    told = run(["gunicorn", "--print-config"], **environ(tmp_path))
    assert re.search(r"^forwarder_headers\s*= \[\]$", told.stdout, re.MULTILINE), told.stderr
