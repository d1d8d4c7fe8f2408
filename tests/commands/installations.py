"""Whole installations for tests: a directory and a database each, with all that is in them."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from tests import services
from tests.tracker.site import ROOT, START, environ

IS_POSTGRES = os.environ.get("TEST_DATABASE") == "postgres"
Rows = dict[str, list[str]]


class Installation:
    """One installation; with `is_postgres` a database of its own on the tests' server."""

    def __init__(self, var_dir: Path, *, like: "Installation | None" = None) -> None:
        """Nothing is in it, or what is in another one that nobody uses just now."""
        self.var_dir, self.url, given = var_dir, "", dict[str, str]()
        if IS_POSTGRES:
            name = f"keeping_{uuid4().hex[:12]}"
            template = like.url.rpartition("/")[2] if like else "template1"
            with psycopg.connect(services.postgres_url(), autocommit=True) as server:
                server.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
            self.url = services.postgres_url().rpartition("/")[0] + f"/{name}"
            given = {"DATABASE_URL": self.url, "PG_BIN": str(services.postgres_programs())}
        if like:
            shutil.copytree(like.var_dir, var_dir, dirs_exist_ok=True)
        self.env = environ(var_dir, **given)

    def manage(self, *words: object, **env: str) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end."""
        return subprocess.run(
            self._argv("manage.py", *words), **self._how(**env), capture_output=True, timeout=START
        )

    def done_by(self, script: Path) -> None:
        """Runs a program of the tests in it."""
        process = self.started(script)
        said, _ = process.communicate()
        assert process.returncode == 0, said

    def done(self, *words: object) -> str:
        """What a command that goes well prints."""
        ended = self.manage(*words)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def refused(self, *words: object, **env: str) -> str:
        """What a command that gives up says, in one line and without a traceback."""
        ended = self.manage(*words, **env)
        assert ended.returncode == 1, ended.stdout + ended.stderr
        assert "Traceback" not in ended.stderr
        return ended.stderr

    def started(self, *argv: object, **env: str) -> subprocess.Popen[str]:
        """A process of this installation, whose lines can be read."""
        return subprocess.Popen(
            self._argv(*argv),
            **self._how(**env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=services.die_with_parent,
        )

    def _argv(self, *words: object) -> list[str]:
        return [sys.executable, *(str(word) for word in words)]

    def _how(self, **env: str) -> dict[str, Any]:
        return {"cwd": ROOT, "env": {**self.env, **env}, "text": True}

    def execute(self, statement: str) -> None:
        """Past the product, as an accident or an intruder would."""
        if self.url:
            with psycopg.connect(self.url, autocommit=True) as connection:
                connection.execute(statement.encode())
        else:
            with sqlite3.connect(self.var_dir / "db.sqlite3") as direct:
                direct.execute(statement)

    def unguarded(self, trigger: str) -> None:
        """Takes a trigger off the audit record, as whoever owns the database can."""
        table = "requests_app_auditentry"
        off = f"ALTER TABLE {table} DISABLE TRIGGER {trigger}"
        self.execute(off if self.url else f"DROP TRIGGER {trigger}")

    def rows(self) -> Rows:
        """Every row of every table."""
        if self.url:
            with psycopg.connect(self.url) as connection:
                tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                return _rows(connection, tables)
        with sqlite3.connect(self.var_dir / "db.sqlite3") as direct:
            return _rows(direct, "SELECT name FROM sqlite_master WHERE type = 'table'")

    @property
    def stored(self) -> Path:
        return self.var_dir / "files"

    def files(self) -> dict[str, str]:
        """The SHA-256 of every stored file, by its name."""
        return dict(hashes(self.stored))


def _rows(connection: Any, tables: str) -> Rows:
    names = sorted(name for (name,) in connection.execute(tables).fetchall())
    return {
        name: sorted(repr(row) for row in connection.execute(f'SELECT * FROM "{name}"'))
        for name in names
    }


def hashes(root: Path) -> Iterator[tuple[str, str]]:
    """The SHA-256 of every file below `root`, with its path from there."""
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(root)), hashlib.sha256(path.read_bytes()).hexdigest()
