"""An import whose process is killed, and two processes that import the same file."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.importing.stored_files import forget_unowned
from requests_app.domain.misuse_data.models import Figure, Release, ReturnedFile, Source
from tests.builders import an_agency
from tests.chaos.conftest import database_url
from tests.services import die_with_parent, until
from tests.tracker.site import ROOT, environ

Start = Callable[..., subprocess.Popen[str]]
ROWS = "Agency,Violations\nFresno PD,4\nMerced PD,0\nStatewide,7\n"
PLACES = ("with some figures written", "with all figures written", "with the file stored")
postgres_only = pytest.mark.skipif(
    "connection.vendor == 'sqlite'", reason="SQLite does not say who waits"
)


@pytest.fixture
def file(transactional_db: None, tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    for name in ("Fresno PD", "Merced PD"):
        an_agency(name)
    path = tmp_path / "returned.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


@pytest.fixture
def start(file: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts an import of the file, and comes back when it waits where it is told to."""
    env, started = environ(tmp_path, DATABASE_URL=database_url()), []

    def starting(place: str = "") -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.chaos.import_once", str(file), place]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        process = subprocess.Popen(command, cwd=ROOT, env=env, preexec_fn=die_with_parent, **pipes)
        started.append(process)
        assert not place or process.stdout.readline() == "there\n"
        return process

    yield starting
    for one in started:
        one.kill()
        one.communicate()


def killed(process: subprocess.Popen[str]) -> None:
    process.kill()
    assert process.wait() == -signal.SIGKILL


def nothing_is_left() -> bool:
    """Neither in the database nor, a day later, in the store."""
    forget_unowned(before=a_day_later())
    kept = (Release, ReturnedFile, Figure, Source)
    return not any(model.objects.exists() for model in kept) and stored() == []


def stored() -> list[str]:
    root = Path(default_storage.path(""))
    return sorted(one.name for one in root.rglob("*") if one.is_file())


def a_day_later() -> datetime:
    return timezone.now() + timedelta(days=1)


def is_whole() -> bool:
    """One release with every figure, its file in the store, and one entry in the audit."""
    [returned] = ReturnedFile.objects.all()
    forget_unowned(before=a_day_later())
    with default_storage.open(returned.file.name) as file:
        is_kept = file.read() == ROWS.encode()
    entries = AuditEntry.objects.filter(verb="imported figures")
    return is_kept and Release.objects.get().figures.count() == 3 and entries.count() == 1


@pytest.mark.parametrize("place", PLACES)
def test_killed_it_leaves_nothing_and_the_file_can_be_imported_again(
    start: Start, place: str
) -> None:
    killed(start(place))
    assert nothing_is_left()
    assert start().wait(60) == 0
    assert is_whole()


@postgres_only
def test_killed_while_it_commits_it_is_there_whole(start: Start) -> None:
    process = start("with the file stored")
    with psycopg.connect(database_url()) as lock, psycopg.connect(database_url()) as asking:
        # Foreign keys are looked at when it commits: that has to wait for whoever has the agency.
        lock.execute("SELECT 1 FROM requests_app_agency FOR UPDATE")
        process.stdin.write("\n")
        process.stdin.flush()
        waits = "SELECT 1 FROM pg_locks WHERE NOT granted"
        until(lambda: asking.execute(waits).fetchone(), "the commit")
        killed(process)
        asking.rollback()
    # PostgreSQL carries a commit out whose process is gone.
    until(Release.objects.exists, "the release")
    assert is_whole()


def test_of_two_that_import_the_same_file_one_is_refused(start: Start) -> None:
    first = start("with the file stored")
    second = start()
    if connection.vendor == "postgresql":
        waits = "SELECT 1 FROM pg_locks WHERE NOT granted"
        with psycopg.connect(database_url(), autocommit=True) as asking:
            until(lambda: asking.execute(waits).fetchone(), "the second")
    first.communicate("\n", timeout=60)
    assert (first.returncode, second.wait(60)) == (0, 1)
    assert is_whole()


def test_what_a_killed_one_held_up_goes_on(start: Start) -> None:
    first = start("with all figures written")
    second = start()
    killed(first)
    assert second.wait(60) == 0
    assert is_whole()
