"""Whatever is sent to whichever address, nothing breaks and nothing leads away from the site."""

from __future__ import annotations

import os
import traceback
from random import Random
from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from requests_app.domain.accounts.models import Person
from tests.builders import a_person
from tests.fuzzing import HOSTILE, Gun, Known, rounds
from tests.staff_site.doors import World, a_world, browser_of, taken_back
from tests.test_access import ADMINISTRATOR, EVERY, TABLE, address_of, answer

pytestmark = pytest.mark.django_db
ELSEWHERE = 0.1  # of the shots go to an address that is spoilt itself


def what_forms_hold(world: World, person: Person) -> Known:
    """Every field of every form on every page that can be fetched."""
    known = Known()
    for name, row in TABLE.items():
        if row.method == "get":
            with taken_back():
                address = address_of(name, world)
                page = answer(browser_of(person), "get", address)
            if page.headers.get("Content-Type", "").startswith("text/html"):
                known.learn(address, page.content.decode())
    return known


def spoilt(name: str, address: str, chance: Random) -> str:
    """The address with one of its parts replaced by what it cannot be, or by another number."""
    converters = EVERY[name].pattern.converters
    if not converters or chance.random() > ELSEWHERE:
        return address
    given = {part: chance.choice([0, 1, 7, 2**63, 10**30, *HOSTILE[20:40]]) for part in converters}
    try:
        return reverse(name, kwargs=given)
    except NoReverseMatch:  # the site has no such address
        return address


def shots(count: int, seed: int) -> list[str]:
    """Sends `count` requests as an administrator; what broke, with where it did."""
    world, person, chance = a_world(), a_person(ADMINISTRATOR), Random(seed)
    ids = [str(world.request.pk), str(world.agency.pk)]
    gun = Gun(chance, what_forms_hold(world, person), ids)
    broken = []
    for name in rounds(sorted(TABLE), chance, count):
        address = spoilt(name, address_of(name, world), chance)
        shot = gun.shot(name, address, takes_post=bool(gun.known.fields.get(name)))
        with taken_back():
            client = browser_of(person)
            client.raise_request_exception = False
            response = shot.send(client)
        if response.status_code >= 500 and not address.startswith("/healthz"):
            broken.append(f"{name}: {shot}\n{where_it_broke(response)}")
        elif not leads_to_us(response):
            broken.append(f"{name}: {shot}\nleads to {response.headers['Location']}")
    return broken


def leads_to_us(response: Any) -> bool:
    """Whether a redirect, if it is one, stays on the site."""
    target = response.headers.get("Location")
    if target is None:
        return True
    # Where one signs in first, all that was asked for stands behind it: longer than Django judges.
    return url_has_allowed_host_and_scheme(target.partition("?")[0], {"testserver"})


def where_it_broke(response: Any) -> str:
    return "".join(traceback.format_exception(*response.exc_info)[-6:])[-1800:]


@pytest.mark.parametrize("seed", [1])
def test_some_hundred_requests(seed: int) -> None:
    assert shots(300, seed) == []


# Ten thousand over both databases, each of which fails in its own way.
SEEDS = range(18, 20) if os.environ.get("TEST_DATABASE") == "postgres" else range(10, 18)


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
def test_a_thousand_requests(seed: int) -> None:
    assert shots(1_000, seed) == []
