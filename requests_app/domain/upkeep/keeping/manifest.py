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
from collections.abc import Callable, Iterator
from dataclasses import MISSING, asdict, dataclass, field, fields
from pathlib import Path
from typing import IO, Any

from requests_app.domain.audit.heads import HIGHEST

FORMAT = 2
PRODUCT = "Tenth Day"
MANIFEST, SEAL, LIST, FILES = "manifest.json", "manifest.sha256", "files.jsonl", "files"
HEADS = "audit-heads"
LONGEST_MANIFEST, LONGEST_LINE = 4_000_000, 1000  # bytes; ours have thousands, and a few hundred
KINDS = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}

_VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,5}")
_SHA256 = re.compile("[0-9a-f]{64}")


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
        told = _told(content)
        if (told.get("product"), told.get("format")) != (PRODUCT, FORMAT):
            raise NotABackup(f"{MANIFEST} is of another program, or of a format not known here.")
        manifest = _manifest(told)
    except ValueError as error:
        raise NotABackup(f"{MANIFEST} is not what a backup writes: {error}.") from error
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
                yield _part(json.loads(line), of="file")
            except (ValueError, RecursionError) as error:
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


def _told(content: bytes) -> dict[str, Any]:
    """Raises `ValueError`."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise ValueError("it is no JSON object")
    return told


def _manifest(told: dict[str, Any]) -> Manifest:
    """What is read later is what it should be. Raises `ValueError`, in words."""
    _check_names(told, _NAMES[Manifest])
    for name, is_written in _WRITTEN.items():
        _demand(name not in told or is_written(told[name]), name)
    if not _VERSION.fullmatch(told["version"]):
        raise ValueError(f'"version" is "{told["version"][:40]}", which no version of ours is')
    _check_names(told["audit"], {"entries": True, "last": True, "position": True, "hash": True},
                 of="audit")  # fmt: skip
    *numbers, digest = (told["audit"][one] for one in ("entries", "last", "position", "hash"))
    _demand(isinstance(digest, str) and all(_is_number(one) for one in numbers), "audit")
    parts = {name: _part(told[name], of=name) for name in ("database", "listing", "heads")}
    return Manifest(**{**told, **parts})


def _part(told: Any, *, of: str) -> Part:
    """Raises `ValueError` for what is none. of: what is said to be wrong."""
    _demand(isinstance(told, dict), of)
    _check_names(told, _NAMES[Part], of=of)
    is_named = isinstance(told["name"], str) and isinstance(told["sha256"], str)
    _demand(is_named and _is_number(told["size"]) and _SHA256.fullmatch(told["sha256"]), of)
    return Part(**told)


def _check_names(told: dict[str, Any], names: dict[str, bool], *, of: str = "") -> None:
    """names: what there may be, and whether it has to be. Raises `ValueError`."""
    behind = f' of "{of}"' if of else ""
    for name, has_to_be in names.items():
        if has_to_be and name not in told:
            raise ValueError(f'"{name}"{behind} is missing')
    for name in told:
        if name not in names:
            raise ValueError(f'"{name[:40]}"{behind} is not known')


def _demand(is_written: object, name: str) -> None:
    if not is_written:
        raise ValueError(f'"{name}" is not written as a backup writes it')


def _is_number(value: Any) -> bool:
    return type(value) is int and 0 <= value <= HIGHEST


def _is_word(value: Any) -> bool:
    return isinstance(value, str)


def _are_migrations(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(map(_is_word, pair)) for pair in value
    )


# The names of each, and whether they have to be there.
_NAMES = {
    kind: {one.name: one.default is MISSING and one.default_factory is MISSING
           for one in fields(kind)}
    for kind in (Manifest, Part)
}  # fmt: skip
_WRITTEN: dict[str, Callable[[Any], bool]] = {
    "version": _is_word,
    "made_at": _is_word,
    "kind": _is_word,
    "server": _is_number,
    "migrations": _are_migrations,
    "audit": lambda value: isinstance(value, dict),
    "files": _is_number,
    "bytes": _is_number,
    "lacking": lambda value: isinstance(value, list),
    "altered": lambda value: isinstance(value, list),
}


def _content(directory: Path, name: str) -> bytes:
    with opened(directory, name) as source:
        content = source.read(LONGEST_MANIFEST + 1)
    if len(content) > LONGEST_MANIFEST:
        raise NotABackup(f"{name} is far longer than a backup writes it.")
    return content
