"""A whole site for the browser: supervisor, broker, worker, beat, web, mail server, database."""

import contextlib
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page

from requests_app.domain.accounts.models import Person
from tests import services
from tests.builders import PASSWORD
from tests.tracker.site import Site, processes_of


def _database(name: str) -> dict[str, str]:
    """A database of its own on the run's PostgreSQL, when the run is on PostgreSQL."""
    if os.environ.get("TEST_DATABASE") != "postgres":
        return {}
    url = services.postgres_url()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return {"DATABASE_URL": re.sub(r"/postgres$", f"/{name}", url)}


@pytest.fixture
def mail_server() -> Iterator[services.MailSink]:
    """A real mail server; `.messages` holds what the site has sent."""
    sink = services.MailSink()
    sink.controller.start()
    yield sink
    sink.controller.stop()


@pytest.fixture
def site(tmp_path: Path, mail_server: services.MailSink) -> Iterator[Site]:
    """A first `make run` in an empty place; `site.lines` is what it printed."""
    var_dir = tmp_path / "var"
    running = Site(
        var_dir,
        EMAIL_URL=mail_server.url,
        REMINDER_SWEEP_SECONDS="2",
        ONE_PERSON_DESK="1",
        **_database(f"site_{os.getpid()}_{tmp_path.name}"),
    )
    yield running
    running.stop()
    for number in processes_of(var_dir):
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


def sign_in(page: Page, base: str, person: Person) -> Page:
    """The page of a person who has signed in, by keyboard."""
    page.goto(f"{base}/sign-in/")
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url(f"{base}/staff/")
    return page
