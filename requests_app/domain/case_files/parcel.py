"""A ZIP that is written file by file: never more than a piece of one in memory, and the same bytes
for the same content."""

import hashlib
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import IO

from django.utils import timezone

PIECE = 256 * 1024  # bytes
EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)  # a ZIP knows no earlier moment
ORDINARY_FILE = 0o100644
BY_UNIX = 3


class Parcel:
    """One ZIP with everything under `folder`. At the end it holds hashes.txt, as sha256sum reads
    it: in the folder, `sha256sum -c hashes.txt` checks every file."""

    def __init__(self, into: IO[bytes], *, folder: str, at: datetime) -> None:
        """at: the moment that what has none of its own is given."""
        self._zip = zipfile.ZipFile(into, "w", compresslevel=6)
        self._folder, self._at = folder, at
        self._hashes: list[str] = []

    def __enter__(self) -> "Parcel":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.add("hashes.txt", "".join(self._hashes), at=self._at)
        self._zip.close()

    def add(self, path: str, text: str, *, at: datetime) -> None:
        """A text, as UTF-8."""
        content = text.encode()
        self._write(path, iter([content]), size=len(content), at=at, pack=True)

    def add_file(self, path: str, file: IO[bytes], *, size: int, at: datetime, pack: bool) -> str:
        """What is read from `file`, as it is; gives its sha256. pack: whether it is worth packing;
        what is packed inside already is not."""
        pieces = iter(lambda: file.read(PIECE), b"")
        return self._write(path, pieces, size=size, at=at, pack=pack)

    def _write(
        self, path: str, pieces: Iterator[bytes], *, size: int, at: datetime, pack: bool
    ) -> str:
        moment = timezone.localtime(max(at, EARLIEST))
        info = zipfile.ZipInfo(f"{self._folder}/{path}", moment.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED if pack else zipfile.ZIP_STORED
        info.external_attr, info.create_system = ORDINARY_FILE << 16, BY_UNIX
        info.file_size = size
        digest = hashlib.sha256()
        with self._zip.open(info, "w") as written:
            for piece in pieces:
                digest.update(piece)
                written.write(piece)
        self._hashes.append(f"{digest.hexdigest()}  {path}\n")
        return digest.hexdigest()
