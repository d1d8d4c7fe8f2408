"""Reading the mails that are kept as files where no mail server is set (EMAIL_URL)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

from django.conf import settings

from requests_app.domain.accounts.models import Person
from requests_app.domain.reminders.mails import without_links
from requests_app.domain.reminders.models import ReminderMail
from requests_app.domain.request_log.sight import blocked_campaigns, seen_by
from requests_app.domain.sign_in.mails import without_secret_links

SHOWN = 30
# Longer names the file system refuses with an error of its own.
_NAME = re.compile(r"[\w.-]{1,200}\.eml")


class MailNotFound(LookupError):
    """No mail of this name is kept."""


@dataclass(frozen=True)
class KeptMail:
    name: str
    message_id: str
    subject: str
    recipient: str
    sender: str
    at: datetime | None
    text: str
    html: str


def kept_mails(*, reader: Person) -> list[KeptMail]:
    """The newest mails first, of those that are there for `reader`; empty where mails are sent, or
    none was written yet."""
    directory = Path(settings.MAIL_DIR)
    if not directory.is_dir():
        return []
    newest = [_read(path) for path in sorted(directory.glob("*.eml"), reverse=True)[:SHOWN]]
    kept_from = _kept_from(reader, newest)
    return [mail for mail in newest if mail.message_id not in kept_from]


def _kept_from(reader: Person, mails: Iterable[KeptMail]) -> set[str]:
    """The Message-IDs of those that speak of what is not there for `reader`."""
    if not blocked_campaigns(reader):
        return set()
    ours = ReminderMail.objects.filter(message_id__in={mail.message_id for mail in mails})
    seen = set(seen_by(ours, reader).values_list("message_id", flat=True))
    return set(ours.values_list("message_id", flat=True)) - seen


def read_mail(name: str, *, reader: Person) -> KeptMail:
    """The mail in the file `name`; its links that act for their recipient are cut for any other
    reader. Raises `MailNotFound`, for names with path parts as well."""
    path = Path(settings.MAIL_DIR) / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise MailNotFound(name)
    mail = _read(path)
    if _kept_from(reader, [mail]):
        raise MailNotFound(name)
    to = {address.casefold() for _, address in getaddresses([mail.recipient])}
    if reader.email and to == {reader.email.casefold()}:
        return mail
    return replace(mail, text=_cut(mail.text), html=_cut(mail.html))


def _cut(kept: str) -> str:
    return without_secret_links(without_links(kept))


def _read(path: Path) -> KeptMail:
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    return KeptMail(
        name=path.name,
        message_id=str(mail["Message-ID"] or "").strip(),
        subject=mail["Subject"] or "",
        recipient=mail["To"] or "",
        sender=mail["From"] or "",
        at=_moment(mail["Date"]),
        text=_part(mail, "plain"),
        html=_part(mail, "html"),
    )


def _moment(date: str | None) -> datetime | None:
    """The moment of a Date header, None for one that cannot be read.

    "-0000" means UTC and comes without a zone (RFC 5322 § 3.3).
    """
    try:
        moment = parsedate_to_datetime(date or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body(preferencelist=(kind,))
    if body is None:
        return ""
    try:
        return body.get_content()
    except LookupError:  # a character set that nobody knows
        return str(body.get_payload())
