"""`make install`: what is made again and what is not, and the one line for an old Python."""

import ast
import sys
from pathlib import Path
from typing import Any

import pytest

from tracker import install

Calls = list[list[str]]


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """What would have been run, in a project of its own."""
    made: Calls = []

    def call(argv: list[str], **options: Any) -> int:
        made.append(argv)
        if "venv" in argv:
            Path(argv[-1]).mkdir()
        return 0

    for name in ("requirements.txt", "requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text("Django==5.2.19\n")
    monkeypatch.setattr(install, "ROOT", str(tmp_path))
    monkeypatch.setattr(install, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(install.subprocess, "call", call)
    return made


def test_it_installs_once(calls: Calls) -> None:
    assert install.main([]) == 0
    assert [argv[1:3] for argv in calls] == [["-m", "venv"], ["-m", "pip"]]
    calls.clear()
    assert install.main([]) == 0
    assert calls == []


def test_another_requirement_is_installed_into_what_is_there(calls: Calls, tmp_path: Path) -> None:
    install.main([])
    calls.clear()
    (tmp_path / "requirements.lock").write_text("Django==5.2.20\n")
    install.main([])
    assert [argv[1:3] for argv in calls] == [["-m", "pip"]]
    assert calls[0][-3:] == ["--require-hashes", "-r", "requirements.lock"]


def test_another_python_begins_anew(
    calls: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install.main([])
    (tmp_path / ".venv" / "old").write_text("of the Python before")
    calls.clear()
    monkeypatch.setattr(install.sys, "version", "3.99.0")
    install.main([])
    assert [argv[1:3] for argv in calls] == [["-m", "venv"], ["-m", "pip"]]
    assert not (tmp_path / ".venv" / "old").exists()


def test_what_failed_is_tried_again(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    working = install.subprocess.call
    monkeypatch.setattr(
        install.subprocess, "call", lambda argv, **given: working(argv) or int("pip" in argv)
    )
    assert install.main([]) == 1
    calls.clear()
    monkeypatch.setattr(install.subprocess, "call", working)
    assert install.main([]) == 0
    assert [argv[1:3] for argv in calls] == [["-m", "pip"]]


def test_an_old_python_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install.sys, "version_info", (3, 9, 2))
    assert install.main([]) == 1
    line = capsys.readouterr().err
    assert line.startswith(f"Tenth Day needs Python 3.11 or newer; {sys.executable} is 3.9.")
    assert line.count("\n") == 1


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_without_a_browser_only_ci_fails(
    ci: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install.shutil, "which", lambda name: None)
    monkeypatch.setenv("CI", ci)
    assert install.provide_browser() == code
    assert "BROWSER TESTS SKIPPED" in capsys.readouterr().err


def test_an_old_python_can_read_it() -> None:
    """A syntax error would be no clear line."""
    source = Path(install.__file__).read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=(3, 6))
