"""Mails kept as files, one complete message (RFC 5322) each, for sites without a mail server."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class EmailBackend(BaseEmailBackend):
    """Writes to settings.MAIL_DIR. A file appears whole or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keeps each message that has a recipient; returns how many. Raises `OSError`."""
        kept = 0
        for message in email_messages:
            if message.recipients():
                lines = message.message().as_bytes().splitlines()
                keep(b"\r\n".join([*lines, b""]), Path(settings.MAIL_DIR))
                kept += 1
        return kept


def keep(content: bytes, directory: Path) -> Path:
    """Writes one message as `directory`/<time>-<random>.eml; names sort by time (UTC)."""
    directory.mkdir(parents=True, exist_ok=True)
    name = f"{timezone.now():%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(4)}"
    draft = directory / f".{name}.draft"
    with draft.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft.rename(directory / f"{name}.eml")
