"""Fixtures for every test. The services behind them are in tests/services.py."""

import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from tests import services

# What asks for one of these has a database under it.
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "site", "empty_database"}
NO_BROWSER = "BROWSER TESTS SKIPPED: there is no Chromium (on Debian, apt install chromium)."


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what this run cannot or need not show."""
    if os.environ.get("TEST_DATABASE") == "postgres":
        _leave_to_sqlite(config, items)
    _skip_without_browser(items)


def _leave_to_sqlite(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that touches no database has said all it can say in the run on SQLite."""
    kept, left = [], []
    for item in items:
        asks = DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
        (kept if asks or item.get_closest_marker("django_db") else left).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left)


def _skip_without_browser(items: list[pytest.Item]) -> None:
    """CI must not skip them."""
    wanted = [item for item in items if "playwright" in getattr(item, "fixturenames", ())]
    for item in wanted:
        item.add_marker(pytest.mark.browser)
    if not wanted or services.browser_path():
        return
    if os.environ.get("CI") == "true":
        raise pytest.UsageError(NO_BROWSER + " CI must not skip them.")
    for item in wanted:
        item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Says loudly that the browser tests did not run."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_BROWSER in str(report.longrepr) for report in skipped):
        terminalreporter.write_sep("*", NO_BROWSER, red=True, bold=True)


@pytest.fixture(scope="session", autouse=True)
def audit_record_is_emptied_between_tests() -> Iterator[None]:
    """The guards of the audit record stand in every test; they are taken down only while the
    tables are emptied after one that commits."""
    guards = import_module("requests_app.migrations.0038_the_audit_record_guards_itself")
    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def empty_all(case: TransactionTestCase) -> None:
        with connection.schema_editor() as editor:
            guards.take_down(None, editor)
        empty(case)
        with connection.schema_editor() as editor:
            guards.put_up(None, editor)

    TransactionTestCase._fixture_teardown = empty_all  # type: ignore[attr-defined]
    yield
    TransactionTestCase._fixture_teardown = empty  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def no_audit_heads_of_another_test() -> None:
    """The file of the notes is outside the database, hence not taken back with it."""
    Path(settings.AUDIT_HEADS).unlink(missing_ok=True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """How pytest-playwright starts the system's Chromium."""
    # Nothing but the test's own pages is fetched; root cannot have the sandbox.
    arguments = ["--disable-background-networking", "--disable-component-update", "--no-first-run"]
    if os.getuid() == 0:
        arguments.append("--no-sandbox")
    path = services.browser_path()
    return {**browser_type_launch_args, "executable_path": path, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A desktop of 1280 pixels in the product's own time zone."""
    size = {"width": 1280, "height": 900}
    return {**browser_context_args, "viewport": size, "timezone_id": "America/Los_Angeles"}


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real broker on a unix socket; gives its Celery address."""
    with services.running_broker(tmp_path_factory.mktemp("broker")) as url:
        yield url


@pytest.fixture
def smtp_sink(settings: Any) -> Iterator[services.MailSink]:
    """A real mail server that Django sends to; `.messages` holds what came."""
    sink = services.MailSink()
    sink.controller.start()
    # pytest-django puts a list in memory in place of the mail backend: here mails really travel.
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield sink
    sink.controller.stop()


@pytest.fixture
def project_root() -> Path:
    """Where manage.py is."""
    return Path(__file__).resolve().parent.parent
