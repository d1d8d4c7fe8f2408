"""What a backup says of itself: one small JSON file, and one line for each stored file.

DIR/manifest.json     what was backed up, when, of which version and migrations
DIR/manifest.sha256   the SHA-256 of manifest.json, as sha256sum(1) writes it
DIR/files.jsonl       {"name", "sha256", "size"} of each file, in the order of the names
DIR/audit-heads      what was noted outside the database of the audit record's head
DIR/database.*        the database
DIR/files/            the files, under the names they have in the store
"""

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

FORMAT = 2
PRODUCT = "Tenth Day"
MANIFEST, SEAL, LIST, FILES = "manifest.json", "manifest.sha256", "files.jsonl", "files"
HEADS = "audit-heads"
LONGEST_MANIFEST, LONGEST_LINE = 4_000_000, 1000  # bytes; ours have thousands, and a few hundred
KINDS = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


class NotABackup(Exception):
    """The directory holds no backup as we write them, or one that was changed or damaged."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the backup. name: below the backup's directory, or below files/; size: bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """version: of the product; made_at: ISO 8601, UTC; kind and server: of the database, with the
    major number of its program; migrations: [app, name] of each that was applied; audit: the head
    of the audit record; files, bytes: how much is stored; lacking: names that the database knows
    and the store did not have, with what names them; altered: likewise those that were copied, and
    are not what the database recorded when they came."""

    version: str
    made_at: str
    kind: str
    server: int
    migrations: list[list[str]]
    audit: dict[str, Any]
    database: Part
    listing: Part
    heads: Part
    files: int
    bytes: int
    lacking: list[dict[str, str]] = field(default_factory=list)
    altered: list[dict[str, str]] = field(default_factory=list)
    product: str = PRODUCT
    format: int = FORMAT


def write_manifest(directory: Path, manifest: Manifest) -> str:
    """Writes it with its seal, and returns the seal: the manifest's SHA-256 (hex)."""
    content = json.dumps(asdict(manifest), indent=1, ensure_ascii=False).encode()
    seal = hashlib.sha256(content).hexdigest()
    for name, written in ((MANIFEST, content), (SEAL, f"{seal}  {MANIFEST}\n".encode())):
        path = directory / name
        path.write_bytes(written)
        path.chmod(0o600)
    return seal


def read_manifest(directory: Path) -> Manifest:
    """Raises `NotABackup` for what is none, is of another format or was changed."""
    content = _content(directory, MANIFEST)
    words = _content(directory, SEAL).decode("ascii", "replace").split()
    if words[:1] != [hashlib.sha256(content).hexdigest()]:
        raise NotABackup(f"{MANIFEST} was changed or damaged: it is not what {SEAL} says.")
    try:
        told = json.loads(content)
        if told["product"] != PRODUCT or told["format"] != FORMAT:
            raise NotABackup(f"{MANIFEST} is of another program, or of a format not known here.")
        told |= {name: _part(told[name]) for name in ("database", "listing", "heads")}
        manifest = Manifest(**told)
        _check_types(manifest)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotABackup(f"{MANIFEST} is not what a backup writes: {error}") from error
    parts = (manifest.database.name, manifest.listing.name, manifest.heads.name)
    if parts != (KINDS.get(manifest.kind), LIST, HEADS):
        raise NotABackup(f"{MANIFEST} names parts that no backup has.")
    return manifest


def write_line(sink: IO[bytes], part: Part) -> None:
    sink.write(json.dumps(asdict(part), separators=(",", ":")).encode() + b"\n")


def listed(directory: Path) -> Iterator[Part]:
    """Every stored file of the backup, line by line. Raises `NotABackup`."""
    with opened(directory, LIST) as source:
        number = 0
        while line := source.readline(LONGEST_LINE):
            number += 1
            try:
                yield _part(json.loads(line))
            except (ValueError, TypeError, RecursionError) as error:
                raise NotABackup(f"{LIST} line {number} is not what a backup writes.") from error


def opened(directory: Path, name: str) -> IO[bytes]:
    """A file of the backup: no link, no pipe, nothing that another name leads to. `name` is one
    of ours or was checked. Raises `NotABackup`."""
    path = directory
    try:
        for step in name.split("/")[:-1]:
            path = path / step
            if path.is_symlink():
                raise NotABackup(f"{name}: {step} is a link; a backup has none.")
        descriptor = os.open(directory / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise NotABackup(f"{name} cannot be read: {error.strerror}.") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotABackup(f"{name} is no plain file.")
    return os.fdopen(descriptor, "rb")


def _part(told: dict[str, Any]) -> Part:
    """Raises `ValueError` or `TypeError` for what is none."""
    part = Part(**told)
    if not (isinstance(part.name, str) and type(part.size) is int and part.size >= 0):
        raise ValueError("a file has a name and a size")
    if not re.fullmatch("[0-9a-f]{64}", part.sha256):
        raise ValueError("a SHA-256 has 64 hexadecimal digits")
    return part


def _check_types(manifest: Manifest) -> None:
    """Raises `ValueError`: what is read later is what it should be."""
    words = [manifest.version, manifest.made_at, manifest.kind]
    words += [word for pair in manifest.migrations for word in pair]
    numbers = [manifest.audit[one] for one in ("entries", "last", "position")]
    words.append(manifest.audit["hash"])
    numbers += [manifest.server, manifest.files, manifest.bytes]
    if not all(isinstance(word, str) for word in words):
        raise ValueError("a word is none")
    if not all(type(number) is int for number in numbers):
        raise ValueError("a number is none")
    if any(len(pair) != 2 for pair in manifest.migrations):
        raise ValueError("a migration has an app and a name")


def _content(directory: Path, name: str) -> bytes:
    with opened(directory, name) as source:
        content = source.read(LONGEST_MANIFEST + 1)
    if len(content) > LONGEST_MANIFEST:
        raise NotABackup(f"{name} is far longer than a backup writes it.")
    return content
