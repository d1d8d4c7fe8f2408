"""Stored files that nothing needs any more."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from requests_app.domain.misuse_data.models import ReturnedFile
from requests_app.domain.request_log.attachments import PART, held_names
from requests_app.domain.request_log.store_hold import deleting
from requests_app.domain.request_log.store_locks import may_be_forgotten

_FOLDER, _FILE = re.compile(r"[0-9a-f]{2}"), re.compile(r"[0-9a-f]{64}")


def forget_files(names: Collection[str]) -> int:
    """Deletes the files of these storage names, except what something that is kept needs: the same
    content has one name, however many things it belongs to. Returns how many went.

    What somebody is storing at this moment, and everything while a backup copies what it has seen,
    is left to another night's `forget_unowned`. To be called when what they belonged to is gone for
    good, outside its transaction.
    """
    return sum(map(_forgotten, sorted(_unneeded(names))))


def _forgotten(name: str) -> bool:
    """Each by itself: a backup waits for one deletion only, and no transaction has many locks."""
    with deleting() as may_delete, transaction.atomic():
        # Asked again, now that nobody stores it.
        if not may_delete or not may_be_forgotten(name) or not _unneeded([name]):
            return False
        default_storage.delete(name)
        return True


def _unneeded(names: Collection[str]) -> set[str]:
    imported = ReturnedFile.objects.filter(file__in=names).values_list("file", flat=True)
    return set(names) - held_names(names) - set(imported)


def forget_unowned(*, before: datetime) -> int:
    """Deletes what was stored before that moment and belongs to nothing: a process was killed, or
    a refusal came, after the file was written and before what it belongs to was saved. Returns how
    many there were."""
    return sum(forget_files(names) for names in _old_by_folder(before))


def unowned_files(*, before: datetime) -> Iterator[str]:
    """The storage names that `forget_unowned` would take."""
    for names in _old_by_folder(before):
        yield from _unneeded(names)


def _old_by_folder(before: datetime) -> Iterator[set[str]]:
    try:
        folders, _ = default_storage.listdir("")
    except FileNotFoundError:
        return  # nothing was ever stored
    for folder in folders:
        if _FOLDER.fullmatch(folder):
            yield set(_old(folder, before))


def _old(folder: str, before: datetime) -> Iterator[str]:
    _, files = default_storage.listdir(folder)
    for name in _ours(files):
        try:
            is_old = default_storage.get_modified_time(f"{folder}/{name}") < before
        except FileNotFoundError:
            continue  # it has its whole name by now
        if is_old:
            yield f"{folder}/{name}"


def _ours(files: Iterable[str]) -> Iterator[str]:
    """Contents under their hash, and those that were never written to their end."""
    return (name for name in files if _FILE.fullmatch(name) or name.startswith(PART))
