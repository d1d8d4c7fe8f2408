"""A document as PDF, typeset by typst with the fonts that travel with it."""

import json
from dataclasses import asdict
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst

from requests_app.domain.typesetting.document import Document, printable

_SOURCE = Path(__file__).with_name("document.typ")
_ZONE = ZoneInfo("America/Los_Angeles")


def pdf(document: Document) -> bytes:
    """The document as a tagged PDF: its text can be selected, and read aloud in order.

    What it says reaches typst as data (`sys.inputs`) and is never part of the source, so that no
    text can run as code.
    """
    values = asdict(document) | {
        "body": [{"kind": type(one).__name__, **asdict(one)} for one in document.body],
        "on": None,
    }
    return typst.compile(
        _SOURCE,
        # The files that the source could read are those of this room.
        root=_SOURCE.parent,
        format="pdf",
        sys_inputs={"document": json.dumps(_printable(values))},
        timestamp=int(_noon(document.on)),
    )


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    return value


def _noon(on: date) -> float:
    return datetime.combine(on, time(12), tzinfo=_ZONE).timestamp()
