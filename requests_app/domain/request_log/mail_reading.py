"""A mail as bytes -> who wrote, when, about what, and what was enclosed. Never raises.

What comes in here was made by strangers' programs: a header, a part or a date that cannot be read
is left out and named in `problems`, and the rest is read.
"""

import email
import email.header
import mimetypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any, cast

from requests_app.domain.request_log.attachments import safe_name
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.mail_text import (
    MOST_TEXT,
    UNREADABLE,
    decoded,
    one_line,
    text_of_html,
    tidy,
)

DEEPEST = 30  # parts within parts
MOST_PARTS = 300
# Beyond these the parser's own work grows with the square of what was sent.
_MOST_BOUNDARIES = 200
_MOST_LINES = 1_500_000
_BOUNDARY = re.compile(rb"boundary\s*\*?\d*\*?=|message/rfc822", re.IGNORECASE)
TNEF = "application/ms-tnef"


@dataclass(frozen=True, slots=True)
class MailFile:
    """Something enclosed. is_inline: a picture in the letter (a seal, a logo), not a file of it."""

    name: str
    content: bytes
    is_inline: bool = False


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


class _Problems(list[str]):
    def add(self, sentence: str) -> None:
        if sentence not in self:
            self.append(sentence)

    def attempt(self, act: Callable[[], Any], otherwise: Any, sentence: str = "") -> Any:
        """What `act` gives, or `otherwise` where the input is damaged."""
        try:
            return act()
        except UNREADABLE:
            if sentence:
                self.add(sentence)
            return otherwise


def read_mail(content: bytes) -> MailRead:
    """Reads the bytes of an .eml file."""
    problems = _Problems()
    mail = _parsed(content, problems)
    return _read(mail, problems, depth=0)


def _parsed(content: bytes, problems: _Problems) -> EmailMessage:
    """The mail's tree; where it is built to choke a parser, its headers alone."""
    lines = content.count(b"\n") + content.count(b"\r")
    if len(_BOUNDARY.findall(content)) <= _MOST_BOUNDARIES and lines <= _MOST_LINES:
        whole = problems.attempt(
            lambda: email.message_from_bytes(content, policy=policy.default), None
        )
        if whole is not None:
            return whole
    problems.add("The mail is nested too deeply, or broken: only its head was read.")
    parser = BytesHeaderParser(policy=policy.default)
    head = content[:MOST_TEXT].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    headers = problems.attempt(lambda: parser.parsebytes(head), EmailMessage())
    return cast(EmailMessage, headers)


def _read(mail: EmailMessage, problems: _Problems, depth: int) -> MailRead:
    senders = _addresses(mail, "From", problems) or _addresses(mail, "Sender", problems)
    name, sender = senders[0] if senders else ("", "")
    if not sender:
        problems.add("The mail does not say who sent it.")
    recipients = _addresses(mail, "To", problems) + _addresses(mail, "Cc", problems)
    found = _Body(problems, depth)
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
        forwarded=found.forwarded,
        problems=tuple(problems),
    )


def header(mail: Message, name: str) -> str:
    """A header's text, decoded; "" where there is none. Damaged ones come as they were written."""
    try:
        return str(mail[name] or "")
    except UNREADABLE:
        raw = next((str(v) for key, v in mail.raw_items() if key.lower() == name.lower()), "")
    try:
        return str(email.header.make_header(email.header.decode_header(raw)))
    except UNREADABLE:
        return raw


def _addresses(mail: Message, name: str, problems: _Problems) -> list[tuple[str, str]]:
    """(display name, address) of each mailbox in the header."""
    parsed = problems.attempt(
        lambda: [(one.display_name, one.addr_spec) for one in mail[name].addresses], None
    )
    pairs = parsed or problems.attempt(lambda: getaddresses([header(mail, name)]), [])
    tidied = [(one_line(who, 200), one_line(address, 254).lower()) for who, address in pairs]
    return [(who, address) for who, address in tidied if "@" in address]


def _day(mail: Message, problems: _Problems) -> date | None:
    """The day of the Date header, or of the newest line of transport."""
    if day := problems.attempt(lambda: _moment(header(mail, "Date")), None):
        return day
    for line in problems.attempt(lambda: mail.get_all("Received", []), []):
        stamp = str(line).rpartition(";")[2]
        if day := problems.attempt(lambda stamp=stamp: _moment(stamp), None):
            problems.add("The mail has no date of its own; its transport's was taken.")
            return day
    problems.add("The mail has no date that can be read.")
    return None


