"""What `make mutants` needs of these tests; an ordinary run is left as it is."""

import os
import sys

import pytest

ROOM = "requests_app.domain.deadlines"
# What takes longest says least about one mutant: examples first.
LAST = ("test_properties", "test_holidays_package", "test_plain_twin")
UNDER_MUTATION = "MUTANT_UNDER_TEST" in os.environ


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The quick examples first, so that a mutant is mostly killed by one of them."""
    if UNDER_MUTATION:
        items.sort(key=lambda item: LAST.index(item.path.stem) if item.path.stem in LAST else -1)


@pytest.fixture(autouse=UNDER_MUTATION)
def no_table_of_another_test() -> None:
    """Which tests reach a function is seen only if no table that it filled is still kept."""
    for name, module in list(sys.modules.items()):
        if name.startswith(ROOM):
            for kept in vars(module).values():
                if hasattr(kept, "cache_clear"):
                    kept.cache_clear()
