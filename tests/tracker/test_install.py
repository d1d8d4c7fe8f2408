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


@pytest.mark.parametrize("target", ["elsewhere", "nowhere"])
def test_a_link_in_its_place_is_left_alone_and_named(
    target: str, calls: Calls, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It may be somebody's way of keeping it on another disk: nothing is removed for them."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "theirs").write_text("x")
    (tmp_path / ".venv").symlink_to(tmp_path / target)
    assert install.main([]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert f".venv is a link to {tmp_path / target}" in line and "python3-venv" not in line
    assert (tmp_path / ".venv").is_symlink() and (tmp_path / "elsewhere" / "theirs").exists()
    assert calls == []


def test_a_file_in_its_place_is_left_alone_and_named(
    calls: Calls, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".venv").write_text("x")
    assert install.main([]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert ".venv is a file" in line and "make it anew" in line
    assert (tmp_path / ".venv").read_text() == "x" and calls == []


def test_what_cannot_be_removed_is_named(
    calls: Calls,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(install.shutil, "rmtree", lambda path, **given: None)
    assert install.main([]) == 1
    assert ".venv cannot be removed" in capsys.readouterr().err and calls == []


def test_a_link_to_what_was_made_by_way_of_it_is_used(calls: Calls, tmp_path: Path) -> None:
    install.main([])
    (tmp_path / ".venv").rename(tmp_path / "elsewhere")
    (tmp_path / ".venv").symlink_to(tmp_path / "elsewhere")
    calls.clear()
    assert install.main([]) == 0
    assert calls == []


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
