"""The clock statement as PDF. The layout is in statement.typ; here the data is handed over."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("statement.typ")


def statement_pdf(data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """The PDF of a statement; the same data and moment give the same bytes.

    `data`: JSON-ready, as statement.typ names it. Only the fonts inside typst are used, so that
    it looks the same on every machine.
    """
    made = typst.compile(
        TEMPLATE,
        format="pdf",
        root=TEMPLATE.parent,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_printable(data), ensure_ascii=False)},
        timestamp=int(made_at.timestamp()),
    )
    assert isinstance(made, bytes)  # a list is given for pictures, a page each
    return made


def _printable(value: Any) -> Any:
    """The same without characters that print as nothing or turn the direction of what follows."""
    if isinstance(value, str):
        return "".join(c for c in value if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf"})
    if isinstance(value, Mapping):
        return {key: _printable(one) for key, one in value.items()}
    return [_printable(one) for one in value] if isinstance(value, list) else value
