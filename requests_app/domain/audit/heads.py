"""The head of the chain, noted outside the database: whoever could rewrite the whole record, or cut
its end off, would have to find every note as well.

The notes are lines of the file `AUDIT_HEADS`, only ever appended: moment, position, hash.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from requests_app.domain.audit.models import AuditChain
from requests_app.domain.audit.reading import cell
from requests_app.domain.audit.sealing import locked_chain

HIGHEST = 2**63 - 1  # that the database can hold
NOT_OFTENER_THAN = timedelta(minutes=1)


@dataclass(frozen=True)
class Head:
    """The hash at a position, and where it is noted, in words."""

    position: int
    hash: str
    where: str


class UnreadableNote(ValueError):
    """A line of the file is no note of a head."""


@transaction.atomic
def note_head(*, at: datetime) -> bool:
    """Appends the head to the file, unless it is there already or another was noted within the
    last minute; returns whether it did. The line is on the disk when this returns."""
    chain = locked_chain()
    is_too_soon = chain.noted_at is not None and at - chain.noted_at < NOT_OFTENER_THAN
    if chain.noted_position >= chain.position or is_too_soon:
        return False
    _append(f"{at.astimezone(UTC).isoformat(timespec='seconds')} {chain.position} {chain.hash}")
    chain.noted_at, chain.noted_position = at, chain.position
    chain.save(update_fields=["noted_at", "noted_position"])
    return True


def _append(line: str) -> None:
    path = Path(settings.AUDIT_HEADS)
    is_new = not path.exists()
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        # A line that a killed process or a full disk cut short must not swallow this one.
        size = os.fstat(file).st_size
        is_whole = size == 0 or os.pread(file, 1, size - 1) == b"\n"
        os.write(file, (b"" if is_whole else b"\n") + line.encode("ascii") + b"\n")
        os.fsync(file)
    finally:
        os.close(file)
    if is_new:
        _sync_directory(path.parent)


def _sync_directory(directory: Path) -> None:
    """A new file is there after a power cut only if its directory was written too."""
    file = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def noted_heads() -> Iterator[Head | UnreadableNote]:
    """Every note in the file, in its order, and an `UnreadableNote` (not raised) for each line that
    is none. Raises `OSError` where there is a file that cannot be read."""
    path = Path(settings.AUDIT_HEADS)
    if not path.exists():
        return
    with path.open(encoding="ascii", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield _head(line, f"line {number} of {path.name}")
            except ValueError as error:
                yield UnreadableNote(f"Line {number} of {path.name} is no note of a head: {error}.")


def notes_up_to(position: int) -> Iterator[str]:
    """The lines of the file whose notes are of a position up to this one, as they are."""
    path = Path(settings.AUDIT_HEADS)
    if path.exists():
        with path.open(encoding="ascii", errors="replace") as lines:
            yield from (line for line in lines if _position(line) <= position)


def _position(line: str) -> int:
    """Of what is no note: 0, so that it goes along and is found there too."""
    try:
        return int(line.split()[1])
    except (ValueError, IndexError):
        return 0


def put_notes_back(lines: Iterable[bytes]) -> bool:
    """Writes the file anew from what a backup had of it; returns whether it did. A file that is
    there stays: what it knows is to be held against whatever is restored."""
    path = Path(settings.AUDIT_HEADS)
    if path.exists():
        return False
    path.touch(0o600)
    path.write_bytes(b"".join(lines))
    return True


def _head(line: str, where: str) -> Head:
    moment, position, digest = line.split()
    datetime.fromisoformat(moment)
    if len(digest) != 64 or not 1 <= int(position) <= HIGHEST:
        raise ValueError("no place and hash")
    return Head(int(position), digest, f"{where}, {moment}")


def current_head() -> tuple[int, str]:
    """How many entries are sealed, and the hash of the last; 0 and "" before the first, and where
    the database holds no such thing any more."""
    return head_as_it_stands() or (0, "")


def head_as_it_stands() -> tuple[int, str] | None:
    """Likewise; None where what the database holds is no number and no hash."""
    chain = AuditChain.objects.all()
    position, digest = cell(chain, "position"), cell(chain, "hash")
    if position is None:
        return (0, "")
    if isinstance(position, int) and isinstance(digest, str):
        return (position, digest)
    return None
