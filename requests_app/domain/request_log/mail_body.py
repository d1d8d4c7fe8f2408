"""The parts of a mail: its text, its files, the mail it hands on; whatever state they are in."""

import email.header
import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from functools import partial
from typing import Any

from requests_app.domain.request_log.file_names import safe_name
from requests_app.domain.request_log.mail_text import MOST_TEXT, UNREADABLE, decoded, one_line

DEEPEST = 30  # parts within parts
MOST_PARTS = 300
TNEF = "application/ms-tnef"


@dataclass(frozen=True, slots=True)
class MailFile:
    """Something enclosed. is_inline: a picture in the letter (a seal, a logo), not a file of it."""

    name: str
    content: bytes
    is_inline: bool = False


class Problems(list[str]):
    """What could not be read, each sentence once."""

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


def header(mail: Message, name: str) -> str:
    """A header's text, decoded; "" where there is none. Damaged ones come as they were written."""
    try:
        return str(mail[name] or "")
    except UNREADABLE:
        return decoded_words(raw_header(mail, name))


def raw_header(mail: Message, name: str) -> str:
    """A header as it was written; "" where there is none."""
    return next((str(value) for key, value in mail.raw_items() if key.lower() == name.lower()), "")


def decoded_words(raw: str) -> str:
    """The encoded words of a header as text."""
    try:
        return str(email.header.make_header(email.header.decode_header(raw)))
    except UNREADABLE:
        return raw


def _file_name(name: str) -> str:
    """A name to show and to keep; what is no character at all (half of one) is replaced."""
    return safe_name(name.encode("utf-8", errors="replace").decode())


class Body:
    """What the parts of a mail hold: its text, its files, the mail it forwards."""

    def __init__(self, problems: Problems):
        self.problems = problems
        self.plain = ""
        self.html = ""
        self.files: list[MailFile] = []
        self.mail: EmailMessage | None = None  # the one that is handed on

    def take(self, mail: EmailMessage) -> None:
        for number, part in enumerate(self._leaves(mail), start=1):
            if number > MOST_PARTS:
                self.problems.add(
                    f"The mail has more than {MOST_PARTS} parts: the rest was not read."
                )
                return
            broken = f"Part {number} of the mail is broken and was left out."
            self.problems.attempt(partial(self._leaf, part, number), None, broken)

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
        is_text = kind in {"text/plain", "text/html"} or kind.startswith("multipart/")
        if name is None and enclosed != "attachment" and is_text:
            self._text(part, kind, content)
        elif content:
            ending = mimetypes.guess_extension(kind) or ""
            self._file(part, kind, name or f"part-{number}{ending}", content)
        elif name or enclosed == "attachment":
            named = _file_name(str(name or kind))
            self.problems.add(f"“{named}” is empty, or its encoding is broken.")

    def _text(self, part: EmailMessage, kind: str, content: bytes) -> None:
        charset = self.problems.attempt(lambda: part.get_content_charset() or "", "")
        text, as_said = decoded(content[: MOST_TEXT * 4], charset)
        if not as_said:
            named = one_line(charset, 40).strip()
            why = (
                f"is not in the character set it names (“{named}”)"
                if named
                else "names no character set"
            )
            self.problems.add(f"The text {why}: look whether it reads right.")
        if kind == "text/html":
            self.html = self.html or text
        else:
            self.plain += ("\n" if self.plain else "") + text

    def _file(self, part: EmailMessage, kind: str, name: object, content: bytes) -> None:
        shown = self.problems.attempt(lambda: part.get_content_disposition() == "inline", False)
        in_letter = kind.startswith("image/") and (shown or part.get("Content-ID") is not None)
        if kind == TNEF:
            self.problems.add("Outlook packed what it enclosed into winmail.dat: kept as it is.")
        self.files.append(MailFile(_file_name(str(name)), content, is_inline=in_letter))

    def _forwarded(self, part: EmailMessage, number: int) -> None:
        inner = part.get_payload()
        mail = inner[0] if isinstance(inner, list) and inner else None
        if not isinstance(mail, EmailMessage):
            self.problems.add(f"Part {number} says that it is a mail and holds none.")
            return
        name = one_line(header(mail, "Subject"), 80) or f"mail-{number}"
        content = self.problems.attempt(mail.as_bytes, b"")
        if content.strip():
            self.files.append(MailFile(_file_name(f"{name}.eml".replace("/", "-")), content))
        self.mail = self.mail or mail
