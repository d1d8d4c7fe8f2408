"""The same command with somebody else's Redis, PostgreSQL and mail server."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import services
from tests.services import until
from tests.tracker.site import Site, processes_of

pytestmark = pytest.mark.skipif(
    os.environ.get("TEST_DATABASE") != "postgres", reason="shown by the run on PostgreSQL"
)


@pytest.fixture
def sink() -> Iterator[services.MailSink]:
    sink = services.MailSink()
    sink.controller.start()
    yield sink
    sink.controller.stop()


@pytest.mark.long
def test_a_reminder_goes_from_beat_by_redis_and_postgresql_to_the_mail_server_once(
    start: Callable[..., Site],
    tmp_path: Path,
    broker: str,
    empty_database: str,
    sink: services.MailSink,
) -> None:
    var_dir = tmp_path / "var"
    var_dir.mkdir()
    site = start(
        var_dir,
        REDIS_URL=broker,
        DATABASE_URL=empty_database,
        EMAIL_URL=sink.url,
        MAIL_FROM="Tracker <tracker@example.org>",
        SITE_URL="http://tracker.example.org",
        REMINDER_SWEEP_SECONDS="1",
    )
    site.printed("answers at http://tracker.example.org/")
    until(lambda: sink.messages, "a mail for the reminders of the sample")
    assert sink.messages[0]["From"] == "Tracker <tracker@example.org>"
    assert site.stop() == 0
    assert site.lines[-1] == "Stopped: web, beat, worker, dates."
    assert not (var_dir / "db.sqlite3").exists()
    assert list((var_dir / "mail").iterdir()) == []
    # Every reminder once, however many sweeps there were.
    identities = [message["Message-ID"] for message in sink.messages]
    assert len(identities) == len(set(identities))
    assert processes_of(var_dir) == {}
