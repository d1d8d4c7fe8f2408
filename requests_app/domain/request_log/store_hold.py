"""While a backup copies the stored files, nobody deletes one.

A backup first freezes the database and then copies what it names. A file whose row went after that
moment is still named there, so it has to stay until the copy is made; the nightly look at files of
nobody takes it later. Both locks end with the process that holds them, however it ends.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction

# PostgreSQL's advisory locks are known by a number: this one spells "tenthday" in ASCII.
LOCK_NUMBER = int.from_bytes(b"tenthday")


class HeldAlready(Exception):
    """Another backup of this installation is under way."""


@contextmanager
def files_held() -> Iterator[None]:
    """Nothing is deleted from the store until this ends; deletions under way are waited for.

    Raises `HeldAlready`.
    """
    held = _held_in_database() if connection.vendor == "postgresql" else _held_on_disk()
    with held:
        yield


@contextmanager
def deleting() -> Iterator[bool]:
    """Whether files may be deleted now; what is not deleted now is nobody's, and goes later."""
    if connection.vendor == "postgresql":
        # Of the transaction, so that it works through a pooler as well.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [LOCK_NUMBER])
            yield bool(cursor.fetchone()[0])
        return
    with _lock_file().open("a") as lock:
        yield _taken(lock, fcntl.LOCK_SH)


@contextmanager
def _held_in_database() -> Iterator[None]:
    """On a connection of its own: that of the backup reads one frozen moment."""
    own = connection.copy("hold")
    try:
        with own.cursor() as cursor:
            # A deletion holds the lock for moments, a backup for as long as it takes.
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_NUMBER + 1])
            if not cursor.fetchone()[0]:
                raise HeldAlready("Another backup of this installation is under way.")
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_NUMBER])
            yield
    finally:
        own.close()


@contextmanager
def _held_on_disk() -> Iterator[None]:
    with _lock_file().open("a") as lock, _lock_file("backup").open("a") as only:
        if not _taken(only, fcntl.LOCK_EX):
            raise HeldAlready("Another backup of this installation is under way.")
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _taken(lock: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_file(name: str = "file-store") -> Path:
    path = Path(settings.VAR_DIR) / "run" / f"{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
