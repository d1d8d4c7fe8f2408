"""Scanning a file: what it becomes afterwards, and those that wait."""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, cast

from django.conf import settings
from django.db import transaction

from requests_app.domain.request_log.file_states import change_file_state
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.request_log.scanning.clamd import NotScanned, found_in

State = Attachment.State
log = logging.getLogger(__name__)


def scan_waiting(*, at: datetime, most: int) -> bool:
    """Scans up to `most` files that wait for it, the oldest first; returns whether any is left.

    One that the scanner cannot read keeps waiting, for a person. Raises `ScannerAway`: then all
    that is left waits. Two workers at once scan a file twice, which does no harm.
    """
    unscanned = Attachment.objects.filter(state=State.UNSCANNED, state_reason="").order_by("pk")
    waiting = list(unscanned[: most + 1])
    for attachment in waiting[:most]:
        scan_file(attachment=attachment, at=at)
    return len(waiting) > most


def scan_all(*, at: datetime) -> Iterator[Attachment]:
    """Scans every file that is not in quarantine, as when scanning was begun or the scanner has
    learned something; gives each that was put into quarantine. Raises `ScannerAway`."""
    every = Attachment.objects.exclude(state=State.QUARANTINED).order_by("pk")
    for attachment in every.iterator(chunk_size=200):
        if scan_file(attachment=attachment, at=at).state == State.QUARANTINED:
            yield attachment


def scan_file(*, attachment: Attachment, at: datetime) -> Attachment:
    """Has the file scanned: what something was found in goes into quarantine, what waited for it
    becomes normal. Raises `ScannerAway`, and `ConnectionError` where the file store is away."""
    try:
        with attachment.file.open("rb") as stored:
            found = found_in(cast(BinaryIO, stored), clamd=settings.CLAMD)
    except NotScanned as refusal:
        return _become(attachment, State.UNSCANNED, f"The virus scanner cannot: {refusal}", at=at)
    except FileNotFoundError:
        return _become(attachment, State.UNSCANNED, "It is missing from the file store.", at=at)
    except ConnectionError:
        raise  # a file store that does not answer: all of them wait
    except OSError as error:
        reason = f"It cannot be opened in the file store: {error.strerror or error}."
        return _become(attachment, State.UNSCANNED, reason, at=at)
    if found:
        log.warning("file %s: the scanner found %s", attachment.pk, found)
        return _become(attachment, State.QUARANTINED, f"The virus scanner found {found}.", at=at)
    return _become(attachment, State.NORMAL, "", at=at)


@transaction.atomic
def _become(attachment: Attachment, state: str, reason: str, *, at: datetime) -> Attachment:
    """Only what is found closes a file that somebody has decided about meanwhile; one that somebody
    deleted is scanned when it comes back."""
    locked = Attachment.objects.select_for_update().filter(pk=attachment.pk).first()
    if locked is None:
        return attachment
    if locked.state == State.UNSCANNED or state == State.QUARANTINED != locked.state:
        change_file_state(locked, state=state, reason=reason, by=None, at=at)
    attachment.state, attachment.state_reason = locked.state, locked.state_reason
    return attachment