def _moment(text: str) -> date:
    """The local day of an Internet date; "-0000" means UTC and comes without a zone."""
    moment: datetime = parsedate_to_datetime(text.strip())
    return local_day(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


class _Body:
    """What the parts of a mail hold: its text, its files, the mail it forwards."""

    def __init__(self, problems: _Problems, depth: int):
        self.problems = problems
        self.depth = depth
        self.plain = ""
        self.html = ""
        self.files: list[MailFile] = []
        self.forwarded: MailRead | None = None

    def take(self, mail: EmailMessage) -> None:
        for number, part in enumerate(self._leaves(mail), start=1):
            if number > MOST_PARTS:
                self.problems.add(
                    f"The mail has more than {MOST_PARTS} parts: the rest was not read."
                )
                return
            broken = f"Part {number} of the mail is broken and was left out."
            self.problems.attempt(lambda part=part, number=number: self._leaf(part, number), None,
                                  broken)  # fmt: skip

    def _leaves(self, mail: EmailMessage) -> Iterator[EmailMessage]:
        waiting: list[tuple[Any, int]] = [(mail, 0)]
        while waiting:
            part, deep = waiting.pop()
            kind = self.problems.attempt(part.get_content_type, "text/plain")
            inner = part.get_payload()
            if not isinstance(inner, list) or kind == "message/rfc822":
                yield part
            elif deep >= DEEPEST:
                self.problems.add("The mail is nested too deeply: its inmost parts were not read.")
            else:
                waiting += [(one, deep + 1) for one in reversed(inner)]

    def _leaf(self, part: EmailMessage, number: int) -> None:
        kind = self.problems.attempt(part.get_content_type, "text/plain")
        if kind == "message/rfc822":
            self._forwarded(part, number)
            return
        name = self.problems.attempt(part.get_filename, None)
        enclosed = self.problems.attempt(part.get_content_disposition, None)
        content = part.get_payload(decode=True)
        content = content if isinstance(content, bytes) else b""
        if name is None and enclosed != "attachment" and kind in {"text/plain", "text/html"}:
            self._text(part, kind, content)
        elif content:
            self._file(part, kind, name or f"part-{number}{mimetypes.guess_extension(kind) or ''}",
                       content)  # fmt: skip
        elif name or enclosed == "attachment":
            named = safe_name(str(name or kind))
            self.problems.add(f"“{named}” is empty, or its encoding is broken.")

    def _text(self, part: EmailMessage, kind: str, content: bytes) -> None:
        charset = self.problems.attempt(lambda: part.get_content_charset() or "", "")
        text, as_said = decoded(content[: MOST_TEXT * 4], charset)
        if not as_said:
            self.problems.add(
                f"The text is not in the character set it names (“{one_line(charset, 40)}”):"
                " look whether it reads right."
            )
        if kind == "text/html":
            self.html = self.html or text
        else:
            self.plain += ("\n" if self.plain else "") + text

    def _file(self, part: EmailMessage, kind: str, name: object, content: bytes) -> None:
        shown = self.problems.attempt(lambda: part.get_content_disposition() == "inline", False)
        in_letter = kind.startswith("image/") and (shown or part.get("Content-ID") is not None)
        if kind == TNEF:
            self.problems.add("Outlook packed what it enclosed into winmail.dat: kept as it is.")
        self.files.append(MailFile(safe_name(str(name)), content, is_inline=in_letter))

    def _forwarded(self, part: EmailMessage, number: int) -> None:
        inner = part.get_payload()
        mail = inner[0] if isinstance(inner, list) and inner else None
        if not isinstance(mail, EmailMessage):
            self.problems.add(f"Part {number} says that it is a mail and holds none.")
            return
        name = one_line(header(mail, "Subject"), 80) or f"mail-{number}"
        content = self.problems.attempt(mail.as_bytes, b"")
        if content:
            self.files.append(MailFile(safe_name(f"{name}.eml".replace("/", "-")), content))
        if self.forwarded is None and self.depth == 0:
            whole = _read(mail, _Problems(), depth=1)
            # Its own bytes hold what it encloses.
            self.forwarded = replace(whole, files=(), problems=())
