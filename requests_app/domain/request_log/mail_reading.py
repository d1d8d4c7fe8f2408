"""A mail as bytes -> who wrote, when, about what, and what was enclosed. Never raises.

What comes in here was made by strangers' programs: a header, a part or a date that cannot be read
is left out and named in `problems`, and the rest is read.
"""

import email
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from functools import partial
from typing import Any, cast

from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.mail_body import (
    Body,
    MailFile,
    Problems,
    decoded_words,
    header,
    raw_header,
)
from requests_app.domain.request_log.mail_text import MOST_TEXT, one_line, text_of_html, tidy

# Beyond these the parser's own work grows with the square of what was sent.
_MOST_BOUNDARIES = 200
_MOST_LINES = 1_500_000
_MOST_DIVIDERS = 3_000  # lines that may begin another part
LONGEST_HEADER = 4_000  # characters
_BOUNDARY = re.compile(rb"boundary\s*\*?\d*\*?=|message/rfc822", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MailRead:
    """sender: the address, in small letters. on: the Californian day. forwarded: the mail that
    this one hands on. problems: what could not be read, in sentences."""

    sender: str = ""
    sender_name: str = ""
    recipients: tuple[str, ...] = ()
    on: date | None = None
    subject: str = ""
    text: str = ""
    files: tuple[MailFile, ...] = ()
    forwarded: "MailRead | None" = None
    problems: tuple[str, ...] = ()


class _ShortHeaders(policy.EmailPolicy):
    """The parser of headers takes minutes over one of a megabyte."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


_POLICY = _ShortHeaders()


def read_mail(content: bytes) -> MailRead:
    """Reads the bytes of an .eml file."""
    problems = Problems()
    mail = _parsed(content, problems)
    return _read(mail, problems, depth=0)


def _parsed(content: bytes, problems: Problems) -> EmailMessage:
    """The mail's tree; where it is built to choke a parser, its headers alone."""
    is_sane = (
        content.count(b"\n") + content.count(b"\r") <= _MOST_LINES
        and content.count(b"\n--") + content.count(b"\r--") <= _MOST_DIVIDERS
        and len(_BOUNDARY.findall(content)) <= _MOST_BOUNDARIES
    )
    if is_sane:
        whole = problems.attempt(lambda: email.message_from_bytes(content, policy=_POLICY), None)
        if whole is not None:
            return cast(EmailMessage, whole)
    problems.add("The mail is nested too deeply, or broken: only its head was read.")
    parser = BytesHeaderParser(policy=_POLICY)
    head = content[:MOST_TEXT].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    headers = problems.attempt(lambda: parser.parsebytes(head), EmailMessage())
    return cast(EmailMessage, headers)


def _read(mail: EmailMessage, problems: Problems, depth: int) -> MailRead:
    senders = _addresses(mail, "From", problems) or _addresses(mail, "Sender", problems)
    name, sender = senders[0] if senders else ("", "")
    if not sender:
        problems.add("The mail does not say who sent it.")
    recipients = _addresses(mail, "To", problems) + _addresses(mail, "Cc", problems)
    if mail.defects:
        problems.add("The mail is not put together as it should be: something may be missing.")
    found = Body(problems)
    problems.attempt(lambda: found.take(mail), None, "The body of the mail is broken.")
    text = tidy(found.plain[:MOST_TEXT]) or text_of_html(found.html)
    if not text and not found.files:
        problems.add("The mail has no text and encloses nothing.")
    return MailRead(
        sender=sender,
        sender_name=name,
        recipients=tuple(address for _, address in recipients),
        on=_day(mail, problems),
        subject=one_line(header(mail, "Subject")),
        text=text,
        files=tuple(found.files),
        forwarded=_forwarded(found.mail) if depth == 0 else None,
        problems=tuple(problems),
    )


def _forwarded(mail: EmailMessage | None) -> MailRead | None:
    """The mail that is enclosed whole; what it encloses stays in its own bytes."""
    return None if mail is None else replace(_read(mail, Problems(), depth=1), files=())


def _addresses(mail: Message, name: str, problems: Problems) -> list[tuple[str, str]]:
    """(display name, address) of each mailbox in the header."""
    parsed = problems.attempt(
        lambda: [(one.display_name, one.addr_spec) for one in cast(Any, mail[name]).addresses], None
    )
    # As it was written: a line break in an encoded name must not begin another address.
    pairs = parsed or problems.attempt(lambda: getaddresses([raw_header(mail, name)]), [])
    tidied = [
        (one_line(decoded_words(who), 200), one_line(address, 254).lower())
        for who, address in pairs
    ]
    return [(who, address) for who, address in tidied if "@" in address]


def _day(mail: Message, problems: Problems) -> date | None:
    """The day of the Date header, or of the newest line of transport."""
    if day := problems.attempt(lambda: _moment(header(mail, "Date")), None):
        return day
    for line in problems.attempt(lambda: mail.get_all("Received", []), []):
        stamp = str(line).rpartition(";")[2]
        if day := problems.attempt(partial(_moment, stamp), None):
            problems.add("The mail has no date of its own; its transport's was taken.")
            return day
    problems.add("The mail has no date that can be read.")
    return None


def _moment(text: str) -> date:
    """The local day of an Internet date; "-0000" means UTC and comes without a zone."""
    moment: datetime = parsedate_to_datetime(text.strip())
    return local_day(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
