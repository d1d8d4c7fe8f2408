"""Freezing and putting back a database in SQLite, by SQLite's own means.

https://www.sqlite.org/backup.html: a backup made in one step is one moment of the source, and in
WAL mode those who write meanwhile are not kept waiting.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections

ALIAS = "frozen"
_BESIDE = ("-wal", "-shm", "-journal")


class DatabaseDamaged(Exception):
    """SQLite says that the database is not whole."""


@contextmanager
def frozen(path: Path) -> Iterator[str]:
    """Copies the database to `path` and gives the alias under which the copy is read."""
    connection.ensure_connection()
    path.touch(0o600)
    with connection.wrap_database_errors, contextlib.closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)  # all pages in one step: one moment
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
    check_whole(path)
    reader = connection.copy(ALIAS)
    # No init command: it would turn the copy to WAL, which is two more files.
    reader.settings_dict = {**reader.settings_dict, "NAME": str(path), "OPTIONS": {}}
    connections[ALIAS] = reader
    try:
        yield ALIAS
    finally:
        reader.close()
        del connections[ALIAS]


def check_whole(path: Path) -> None:
    """Raises `DatabaseDamaged`."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as read:
            [says] = read.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        says = str(error)
    if says != "ok":
        raise DatabaseDamaged(f"SQLite says that the database is not whole: {says}")


def put_back(staged: Path) -> None:
    """Puts the file at `staged`, which is on the same disk, in the place of the database."""
    check_whole(staged)
    take_out()
    staged.replace(database_path())


def take_out() -> None:
    """Removes the database that is there: the caller knows that nothing is in it."""
    connections.close_all()
    for ending in ("", *_BESIDE):  # a log of other pages would be played into the new file
        Path(f"{database_path()}{ending}").unlink(missing_ok=True)


def database_path() -> Path:
    return Path(connection.settings_dict["NAME"])
