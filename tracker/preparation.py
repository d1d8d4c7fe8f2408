"""What has to be true before the processes start: a place to write, a database, static files."""

import fcntl
import hashlib
import os
import shutil
from pathlib import Path
from typing import IO

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connections

from tracker.secret_key import unwritable

LEAST_FREE = 50 * 1024 * 1024  # bytes: the database, its log, the broker's file, the static files
DIRECTORIES = ["run", "log", "files", "mail", "broker"]


class CannotPrepare(Exception):
    """The site cannot be started; the message says why in one line."""


def take_lock(var_dir: Path, address: str) -> IO[str]:
    """Makes this the only supervisor of `var_dir`, for as long as the file stays open.

    Raises `CannotPrepare` when there is another one, or no place to write.
    """
    try:
        for name in DIRECTORIES:
            (var_dir / name).mkdir(parents=True, exist_ok=True)
        lock = (var_dir / "run" / "lock").open("a+")
    except OSError as error:
        raise CannotPrepare(unwritable(var_dir, error)) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.seek(0)
        raise CannotPrepare(
            f"Tenth Day is running in {var_dir} already ({lock.read().strip()}): stop it first,"
            " or set VAR_DIR to another directory."
        ) from error
    try:
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, {address}")
        lock.flush()
    except OSError as error:
        raise CannotPrepare(unwritable(var_dir, error)) from error
    return lock


def check_space(var_dir: Path) -> None:
    """Raises `CannotPrepare` when the disk of `var_dir` has no room to work in."""
    free = shutil.disk_usage(var_dir).free
    if free < LEAST_FREE:
        raise CannotPrepare(
            f"The disk is full: {var_dir} has {free // 2**20} MB left, {LEAST_FREE // 2**20} MB"
            " are needed. Free some, or set VAR_DIR to a directory on another disk."
        )


def prepare_content() -> None:
    """Brings the database up to date, with its first content and account, and makes the bucket
    for files where there is a store and no bucket.

    Each step finds out by itself that nothing is left to do. Raises `CannotPrepare`.
    """
    try:
        call_command("migrate", interactive=False, verbosity=0)
        _prepare_file_store()  # the sample has files
        call_command("load_content")
        call_command("create_first_account")
    except DatabaseError as error:
        raise CannotPrepare(f"The database cannot be used: {_first_line(error)}") from error
    except ConnectionError as error:
        raise CannotPrepare(f"FILES_URL: {error}") from error
    except OSError as error:
        raise CannotPrepare(unwritable(settings.VAR_DIR, error)) from error
    finally:
        connections.close_all()


def _prepare_file_store() -> None:
    # Of an optional package, and the only storage with a bucket.
    make_bucket = getattr(default_storage, "make_bucket", None)
    if make_bucket is not None:
        make_bucket()


def collect_static() -> None:
    """Copies the static files with hashed names, unless none changed since the last time.

    With DEBUG they are served from where they are written, and nothing is copied.
    Raises `CannotPrepare`.
    """
    if settings.DEBUG:
        return
    stamp = settings.STATIC_ROOT / "collected.sha256"
    wanted = _fingerprint_of_static_files()
    try:
        if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
            return
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(wanted, encoding="ascii")
    except OSError as error:
        raise CannotPrepare(unwritable(settings.VAR_DIR, error)) from error


def _fingerprint_of_static_files() -> str:
    """Changes when a file is added, removed or written; the contents are not read."""
    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]["BACKEND"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = os.stat(storage.path(name))  # noqa: PTH116
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
