"""A backup of a running installation: the database at one moment, and the files it names then."""

import errno
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import Error as DatabaseTrouble

from requests_app.domain.audit.heads import notes_up_to
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.audit.operations import record
from requests_app.domain.request_log.store_hold import HeldAlready, files_held
from requests_app.domain.upkeep.keeping import database
from requests_app.domain.upkeep.keeping.manifest import (
    FILES,
    HEADS,
    KINDS,
    LIST,
    Manifest,
    Part,
    write_line,
    write_manifest,
)
from requests_app.domain.upkeep.keeping.postgresql import ProgramFailed, ProgramMissing
from requests_app.domain.upkeep.keeping.refusals import sentence
from requests_app.domain.upkeep.keeping.sqlite import DatabaseDamaged
from requests_app.domain.upkeep.keeping.store_walk import sized_and_hashed
from requests_app.domain.upkeep.keeping.stored_names import Named, is_storage_name, named_files
from requests_app.domain.upkeep.keeping.unfinished import begun, remove_ended

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_NOT_STARTED = (HeldAlready, ProgramMissing, ProgramFailed, DatabaseDamaged)


class BackupRefused(Exception):
    """No backup was made, and nothing is left of it; the message says why."""


@dataclass(frozen=True, slots=True)
class Backup:
    """seal: the SHA-256 (hex) of its manifest, to be kept elsewhere. removed: names of what
    backups that were killed had left beside it."""

    directory: Path
    manifest: Manifest
    seal: str
    removed: list[str]


def back_up(*, directory: Path, at: datetime) -> Backup:
    """Writes a backup of the installation to `directory`, which may exist if it is empty.

    Everything is written below a hidden name beside it, which becomes `directory` when all of it
    is on the disk: what has the name is whole. What backups that were killed left there is removed
    first, since it may be what fills the disk. People go on working; only the removal of stored
    files waits. Memory does not grow with the installation. Raises `BackupRefused`.
    """
    directory = directory.absolute()
    try:
        _check_free(directory)
        removed = remove_ended(directory.parent)
        with files_held(), begun(directory) as part:
            manifest = _write(part, at=at)
            seal = write_manifest(part, manifest)
            os.sync()  # a name is only given to what is on the disk
            _note(directory, manifest, seal, at=at)  # and to what is on record
            part.rename(directory)
            os.sync()
    except _NOT_STARTED as error:
        raise BackupRefused(f"{sentence(error)} No backup was made.") from error
    except (OSError, DatabaseTrouble) as error:
        raise BackupRefused(_why(error, directory)) from error
    return Backup(directory, manifest, seal, removed)


def _check_free(directory: Path) -> None:
    if directory.is_symlink() or (directory.exists() and not directory.is_dir()):
        raise BackupRefused(f"{directory} is no directory: name one that is new or empty.")
    if directory.exists() and any(directory.iterdir()):
        raise BackupRefused(f"{directory} is not empty: name a directory that is new or empty.")
    stored = Path(settings.MEDIA_ROOT).absolute()
    if directory == stored or stored in directory.parents:
        raise BackupRefused(f"{directory} lies in the file store itself: name another place.")


def _write(part: Path, *, at: datetime) -> Manifest:
    name = KINDS[database.kind()]
    with database.frozen(part / name) as moment:
        copied = _copy_all(part, moment)
        migrations, head = database.applied_migrations(moment), database.audit_head(moment)
        with _new(part / HEADS) as notes:
            # Those made since speak of what this moment does not know.
            notes.writelines(line.encode() for line in notes_up_to(head["position"]))
    return Manifest(
        version=settings.VERSION,
        made_at=at.astimezone(UTC).isoformat(timespec="seconds"),
        kind=database.kind(),
        server=database.server_version(),
        migrations=migrations,
        audit=head,
        database=_part_of(part, name),
        listing=_part_of(part, LIST),
        heads=_part_of(part, HEADS),
        files=copied.files,
        bytes=copied.bytes,
        lacking=copied.lacking,
        altered=copied.altered,
    )


@dataclass(slots=True)
class Copied:
    """How many files, their bytes together; those that the store did not have, and those that are
    not what was recorded when they came, each with its name and what names it."""

    files: int = 0
    bytes: int = 0
    lacking: list[dict[str, str]] = field(default_factory=list)
    altered: list[dict[str, str]] = field(default_factory=list)


def _copy_all(part: Path, moment: str) -> Copied:
    every = Copied()
    (part / FILES).mkdir(0o700)
    with _new(part / LIST) as listing:
        for named in named_files(using=moment):
            told = {"name": named.name, "owners": named.owners}
            copied = _copied(part, named) if is_storage_name(named.name) else None
            if copied is None:
                every.lacking.append(told)
                continue
            if not named.came_as(copied.sha256):
                every.altered.append(told)
            write_line(listing, copied)
            every.files, every.bytes = every.files + 1, every.bytes + copied.size
    return every


def _copied(part: Path, named: Named) -> Part | None:
    """The copy of a stored file, as it is; None where the store has none."""
    target = part / FILES / named.name
    try:
        source = default_storage.open(named.name)
    except FileNotFoundError:
        return None
    for folder in reversed(target.relative_to(part / FILES).parents):
        (part / FILES / folder).mkdir(0o700, exist_ok=True)
    with source, _new(target) as sink:
        size, sha256 = sized_and_hashed(source, sink)
    return Part(named.name, sha256, size)


def _new(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _part_of(directory: Path, name: str) -> Part:
    with (directory / name).open("rb") as source:
        size, sha256 = sized_and_hashed(source)
    return Part(name, sha256, size)


def _why(error: Exception, directory: Path) -> str:
    if getattr(error, "errno", None) in _NO_ROOM or "disk is full" in str(error):
        return f"There is no room left for a backup at {directory}: nothing of it was kept."
    if isinstance(error, ConnectionError):
        return f"The file store does not answer ({error}): no backup was made."
    if isinstance(error, OSError):
        return f"The backup cannot be written to {directory}: {error.strerror or error}."
    return f"The database does not answer: {sentence(error)} No backup was made."


def _note(directory: Path, manifest: Manifest, seal: str, *, at: datetime) -> None:
    """Whoever has the copy has everything: the record says that it was made."""
    head = AuditEntry.objects.filter(pk=manifest.audit["last"]).first()
    if head is not None:
        facts = {"to": directory.name, "files": manifest.files, "manifest": seal}
        record(verb="made backup", subject=head, by=None, at=at, **facts)
