"""Putting a backup into an installation that nothing is in: all of it, or nothing."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command
from django.db import Error as DatabaseTrouble

from requests_app.domain.audit.findings import Verification
from requests_app.domain.audit.heads import Head, put_notes_back
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.audit.operations import record
from requests_app.domain.audit.verification import verify
from requests_app.domain.request_log.attachments import PART
from requests_app.domain.sign_in.sessions import end_every_session
from requests_app.domain.upkeep.keeping import database, postgresql, sqlite
from requests_app.domain.upkeep.keeping.manifest import (
    FILES,
    HEADS,
    Manifest,
    NotABackup,
    Part,
    listed,
    opened,
)
from requests_app.domain.upkeep.keeping.postgresql import ProgramFailed, ProgramMissing
from requests_app.domain.upkeep.keeping.reading_back import CannotTake, checked
from requests_app.domain.upkeep.keeping.refusals import sentence
from requests_app.domain.upkeep.keeping.sqlite import DatabaseDamaged
from requests_app.domain.upkeep.keeping.store_walk import sized_and_hashed, stored_files

_STAGED = ".restoring"  # beside the database in SQLite, until it gets that one's name


class RestoreRefused(Exception):
    """Nothing was restored, and the installation is as it was; the message says why."""


@dataclass(frozen=True, slots=True)
class Restored:
    """audit: what a verification of the restored audit record found, held against the head in the
    backup's manifest too."""

    manifest: Manifest
    audit: Verification


def restore(*, directory: Path, at: datetime, seal: str = "") -> Restored:
    """Fills an empty installation from the backup in `directory`, and migrates it. Everybody signs
    in anew.

    Every hash is compared before anything is touched, and once more as each file is copied. The
    files come first and the database last: with it everything is there, and what broke off before
    can be begun again. `seal`: as of `checked`. Raises `RestoreRefused`.
    """
    try:
        _check_empty()
        manifest = checked(directory, seal=seal)
        _check_store(directory)
        with _undone_unless_whole(directory):
            _copy_files(directory)
            _put_database(directory, manifest)
            call_command("migrate", interactive=False, verbosity=0)
            end_every_session()
    except (NotABackup, CannotTake, ProgramMissing, ProgramFailed, DatabaseDamaged) as error:
        raise RestoreRefused(f"{sentence(error)} Nothing was restored.") from error
    except (OSError, DatabaseTrouble) as error:
        raise RestoreRefused(
            f"It broke off, and nothing was restored: {sentence(error)}"
        ) from error
    with opened(directory, HEADS) as notes:
        put_notes_back(notes)
    position, digest = manifest.audit["position"], manifest.audit["hash"]
    heads = [Head(position, digest, "the manifest of the backup")] if position else []
    found = verify(at=at, against=heads)
    _note(manifest, at=at)
    return Restored(manifest, found)


def _check_empty() -> None:
    if database.kind() == "postgresql" and (others := postgresql.others_connected()):
        raise RestoreRefused(
            f"{others} other connections to the database are open: stop the product on every"
            " machine first. Nothing was restored."
        )
    if what := database.whats_in_it():
        raise RestoreRefused(
            f"The database has {what}. Restore into an empty one: another VAR_DIR or DATABASE_URL."
            " Nothing was restored."
        )


def _check_store(directory: Path) -> None:
    """What a restore that broke off has left is taken over, and what was never written to its end
    is nobody's; anything else is somebody's."""
    ours = iter(listed(directory))
    part = next(ours, None)
    for name in stored_files():
        if PurePosixPath(name).name.startswith(PART):
            continue
        while part is not None and part.name < name:
            part = next(ours, None)
        if part is None or part.name != name:
            raise RestoreRefused(
                f"The file store has files already ({name}). Restore into an empty one: another"
                " VAR_DIR. Nothing was restored."
            )


@contextmanager
def _undone_unless_whole(directory: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        database.take_out()
        for part in listed(directory):
            default_storage.delete(part.name)
        raise


def _copy_files(directory: Path) -> None:
    for part in listed(directory):
        with opened(directory, f"{FILES}/{part.name}") as source:
            if isinstance(default_storage, FileSystemStorage):
                _write(Path(default_storage.path(part.name)), source, part)
            else:
                _check_copied(sized_and_hashed(source), part)
                source.seek(0)
                default_storage.delete(part.name)
                default_storage.save(part.name, File(source))
    os.sync()


def _write(path: Path, source: IO[bytes], part: Part) -> None:
    """The name is given to what is whole, and the same as it was when it was checked."""
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_name(f"{PART}{path.name}")
    try:
        staged.unlink(missing_ok=True)
        staged.touch(0o600)  # as the store has them, whoever restores
        with staged.open("wb") as sink:
            _check_copied(sized_and_hashed(source, sink), part)
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)


def _check_copied(found: tuple[int, str], part: Part) -> None:
    if found != (part.size, part.sha256):
        raise NotABackup(f"{part.name} changed while it was restored.")


def _put_database(directory: Path, manifest: Manifest) -> None:
    dump = directory / manifest.database.name
    if manifest.kind == "postgresql":
        database.put_back(dump)
        return
    staged = sqlite.database_path().with_name(f"{sqlite.database_path().name}{_STAGED}")
    try:
        staged.touch(0o600)
        with opened(directory, manifest.database.name) as source, staged.open("wb") as sink:
            _check_copied(sized_and_hashed(source, sink), manifest.database)
            os.fsync(sink.fileno())
        database.put_back(staged)
    finally:
        staged.unlink(missing_ok=True)


def _note(manifest: Manifest, *, at: datetime) -> None:
    head = AuditEntry.objects.filter(pk=manifest.audit["last"]).first()
    if head is not None:
        facts = {"made_at": manifest.made_at, "files": manifest.files}
        record(verb="restored backup", subject=head, by=None, at=at, **facts)
