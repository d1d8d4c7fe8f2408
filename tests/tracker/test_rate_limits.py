"""Whoever asks too often is told when to come back; nobody else notices."""

from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from tests.staff_site.doors import signed_in
from tests.test_access import EVERY
from tracker import rate_limits
from tracker.rate_limits import GROUPS, LIMITS, Counter, group_of


@pytest.fixture
def two_a_minute(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every group lets two requests through."""
    settings.RATE_LIMITS = True
    monkeypatch.setattr(rate_limits, "LIMITS", dict.fromkeys(LIMITS, "2/minute"))


def test_every_row_names_a_view_and_a_group_that_there_is() -> None:
    assert set(GROUPS) - set(EVERY) == set()
    assert set(GROUPS.values()) <= set(LIMITS)
    assert {group_of(name) for name in EVERY if name.startswith("public:")} <= set(LIMITS)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/agencies/?q=police", "/tallies.csv", "/method/", "/healthz"])
def test_a_visitor_is_asked_to_wait(two_a_minute: None, address: str) -> None:
    client = Client()
    assert [client.get(address).status_code == 429 for _ in range(3)] == [False, False, True]
    refused = client.get(address)
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert "429.html" in [template.name for template in refused.templates]
    assert refused["Cache-Control"] == "no-store"
    assert client.get(address, REMOTE_ADDR="198.51.100.7").status_code != 429


@pytest.mark.django_db
def test_staff_are_counted_by_account_and_see_their_own_page(two_a_minute: None) -> None:
    one, other = signed_in(Role.STAFF), signed_in(Role.STAFF)
    answers = [one.get("/staff/search/?q=x") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 'aria-label="Places"' in answers[-1].content.decode()
    assert other.get("/staff/search/?q=x").status_code == 200


@pytest.mark.django_db
def test_what_is_counted_together_is_one_group(two_a_minute: None) -> None:
    client = Client()
    answers = [client.get(f"/{name}.csv").status_code for name in ("tallies", "figures", "tallies")]
    assert answers == [200, 200, 429]


@pytest.mark.django_db
def test_it_can_be_switched_off(two_a_minute: None, settings: Any) -> None:
    settings.RATE_LIMITS = False
    client = Client()
    assert {client.get("/method/").status_code for _ in range(4)} == {200}


def test_processes_count_together_in_the_broker(broker: str, two_a_minute: None) -> None:
    one, other = Counter(broker), Counter(broker)
    assert (one.seconds_to_wait("search", "a"), other.seconds_to_wait("search", "a")) == (0, 0)
    assert one.seconds_to_wait("search", "a") > 0
    assert other.seconds_to_wait("search", "a") > 0
    assert other.seconds_to_wait("search", "b") == other.seconds_to_wait("calendars", "a") == 0


def test_without_a_broker_each_process_counts_for_itself(
    two_a_minute: None, caplog: pytest.LogCaptureFixture, tmp_path: Any
) -> None:
    counter = Counter(f"redis+socket://{tmp_path}/nobody.sock")
    waits = [counter.seconds_to_wait("search", "a") for _ in range(3)]
    assert waits[:2] == [0, 0] and waits[2] > 0
    assert caplog.text.count("counted by each process alone") == 1
