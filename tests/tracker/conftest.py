"""A site that is prepared once: each test gets a copy of its directory."""

import contextlib
import fcntl
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests import services
from tests.tracker.site import Site, processes_of


@pytest.fixture(scope="session")
def prepared() -> Path:
    """VAR_DIR of a site after its first start; the workers of one run share it."""
    home = Path(os.environ["TEST_VAR_DIR"])
    var_dir = home / "prepared"
    with (home / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not var_dir.exists():
            site = Site(home / "preparing")
            try:
                site.printed("answers at")
            finally:
                assert site.stop() == 0, site.lines
            site.var_dir.rename(var_dir)
    return var_dir


@pytest.fixture
def start(prepared: Path, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Starts a site on a copy of the prepared directory, or on another `var_dir`."""
    started: list[Site] = []

    def start(var_dir: Path | None = None, **given: str) -> Site:
        chosen = var_dir or tmp_path / "var"
        if not chosen.exists():
            shutil.copytree(prepared, chosen, ignore=shutil.ignore_patterns("broker", "log"))
        site = Site(chosen, **given)
        started.append(site)
        return site

    yield start
    for site in started:
        site.stop()
        for number in processes_of(site.var_dir):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The address of a new database on the real PostgreSQL, which other processes use as well."""
    server, name = services.postgres_url(), f"a_site_of_its_own_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        connection.execute(drop)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield server.removesuffix("/postgres") + f"/{name}"
        connection.execute(drop)
