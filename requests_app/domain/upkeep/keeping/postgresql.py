"""Freezing and putting back a database in PostgreSQL, by pg_dump(1) and pg_restore(1).

pg_dump is given the snapshot that the names of the stored files are read in, so that both speak of
one moment (https://www.postgresql.org/docs/current/functions-admin.html, pg_export_snapshot).
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_PLAIN = ("--no-owner", "--no-privileges")  # who owns what is the new installation's business


class ProgramMissing(Exception):
    """PostgreSQL's own program is not there, or older than the server."""


class ProgramFailed(Exception):
    """PostgreSQL's own program gave up; the message has what it said last."""


def server_version() -> int:
    """The major number of the server."""
    connection.ensure_connection()
    return int(connection.connection.info.server_version) // 10000


@contextmanager
def frozen(path: Path) -> Iterator[str]:
    """Dumps the database to `path` and gives the alias under which the same moment is read."""
    program = found_program("pg_dump")
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        path.touch(0o600)
        _run([program, "--format=custom", f"--snapshot={snapshot}", f"--file={path}", *_PLAIN])
        yield connection.alias


def check_readable(dump: Path) -> None:
    """Whether the pg_restore that is here can read `dump` at all. Raises what is above."""
    _run([found_program("pg_restore"), "--list", str(dump)], connects=False)


def put_back(dump: Path) -> None:
    """Empties the database, which the caller knows to have nothing in it, and fills it again, in
    one transaction of pg_restore."""
    program = found_program("pg_restore")
    take_out()
    connection.close()
    _run([program, "--single-transaction", "--exit-on-error", *_PLAIN, str(dump)])


def take_out() -> None:
    """Drops every table of ours with what hangs on it, and functions that no extension brought."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('DROP TABLE IF EXISTS %I.%I CASCADE', schemaname, tablename)"
            " FROM pg_tables WHERE schemaname = current_schema()"
            " UNION ALL SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure)"
            " FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace AND NOT EXISTS"
            " (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        )
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def others_connected() -> int:
    """How many other connections the database has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def found_program(name: str) -> str:
    """Where it is: in PG_BIN or on PATH. Raises `ProgramMissing`."""
    path = shutil.which(name, path=settings.PG_BIN or None)
    where = f"in PG_BIN={settings.PG_BIN}" if settings.PG_BIN else "on PATH"
    if path is None:
        raise ProgramMissing(
            f"There is no {name} {where}: install PostgreSQL's client programs (on Debian,"
            " postgresql-client), or set PG_BIN to the directory they are in."
        )
    says = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    major, server = _VERSION.search(says), server_version()
    if major is None or int(major[1]) < server:
        raise ProgramMissing(
            f"{path} ({says.strip() or 'of no version'}) is older than the server, PostgreSQL"
            f" {server}: install the client programs of that version, or set PG_BIN to them."
        )
    return path


def _run(command: list[str], *, connects: bool = True) -> None:
    """The password goes through the environment: anybody on the machine sees a command line."""
    env = dict(os.environ)
    if connects:
        given = {**connection.get_connection_params()}
        env["PGPASSWORD"] = str(given.pop("password", "") or env.get("PGPASSWORD", ""))
        command = [*command, f"--dbname={_address(given)}"]
    try:
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    except OSError as error:
        raise ProgramFailed(f"{command[0]} could not be started: {error.strerror}.") from error
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise ProgramFailed(f"{Path(command[0]).name} gave up: {' '.join(lines[:2])}")


def _address(given: dict) -> str:
    """What libpq knows of Django's parameters of a connection."""
    known = {"dbname", "host", "port", "user", "options", "service", "passfile"}
    return make_conninfo(
        **{
            name: value
            for name, value in given.items()
            if value not in (None, "") and (name in known or name.startswith("ssl"))
        }
    )
