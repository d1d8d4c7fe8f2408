"""A document as PDF."""

from dataclasses import asdict
from datetime import datetime, time
from zoneinfo import ZoneInfo

from requests_app.domain.typesetting.document import Document
from requests_app.domain.typesetting.typeset import typeset

_ZONE = ZoneInfo("America/Los_Angeles")
NOON = time(12)


def pdf(document: Document) -> bytes:
    """The document as PDF; the file says that it was made at noon of its day."""
    values = asdict(document) | {
        "body": [{"kind": type(one).__name__, **asdict(one)} for one in document.body],
        "on": None,
    }
    return typeset("document.typ", values, at=datetime.combine(document.on, NOON, tzinfo=_ZONE))
