"""What is killed here is a process of its own: `send_reminders` on the database of the test."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from requests_app.domain.request_log.models import RecordsRequest
from tests import services
from tests.builders import a_person, a_request, an_agency
from tests.chaos.server import Server
from tests.services import die_with_parent
from tests.tracker.site import ROOT, environ


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    """A mail server that this process sends to as well."""
    server = Server()
    server.controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 20
    yield server
    server.controller.stop()


@pytest.fixture
def env(transactional_db: None, tmp_path: Path, server: Server) -> dict[str, str]:
    """The environment of a process that works on this test's database and sends to its server."""
    return environ(tmp_path, DATABASE_URL=database_url(), EMAIL_URL=server.url)


def database_url() -> str:
    """The address of the database of this test."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return services.postgres_url().removesuffix("/postgres") + f"/{name}"


@pytest.fixture
def run(env: dict[str, str]) -> Iterator[Callable[[datetime], subprocess.Popen[bytes]]]:
    """Starts a process that sends what is due at a moment."""
    started: list[subprocess.Popen[bytes]] = []

    def start(at: datetime) -> subprocess.Popen[bytes]:
        command = ["-m", "tests.chaos.sweep_once", at.isoformat()]
        # Not a pipe that nobody reads: where it is full the process stands still.
        quiet = {"stdout": subprocess.DEVNULL, "preexec_fn": die_with_parent}
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, **quiet)
        started.append(process)
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait()


def requests_due_today(count: int) -> list[RecordsRequest]:
    """One for each of `count` people."""
    agency = an_agency()
    return [a_request(agency=agency, by=a_person()) for _ in range(count)]
