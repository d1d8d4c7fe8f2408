"""Going through the file store in the order of the names' bytes."""

import hashlib
from collections.abc import Iterator
from typing import IO, Any

from django.core.files.storage import default_storage

PIECE = 1024 * 1024  # bytes that are held at a time


def stored_files(folder: str = "") -> Iterator[str]:
    """The name of every stored file; one folder's names are held at a time."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return  # nothing was ever stored, or the folder went meanwhile
    # "a/" and "a-b" are told apart by the slash, as in the whole names.
    for name in sorted([*files, *(f"{one}/" for one in folders)]):
        if name.endswith("/"):
            yield from stored_files(f"{folder}{name}")
        else:
            yield f"{folder}{name}"


def sized_and_hashed(source: IO[Any], sink: IO[bytes] | None = None) -> tuple[int, str]:
    """The size in bytes and SHA-256 (hex) of what is read from `source` to its end, copying it to
    `sink`; a piece at a time."""
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        size += len(piece)
        if sink is not None:
            sink.write(piece)
    return size, digest.hexdigest()
