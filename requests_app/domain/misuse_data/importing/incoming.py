"""The file that is read: an attachment of a request, or one that came without a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files import File

from requests_app.domain.misuse_data.models import ReturnedFile, Source
from requests_app.domain.misuse_data.reading.files import sha256_of
from requests_app.domain.misuse_data.reading.subjects import THE_STATE, Subject
from requests_app.domain.misuse_data.sources import source_of, subject_of, subject_of_source
from requests_app.domain.request_log.attachments import store_file, stored_name
from requests_app.domain.request_log.file_access import may_leave, why_kept_in
from requests_app.domain.request_log.file_names import safe_name
from requests_app.domain.request_log.file_states import CLOSED_BEFORE, closed_as
from requests_app.domain.request_log.models import Attachment, RecordsRequest


class AttachmentNotUsable(Exception):
    """The file is restricted, in quarantine, a copy that is not to go out yet, or no longer
    what was attached."""


@dataclass(frozen=True)
class Incoming:
    """A file to be read, by one of `attachment` and `path`; `came_on`: the day it came.

    asked: the request that a file by its path is looked at for, before it is attached.
    is_statewide: somebody said that a table of it which names no agency is about the state.
    """

    name: str
    came_on: date
    attachment: Attachment | None = None
    path: Path | None = None
    asked: RecordsRequest | None = None
    is_statewide: bool = False

    @classmethod
    def attached(cls, attachment: Attachment, *, is_statewide: bool = False) -> Incoming:
        name, came_on = attachment.original_name, attachment.came_on
        return cls(name, came_on, attachment=attachment, is_statewide=is_statewide)

    @classmethod
    def at(
        cls,
        path: Path,
        *,
        came_on: date,
        asked: RecordsRequest | None = None,
        is_statewide: bool = False,
    ) -> Incoming:
        name = safe_name(path.name)
        return cls(name, came_on, path=path, asked=asked, is_statewide=is_statewide)

    @property
    def records_request(self) -> RecordsRequest | None:
        return self.attachment.records_request if self.attachment else self.asked

    @property
    def is_sample(self) -> bool:
        return self.attachment is not None and self.attachment.records_request.is_sample

    def source(self) -> Source:
        """Who probably states its figures: the agency asked. For a file with a request only."""
        assert self.attachment is not None
        return source_of(self.attachment.records_request)

    def subject(self, source: Source) -> Subject:
        """Whom a table that names no agency is about."""
        if self.is_statewide:
            return THE_STATE
        if self.records_request is not None:
            return subject_of(self.records_request)
        return subject_of_source(source)

    @contextmanager
    def opened(self) -> Iterator[tuple[BinaryIO, str]]:
        """The file, open, and its sha256 (hex). Raises `AttachmentNotUsable`, and OSError for a
        path that cannot be read."""
        if self.attachment is None:
            assert self.path is not None
            with self.path.open("rb") as by_path:
                digest = sha256_of(by_path)
                if state := closed_as(digest):
                    raise AttachmentNotUsable(f"“{self.name}”: {CLOSED_BEFORE[state]}")
                yield by_path, digest
            return
        if not may_leave(self.attachment):
            why = why_kept_in(self.attachment, replaced=())
            raise AttachmentNotUsable(f"“{self.name}” is {why}: it cannot be imported.")
        try:
            stored = self.attachment.file.open("rb")
        except FileNotFoundError as error:
            raise AttachmentNotUsable(f"“{self.name}” is missing from the file store.") from error
        with stored:
            file = cast(BinaryIO, stored.file)
            yield file, self._unchanged(file, self.attachment)

    def _unchanged(self, file: BinaryIO, attachment: Attachment) -> str:
        """The original is never touched: another hash means that this is not the file that came."""
        digest = attachment.sha256
        if stored_size(file) <= settings.MAX_UPLOAD_BYTES and sha256_of(file) != digest:
            raise AttachmentNotUsable(
                f"“{self.name}” is not the file that was attached: its SHA-256 has changed."
            )
        return digest

    def as_returned(self, file: BinaryIO, sha256: str) -> ReturnedFile:
        """Itself as a `ReturnedFile` of no release yet; see `keep`."""
        return ReturnedFile(
            attachment=self.attachment,
            file="" if self.attachment else stored_name(sha256),
            original_name=self.name,
            sha256=sha256,
            size=stored_size(file),
            came_on=self.came_on,
        )

    def keep(self, file: BinaryIO, sha256: str) -> None:
        """Puts a file that came without a request into the store: the last step of an import, so
        that one which is refused leaves nothing there. Raises `StoreFull`."""
        if self.attachment is None:
            file.seek(0)
            store_file(sha256, File(file, name=self.name))


def stored_size(file: BinaryIO) -> int:
    """Bytes; the file stands at its beginning afterwards."""
    size = file.seek(0, 2)
    file.seek(0)
    return size
