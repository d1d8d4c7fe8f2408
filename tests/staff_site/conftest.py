"""Every test of the staff site happens on Mon 22 Jun 2026 at 10:00 in California."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from tests.builders import NOW
from tests.staff_site.doors import signed_in


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def staff(db: None) -> Client:
    """The browser of somebody with the role staff; `.person` is who."""
    return signed_in()
