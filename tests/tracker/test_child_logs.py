"""The errors of the children are shown once; their logs do not grow for ever."""

import json
from pathlib import Path

import pytest

from tracker import child_logs
from tracker.child_logs import Troubles

ERROR = "2026-06-22 08:00:00,000 ERROR django.request: Internal Server Error: /\n"


def add(log: Path, text: str) -> None:
    with log.open("a") as file:
        file.write(text)


def test_only_new_errors_are_told(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    add(log, ERROR)
    troubles = Troubles([log])
    assert troubles.fresh(log) == []
    add(log, "2026-06-22 08:00:01,000 INFO x: fine\n2026-06-22 08:00:02,000 CRITICAL x: no\n")
    assert troubles.fresh(log) == ["2026-06-22 08:00:02,000 CRITICAL x: no"]
    assert troubles.fresh(log) == []


def test_the_same_error_again_and_again_is_told_once(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    troubles = Troubles([log])
    add(log, ERROR + ERROR.replace("08:00:00", "08:00:09"))
    assert troubles.fresh(log) == [ERROR.strip()]


def test_a_line_that_is_still_being_written_waits(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    troubles = Troubles([log])
    add(log, ERROR[:40])
    assert troubles.fresh(log) == []
    add(log, ERROR[40:])
    assert troubles.fresh(log) == [ERROR.strip()]


def test_a_large_log_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_logs, "LARGEST_LOG", 1000)
    log = tmp_path / "web.log"
    troubles = Troubles([log])
    with log.open("a") as writer:
        for _ in range(20):
            writer.write(ERROR)
            writer.flush()
            troubles.fresh(log)
        assert log.stat().st_size < 1000 + len(ERROR)
        assert (tmp_path / "web.log.1").stat().st_size >= 1000
        writer.write(ERROR.replace("ERROR", "CRITICAL"))
        writer.flush()
        assert len(troubles.fresh(log)) == 1


def test_lines_for_programs_are_told_in_words_and_once(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    troubles = Troubles([log])
    line = {"at": "2026-06-22T15:00:00Z", "level": "ERROR", "logger": "x", "event": "no"}
    for number in range(2):
        add(log, json.dumps({**line, "request_id": number, "exception": "ERROR\nin lines"}) + "\n")
    add(log, json.dumps({**line, "level": "INFO", "path": "/ERROR/"}) + "\n{broken\n")
    assert troubles.fresh(log) == ["2026-06-22T15:00:00Z ERROR x: no"]


def test_ids_make_no_other_error_of_the_same(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    troubles = Troubles([log])
    for number in range(2):
        add(log, ERROR.replace(" /\n", f" /  [request_id={number}]\n"))
    assert len(troubles.fresh(log)) == 1
