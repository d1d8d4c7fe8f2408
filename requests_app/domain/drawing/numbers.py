"""How a number is set, and what its qualifier looks like."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from html import escape

Number = int | float | Decimal
# U+00A0 keeps a mark on the line of its number.
MARKS: dict[str, str] = {
    "": "",
    "exact": "",
    "at_least": "≥\u00a0",
    "more_than": ">\u00a0",
    "about": "≈\u00a0",
}

FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


class End(Enum):
    """How a bar ends: shut, open (there may be more), or soft (about there)."""

    SHUT = "shut"
    OPEN = "open"
    SOFT = "soft"


ENDS: dict[str, End] = {"at_least": End.OPEN, "more_than": End.OPEN, "about": End.SOFT}


class UnknownQualifier(ValueError):
    """A qualifier that has no mark: printing the bare number would claim too much."""


def grouped(value: Number) -> str:
    """7275 -> "7,275"; a true minus sign; no decimals that were not there."""
    if isinstance(value, int):
        return f"{value:,}".replace("-", "\u2212")
    number = Decimal(str(value))
    if number == number.to_integral_value():
        number = number.to_integral_value()
    return f"{number:,f}".replace("-", "\u2212")


def marked(value: Number, qualifier: str = "") -> str:
    """ "≥ 586". Raises `UnknownQualifier` for one without a mark."""
    key = str(qualifier or "").replace(" ", "_")
    if key not in MARKS:
        known = ", ".join(name for name in MARKS if name)
        raise UnknownQualifier(f"qualifier {key!r} has no mark; known are {known}")
    return MARKS[key] + grouped(value)


def end_of(qualifier: str) -> End:
    return ENDS.get(str(qualifier).replace(" ", "_"), End.SHUT)


def safe(text: object) -> str:
    """Text for XML: escaped, without the characters that XML 1.0 does not allow."""
    return escape(FORBIDDEN.sub("", str(text)))
