"""The errors of the children are shown once; their logs do not grow for ever."""

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
