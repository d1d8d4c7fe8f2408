"""Whether a directory is a whole backup that this version and database can take."""

import re
from pathlib import Path

from django.conf import settings

from requests_app.domain.upkeep.keeping import database, postgresql
from requests_app.domain.upkeep.keeping.manifest import (
    FILES,
    Manifest,
    NotABackup,
    Part,
    listed,
    opened,
    read_manifest,
)
from requests_app.domain.upkeep.keeping.store_walk import sized_and_hashed
from requests_app.domain.upkeep.keeping.stored_names import is_storage_name

_SAID = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class CannotTake(Exception):
    """The backup is whole, but not for this version or this database."""


def checked(directory: Path, *, seal: str = "") -> Manifest:
    """The manifest of a backup of which every byte is as it was written.

    `seal`: the manifest's SHA-256 (hex) as it was kept elsewhere; empty: nobody kept it. Raises
    `NotABackup` and `CannotTake`.
    """
    if not directory.is_dir():
        raise NotABackup(f"{directory} is no directory.")
    manifest = read_manifest(directory)
    if seal and seal.lower() != _hashed(directory, "manifest.json")[1]:
        raise NotABackup("This is not the backup that was meant: its manifest is another one.")
    _check_takes(manifest)
    _check_part(directory, manifest.database)
    _check_part(directory, manifest.listing)
    _check_part(directory, manifest.heads)
    _check_files(directory, manifest)
    if manifest.kind == "postgresql":
        postgresql.check_readable(directory / manifest.database.name)
    return manifest


def _check_takes(manifest: Manifest) -> None:
    if manifest.kind != database.kind():
        theirs, ours = _SAID[manifest.kind], _SAID[database.kind()]
        raise CannotTake(
            f"The backup is of a database in {theirs}, and this installation has {ours}: restore it"
            f" into an installation with {theirs} (DATABASE_URL)."
        )
    if _numbers(manifest.version) > _numbers(settings.VERSION):
        raise CannotTake(
            f"The backup was made by version {manifest.version}, and this is {settings.VERSION}:"
            " install that version or a later one, then restore."
        )
    if unknown := database.unknown_migrations(manifest.migrations):
        raise CannotTake(
            f"The backup was made by a later version: it has the migration {unknown[0]}, which is"
            " not known here. Install that version, then restore."
        )
    if manifest.kind == "postgresql" and manifest.server > database.server_version():
        raise CannotTake(
            f"The backup is of PostgreSQL {manifest.server}, and this server is"
            f" {database.server_version()}: restore it into that version or a later one."
        )


def _check_files(directory: Path, manifest: Manifest) -> None:
    """In the order of their names, so that no name comes twice."""
    last, files, held = "", 0, 0
    for part in listed(directory):
        if not is_storage_name(part.name):
            raise NotABackup(f"{part.name!r} is no name that the file store gives.")
        if part.name <= last:
            raise NotABackup(f"{part.name} comes twice, or out of its order, in the list.")
        _check_part(directory, part, below=f"{FILES}/")
        last, files, held = part.name, files + 1, held + part.size
    if (files, held) != (manifest.files, manifest.bytes):
        raise NotABackup(f"The list has {files} files of the {manifest.files} in the manifest.")


def _check_part(directory: Path, part: Part, *, below: str = "") -> None:
    size, sha256 = _hashed(directory, below + part.name)
    if size != part.size:
        raise NotABackup(f"{below}{part.name} has {size} bytes; the manifest says {part.size}.")
    if sha256 != part.sha256:
        raise NotABackup(f"{below}{part.name} was changed or damaged: its SHA-256 is {sha256}.")


def _hashed(directory: Path, name: str) -> tuple[int, str]:
    with opened(directory, name) as source:
        return sized_and_hashed(source)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]
