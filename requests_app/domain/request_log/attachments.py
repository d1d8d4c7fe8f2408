"""Files that came back: kept as they came, under their hash, never altered."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.audit.operations import record
from requests_app.domain.request_log.dates import check_not_before, check_past, local_day
from requests_app.domain.request_log.file_access import is_open_to_all
from requests_app.domain.request_log.file_kinds import FileNotAccepted, kind_of
from requests_app.domain.request_log.file_names import safe_name
from requests_app.domain.request_log.file_states import close_as_before
from requests_app.domain.request_log.models import (
    Attachment,
    BinnedItem,
    OldSheet,
    RecordsRequest,
)
from requests_app.domain.request_log.search_index import index_attachment
from requests_app.domain.request_log.sight import check_reach
from requests_app.domain.request_log.store_locks import hold

State = Attachment.State
MEGABYTE = 1024 * 1024
PART = ".part-"  # how the name of a file begins that is not whole yet
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class AlreadyAttached(Exception):
    """The same content is attached to the request already."""

    def __init__(self, attachment: Attachment):
        self.attachment = attachment
        # The name of a closed file is not told to whoever holds a copy of it.
        as_what = f"as “{attachment}”" if is_open_to_all(attachment) else "and is not open to all"
        super().__init__(
            f"The same file is attached already, {as_what} (sha256 {attachment.sha256[:12]}…)."
        )


class FileTooLarge(FileNotAccepted):
    """Over a limit in settings: of one file, or of all files of a request."""


class CopyRefused(ValueError):
    """What a redacted copy was attached to is no original."""


class StoreFull(FileNotAccepted):
    """The disk or the quota of the file store has no room for the file; nothing was kept."""


class StoreAway(FileNotAccepted):
    """The file store is on another machine and does not answer; nothing was kept."""


@transaction.atomic
def attach_file(
    *,
    records_request: RecordsRequest,
    upload: UploadedFile | ContentFile,
    came_on: date,
    by: Person | None,
    at: datetime,
    redacts: Attachment | None = None,
    may_go_out: bool = False,
    is_ours: bool = False,
) -> Attachment:
    """Keeps `upload` with its sha256 (hex) and size (bytes) as an attachment of the request.

    `redacts`: the original of which it is a redacted copy. The worker reads its text later,
    and where the site has a virus scanner nobody can open it before it was scanned, unless
    it `is_ours`: written by the program itself. A content that is closed elsewhere is closed here.
    Raises `FileNotAccepted` (empty, of no known kind, broken), `FileTooLarge`, `StoreFull`,
    `AlreadyAttached`, `NotAMember` and `ImpossibleDate`.
    """
    check_past("came_on", "Came on", came_on, today=local_day(at))
    sent_on = records_request.sent_on
    check_not_before("came_on", "Came on", came_on, earlier=sent_on, what="the day it was sent")
    size = upload.size or 0
    if size > settings.MAX_UPLOAD_BYTES:
        raise FileTooLarge(
            f"The file has {size / MEGABYTE:,.1f} MB; the limit is "
            f"{settings.MAX_UPLOAD_BYTES / MEGABYTE:,.0f} MB (MAX_UPLOAD_MB)."
        )
    content = upload.read()
    content_kind = kind_of(content)
    digest = hashlib.sha256(content).hexdigest()
    # The lock makes two people who attach the same file at once wait for each other.
    locked = RecordsRequest.objects.select_for_update().get(pk=records_request.pk)
    check_reach(by, locked, to=Permission.ATTACH_FILES)
    same = locked.attachments.filter(sha256=digest).first()
    if same:
        raise AlreadyAttached(same)
    _check_total(locked, len(content))
    attachment = Attachment.objects.create(
        records_request=locked,
        file=store_content(digest, content),
        original_name=safe_name(upload.name or ""),
        sha256=digest,
        size=len(content),
        content_kind=content_kind,
        state=State.UNSCANNED if settings.CLAMD and not is_ours else State.NORMAL,
        came_on=came_on,
        added_by=by,
        added_at=at,
        redacts=redacts,
        may_go_out=may_go_out,
    )
    index_attachment(attachment)
    record(verb="attached file", subject=locked, by=by, at=at, sha256=digest, name=str(attachment))
    close_as_before(attachment, at=at)
    return attachment


def attach_redacted_copy(
    *,
    original: Attachment,
    upload: UploadedFile | ContentFile,
    may_go_out: bool,
    by: Person,
    at: datetime,
) -> Attachment:
    """Attaches a redacted copy beside its original, which stays as it came.

    Raises `CopyRefused` where the original is itself a copy, and what `attach_file` raises.
    """
    if original.redacts_id is not None:
        raise CopyRefused(f"“{original}” is a redacted copy itself; attach it to the original.")
    return attach_file(
        records_request=original.records_request,
        upload=upload,
        came_on=local_day(at),
        by=by,
        at=at,
        redacts=original,
        may_go_out=may_go_out,
    )


def _check_total(records_request: RecordsRequest, size: int) -> None:
    """Raises `FileTooLarge` where the files of the request would come to more than the limit."""
    held = records_request.attachments.aggregate(total=Sum("size"))["total"] or 0
    if held + size > settings.MAX_REQUEST_BYTES:
        raise FileTooLarge(
            f"With this one the files of the request would have {(held + size) / MEGABYTE:,.1f} MB;"
            f" the limit is {settings.MAX_REQUEST_BYTES / MEGABYTE:,.0f} MB (MAX_REQUEST_MB)."
        )


def store_content(digest: str, content: bytes) -> str:
    """The storage name for the content with this sha256 (hex); written once, however many things it
    belongs to. Raises `StoreFull`."""
    return store_file(digest, ContentFile(content))


def stored_name(digest: str) -> str:
    """Where the content with this sha256 (hex) is kept, or would be."""
    return f"{digest[:2]}/{digest}"


def store_file(digest: str, file: File) -> str:
    """The same for an open file, which is copied piece by piece. Nobody forgets it before the
    transaction ends, in which it is given to something. Raises `StoreFull`, `StoreAway`."""
    name = stored_name(digest)
    hold(name)
    if _is_there(name, file.size):
        return name
    try:
        if isinstance(default_storage, FileSystemStorage):
            _write_whole(Path(default_storage.path(name)), file)
        else:
            default_storage.save(name, file)  # over what is there, all of it or nothing
    except ConnectionError as error:
        raise StoreAway(
            "The file store does not answer: the file was not attached. Try again in a minute."
        ) from error
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise StoreFull(
            f"The file store has no room left for {file.size / MEGABYTE:,.1f} MB: the file"
            " was not attached. Somebody who looks after the server has to make room."
        ) from error
    return name


def _is_there(name: str, size: int) -> bool:
    """Whether the store has it whole; of another size it is what a cut-off copy left. What is there
    is new from now on, so that nobody takes it for something long forgotten."""
    if not isinstance(default_storage, FileSystemStorage):
        return False  # a bucket's object is made new only by writing it again
    if not (default_storage.exists(name) and default_storage.size(name) == size):
        return False
    try:
        os.utime(default_storage.path(name))
    except FileNotFoundError:
        return False
    return True


def held_names(names: Collection[str]) -> set[str]:
    """Which of these storage names something that is kept still needs."""
    held = [kind.objects.filter(file__in=names) for kind in (Attachment, OldSheet, BinnedItem)]
    return {name for rows in held for name in rows.values_list("file", flat=True)}


def _write_whole(path: Path, file: File) -> None:
    """All of `content` at `path` or nothing: a name is only given to what is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(prefix=PART, dir=path.parent)
    part = Path(temporary)
    try:
        with os.fdopen(descriptor, "wb") as written:
            for piece in file.chunks():
                written.write(piece)
            written.flush()
            os.fsync(written.fileno())
        part.replace(path)  # still its owner's alone, as temporary files are
        _sync_directory(path.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _sync_directory(directory: Path) -> None:
    """Makes the new name last through a power cut, as the row that will point to it does."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
