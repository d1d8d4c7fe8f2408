"""Where the database cannot be read, or was never set up, every command says so in one line."""

from pathlib import Path

import pytest
from django.db import DataError, IntegrityError, OperationalError, ProgrammingError

from tests.tracker.site import environ, run
from tracker.commands import trouble

COMMANDS = [
    ["verify_audit"],
    ["verify_files"],
    ["send_reminders"],
    ["apply_retention", "--dry-run"],
    ["rebuild_search"],
    ["reset_second_factor", "x"],
    ["import_misuse_data", "tests/commands/none.csv", "--publisher=DOJ", "--covers=2023",
     "--dry-run"],
]  # fmt: skip


def said(var_dir: Path, *words: str) -> tuple[int, str]:
    ended = run(["python", "manage.py", *words], **environ(var_dir))
    return ended.returncode, ended.stderr


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_an_installation_that_was_never_set_up_is_said_to_be_none(
    words: list[str], tmp_path: Path
) -> None:
    given = tmp_path / "returned.csv"
    given.write_text("Agency,Investigations\nRoss PD,1\n")
    words = [str(given) if word.endswith(".csv") else word for word in words]
    code, error = said(tmp_path / "var", *words)
    assert code == 2, error
    [line] = error.splitlines()
    assert "was not set up" in line and "manage.py prepare" in line


@pytest.mark.parametrize("words", [COMMANDS[0], COMMANDS[2]], ids=lambda words: words[0])
def test_a_database_that_is_damaged_is_said_to_be(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "db.sqlite3").write_bytes(b"no database at all, and far too long for an empty one")
    code, error = said(tmp_path, *words)
    assert code == 2, error
    [line] = error.splitlines()
    assert line.startswith("CommandError: The database cannot be read: file is not a database")


def test_who_asks_for_the_traceback_gets_it(tmp_path: Path) -> None:
    (tmp_path / "db.sqlite3").write_bytes(b"no database at all, and far too long for an empty one")
    code, error = said(tmp_path, "verify_audit", "--traceback")
    assert code == 1 and "Traceback" in error


def test_a_mistake_of_a_command_is_no_trouble_of_the_database() -> None:
    assert trouble(IntegrityError("UNIQUE constraint failed")) is None
    assert trouble(DataError("value too long")) is None
    assert trouble(ProgrammingError("operator does not exist: bigint = text")) is None
    assert "was not set up" in str(trouble(ProgrammingError('relation "x" does not exist\nLINE 1')))
    assert trouble(OperationalError("connection refused\nIs it running?")) == (
        "The database cannot be read: connection refused"
    )
