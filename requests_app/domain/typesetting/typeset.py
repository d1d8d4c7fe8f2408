"""From a template of this room and data to a PDF, by typst."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from requests_app.domain.typesetting.document import printable


def typeset(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF that `template` (a file of this room) makes of JSON-ready `data`; tagged, so that its
    text can be selected and read aloud in order.

    The data reach typst as `sys.inputs` and are never part of the source, so that no text can run
    as code. Only the fonts inside typst are used: the same data and moment `at` give the same bytes
    on every machine.
    """
    source = Path(__file__).with_name(template)
    made = typst.compile(
        source,
        # The files that the source could read are those of this room.
        root=source.parent,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_printable(data), ensure_ascii=False)},
        timestamp=int(at.timestamp()),
    )
    assert isinstance(made, bytes)  # a list is given for pictures, a page each
    return made


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _printable(one) for key, one in value.items()}
    return [_printable(one) for one in value] if isinstance(value, list | tuple) else value
