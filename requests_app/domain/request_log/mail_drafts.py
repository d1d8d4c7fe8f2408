"""Keeping a mail between looking at it and saving what it says."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.request_log.attachments import MEGABYTE, FileTooLarge
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.file_kinds import FileNotAccepted
from requests_app.domain.request_log.file_names import safe_name
from requests_app.domain.request_log.mail_body import MailFile
from requests_app.domain.request_log.mail_pasted import read_pasted
from requests_app.domain.request_log.mail_reading import MailRead, read_mail
from requests_app.domain.request_log.models import MailDraft
from requests_app.domain.request_log.store_hold import deleting

FOLDER = "mails-read"  # in the file store
FORGOTTEN_AT_ONCE = 200


class DraftGone(LookupError):
    """The mail is not kept any more."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """Something to attach from a mail; known by its sha256 (hex). is_mail: the mail itself."""

    sha256: str
    file: MailFile
    is_mail: bool = False


@transaction.atomic
def keep_draft(
    *, content: bytes, name: str, is_pasted: bool, person: Person, at: datetime
) -> MailDraft:
    """Keeps a mail for `person` for MAIL_DRAFT_DAYS; the same one again is kept from now.

    Raises `FileTooLarge` and `FileNotAccepted` (empty). Whatever is in it, it is read later.
    """
    if len(content) > settings.MAX_UPLOAD_BYTES:
        raise FileTooLarge(
            f"The mail has {len(content) / MEGABYTE:,.1f} MB; the limit is "
            f"{settings.MAX_UPLOAD_BYTES / MEGABYTE:,.0f} MB (MAX_UPLOAD_MB)."
        )
    if not content.strip(b"\x00 \t\r\n"):
        raise FileNotAccepted("The mail is empty.")
    forget_drafts(before=at - timedelta(days=settings.MAIL_DRAFT_DAYS))
    digest = hashlib.sha256(content).hexdigest()
    # Locked: the night that forgets it now is waited for, and one that comes later finds it new.
    kept = MailDraft.objects.select_for_update().filter(person=person, sha256=digest).first()
    if kept and default_storage.exists(str(kept.file.name)):
        kept.at = at
        kept.save(update_fields=["at"])
        return kept
    # The moment is in the name: the same mail of days ago may be about to be deleted.
    name_in_store = f"{FOLDER}/{person.pk}/{digest}-{at:%Y%m%dT%H%M%S%f}"
    file = default_storage.save(name_in_store, ContentFile(content))
    draft, _ = MailDraft.objects.update_or_create(
        person=person,
        sha256=digest,
        defaults={"name": safe_name(name), "file": file, "is_pasted": is_pasted, "at": at},
    )
    return draft


@transaction.atomic
def forget_drafts(*, before: datetime) -> int:
    """Removes what was kept before a moment, with its files; returns how many there were."""
    over = MailDraft.objects.select_for_update().filter(at__lt=before)
    old = list(over.order_by("pk")[:FORGOTTEN_AT_ONCE])
    MailDraft.objects.filter(pk__in=[draft.pk for draft in old]).delete()
    for name in {str(draft.file.name) for draft in old}:
        transaction.on_commit(partial(_remove, name))
    return len(old)


def _remove(name: str) -> bool:
    """Whether it went: while a backup copies, everything stays."""
    with deleting() as may_delete:
        if may_delete:
            default_storage.delete(name)
        return may_delete


def forget_unowned_mails(*, before: datetime) -> int:
    """Deletes the files of `unowned_mails`; returns how many went. While a backup is being made
    that is none."""
    return sum(map(_remove, unowned_mails(before=before)))


def unowned_mails(*, before: datetime) -> Iterator[str]:
    """The storage names of mails, kept before a moment, that no draft has any more: its person
    went, or a backup was being made when it was forgotten."""
    for folder in _folders():
        old = set(_old(f"{FOLDER}/{folder}", before))
        yield from old - set(MailDraft.objects.filter(file__in=old).values_list("file", flat=True))


def _folders() -> list[str]:
    try:
        return default_storage.listdir(FOLDER)[0]
    except FileNotFoundError:
        return []  # no mail was ever kept


def _old(folder: str, before: datetime) -> Iterator[str]:
    for name in default_storage.listdir(folder)[1]:
        try:
            is_old = default_storage.get_modified_time(f"{folder}/{name}") < before
        except FileNotFoundError:
            continue  # somebody was quicker
        if is_old:
            yield f"{folder}/{name}"


def read_draft(draft: MailDraft) -> MailRead:
    """What the kept mail says. Raises `DraftGone`."""
    content = _content(draft)
    if draft.is_pasted:
        return read_pasted(content.decode("utf-8", errors="replace"), today=_day(draft))
    return read_mail(content)


def enclosures(draft: MailDraft, mail: MailRead) -> list[Enclosure]:
    """What can be attached: the mail itself first, then its files, each content once."""
    found = {draft.sha256: Enclosure(draft.sha256, MailFile(draft.name, _content(draft)), True)}
    for file in mail.files:
        digest = hashlib.sha256(file.content).hexdigest()
        found.setdefault(digest, Enclosure(digest, file))
    return list(found.values())


def _content(draft: MailDraft) -> bytes:
    try:
        with default_storage.open(str(draft.file.name)) as file:
            return file.read()
    except FileNotFoundError as error:
        raise DraftGone(
            f"“{draft.name}” is kept for {settings.MAIL_DRAFT_DAYS} days only: drop or paste it"
            " again."
        ) from error


def _day(draft: MailDraft) -> date:
    return local_day(draft.at)
