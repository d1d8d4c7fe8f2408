"""A site to measure: an own PostgreSQL and VAR_DIR, the content of the product, signed in."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

# What the caller's environment says about another site must not reach this one.
FOREIGN = (
    *("EMAIL_URL", "REDIS_URL", "SITE_URL", "SECURE_PROXY", "CSRF_TRUSTED_ORIGINS"),
    "TEST_POSTGRES_URL",
)
SEED = "postgres"  # the database that the sized ones are copied from
_numbers = count(1)


@contextmanager
def prepared() -> Iterator[None]:
    """A migrated site with its static files, nothing of it left behind.

    Raises `RuntimeError` when PostgreSQL does not start, with what it said.
    """
    from tests.services import postgres_url

    for name in FOREIGN:
        os.environ.pop(name, None)
    var_dir = Path(tempfile.mkdtemp(prefix="tenth-day-bench-"))
    os.environ.update(
        DEBUG="0",
        SECRET_KEY=secrets.token_urlsafe(64),
        ALLOWED_HOSTS="testserver",
        VAR_DIR=str(var_dir),
        DATABASE_URL=postgres_url(),
        DJANGO_SETTINGS_MODULE="bench.settings",
    )
    try:
        _set_up()
        yield
    finally:
        shutil.rmtree(var_dir, ignore_errors=True)


def _set_up() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)


@dataclass(frozen=True)
class Sized:
    """One database of a size; `use()` makes it the one that the product talks to."""

    size: int
    connection: Any

    def use(self) -> None:
        from django.db import connections

        connections["default"] = self.connection


def copy_of_seed(size: int) -> Sized:
    """A new database with what the seed has, in use from now on."""
    from django.db import connections

    name = f"copy_{next(_numbers)}_of_{size}"  # two parts of a run may be of one size
    connections["default"].close()  # a database that somebody uses cannot be copied
    _create(name)
    made = connections.create_connection("default")
    made.settings_dict = {**made.settings_dict, "NAME": name, "CONN_HEALTH_CHECKS": False}
    sized = Sized(size, made)
    sized.use()
    return sized


def _create(name: str) -> None:
    """CREATE DATABASE from the seed, asked from a third database."""
    from django.db import connections

    asking = connections.create_connection("default")
    asking.settings_dict = {**asking.settings_dict, "NAME": "template1"}
    with asking.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{SEED}"')
    asking.close()
