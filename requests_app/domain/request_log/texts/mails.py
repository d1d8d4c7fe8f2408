"""A mail: who to whom and when, its text, and the names of what was attached."""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, Message

from requests_app.domain.request_log.texts.documents import stripped
from requests_app.domain.request_log.texts.typed import decoded

HEADERS = ("From", "To", "Cc", "Date", "Subject")


def mail_text(content: bytes) -> Iterator[str]:
    """Whatever of it can be read; a part in an unknown encoding is read as far as it goes."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    for name in HEADERS:
        if value := _header(message, name):
            yield f"{name}: {value}"
    parts = [part for part in message.walk() if not part.is_multipart()]
    plain = [part for part in parts if _is_text(part, "plain")]
    pages = [part for part in parts if _is_text(part, "html")]
    yield ""
    for part in plain or pages:
        text = _text(part)
        yield text if plain else stripped(text)
    for part in parts:
        if attached := part.get_filename():
            yield f"Attached: {attached}"


def _header(message: Message, name: str) -> str:
    try:
        return str(message[name] or "")
    except (ValueError, IndexError, AttributeError, TypeError):
        return ""  # what the standard library raises on a header that is none


def _is_text(part: Message, kind: str) -> bool:
    attached = part.get_content_disposition() == "attachment"
    return part.get_content_type() == f"text/{kind}" and not attached


def _text(part: Message) -> str:
    try:
        if isinstance(part, EmailMessage):
            return str(part.get_content())
    except (LookupError, ValueError):  # no such encoding, or not in it
        pass
    payload = part.get_payload(decode=True)
    return decoded(payload) if isinstance(payload, bytes) else ""
