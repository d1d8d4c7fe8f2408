"""Lines of the log: what is in them, what is not, and the ids by which they belong together."""

import json
import logging
import logging.config
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from django.test import Client

from tests.builders import a_person
from tests.services import die_with_parent, until
from tests.tracker.site import ROOT, environ
from tracker.celery import app
from tracker.logs import logging_settings
from tracker.redaction import path_in_log, redacted
from tracker.request_ids import RequestIds

WORKER = ["-m", "celery", "-A", "tracker", "worker", "-c", "1", "-I", "tests.tracker.logging_task"]
SECRET = "never-in-a-log"


@pytest.fixture
def written() -> Iterator[Any]:
    """Logs through the formatter of a real site; gives what a line looks like."""
    made: dict[bool, Any] = {}

    def written(record: dict[str, Any], as_json: bool = True) -> str:
        told = logging_settings(as_json=as_json, secrets=[SECRET])["formatters"]["line"]
        made[as_json] = told.pop("()")(**told)
        values = {"name": "x.y", "levelname": "INFO", "levelno": 20, **record}
        return str(made[as_json].format(logging.makeLogRecord(values)))

    structlog.contextvars.clear_contextvars()
    yield written
    structlog.contextvars.clear_contextvars()


def test_a_line_is_one_json_object_with_the_ids_of_its_context(written) -> None:
    with structlog.contextvars.bound_contextvars(request_id="abc", task_id="def"):
        line = written({"msg": "sent %s\nmails", "args": (3,)})
    assert "\n" not in line
    told = json.loads(line)
    assert list(told)[:4] == ["at", "level", "logger", "event"]
    assert (told["level"], told["logger"], told["event"]) == ("INFO", "x.y", "sent 3\nmails")
    assert (told["request_id"], told["task_id"]) == ("abc", "def")
    assert told["at"].endswith("Z")


def test_a_line_for_people_begins_as_ever(written) -> None:
    with structlog.contextvars.bound_contextvars(request_id="abc"):
        line = written({"msg": "fine"}, as_json=False)
    assert line.endswith(" INFO x.y: fine  [request_id=abc]")


def raised(text: str) -> dict[str, Any]:
    try:
        raise ValueError(text)
    except ValueError:
        return {"exc_info": sys.exc_info(), "levelname": "ERROR", "levelno": 40}


@pytest.mark.parametrize("as_json", [True, False])
def test_no_secret_is_written_in_words_or_in_a_traceback(written, as_json: bool) -> None:
    text = f"at /mail/stop/Zm9v:1abc:xyz/undo/ of redis://me:pass-word@host/0 with {SECRET}"
    line = written({"msg": text, **raised(text)}, as_json)
    assert "ValueError" in line and "/mail/…" in line and "redis://…@host/0" in line
    for secret in ("Zm9v", "pass-word", SECRET):
        assert secret not in line


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/staff/requests/12/", "/staff/requests/12/"),
        ("/mail/snooze/Zm9v:1abc:xyz/", "/mail/…"),
        ("/calendars/3-abcdef.ics", "/calendars/…"),
        ("/invitation/short/", "/invitation/…"),
        ("/password/new/short/", "/password/new/…"),
        ("/staff/" + "a" * 41 + "/", "/staff/…/"),
        ("/", "/"),
    ],
)
def test_a_path_that_is_a_key_is_cut(path: str, told: str) -> None:
    assert path_in_log(path) == told


def test_a_signed_token_is_hidden_wherever_it_stands() -> None:
    assert redacted("Not Found: /a/Zm9v:1abcde:x-y_z/b/") == "Not Found: /a/…/b/"
    assert redacted("at 10:00:00 of https://a.org/b") == "at 10:00:00 of https://a.org/b"


@pytest.mark.django_db
def test_each_request_is_one_line_with_who_and_how_long(caplog) -> None:
    person, client = a_person(), Client()
    client.force_login(person)
    with caplog.at_level(logging.INFO, "tracker.request_ids"):
        response = client.get("/staff/?q=a+name", headers={"X-Request-ID": "from-the-proxy-1"})
    [line] = [one for one in caplog.records if one.name == "tracker.request_ids"]
    assert (line.method, line.path, line.status) == ("GET", "/staff/", 200)
    assert line.person == person.pk and line.took_ms >= 0
    assert response.headers["X-Request-ID"] == "from-the-proxy-1"

    # Django's own line of what is not there, written after all middleware, belongs to it as well.
    assert structlog.contextvars.get_contextvars() == {"request_id": "from-the-proxy-1"}


@pytest.mark.parametrize(
    "given", ["", "short", "a" * 65, "with space in it", "x\u00e4" * 8, "a;b=cdefgh"]
)
def test_an_id_that_is_none_is_replaced(given: str, rf) -> None:
    from django.http import HttpResponse

    response = RequestIds(lambda request: HttpResponse())(
        rf.get("/", headers={"X-Request-ID": given})
    )
    assert len(response.headers["X-Request-ID"]) == 32


@pytest.mark.long
def test_a_task_carries_the_request_that_caused_it_and_hands_it_on(
    broker: str, tmp_path: Path
) -> None:
    log = tmp_path / "worker.log"
    with log.open("wb") as out:
        worker = subprocess.Popen(
            [sys.executable, *WORKER],
            cwd=ROOT,
            env=environ(tmp_path, REDIS_URL=broker, LOG_FORMAT="json"),
            stdout=out,
            stderr=out,
            preexec_fn=die_with_parent,
        )
    try:
        with app.connection_for_write(broker) as connection:
            with structlog.contextvars.bound_contextvars(request_id="of-a-page-1"):
                app.send_task("tests.say_and_go_on", [2], connection=connection)
            app.send_task("tests.say_and_go_on", [0], connection=connection)
        said = until(lambda: len(found := lines_of(log, "said")) == 4 and found, "the tasks")
    finally:
        worker.terminate()
        worker.wait(30)
    by_page = [one for one in said if one.get("request_id") == "of-a-page-1"]
    assert len(by_page) == 3 and len({one["task_id"] for one in said}) == 4
    assert {one["task"] for one in said} == {"tests.say_and_go_on"}


def lines_of(log: Path, event: str) -> list[dict[str, Any]]:
    """The lines of JSON with that event."""
    whole = log.read_text().splitlines()
    told = [json.loads(line) for line in whole if line.startswith("{") and line.endswith("}")]
    return [one for one in told if one["event"] == event]
