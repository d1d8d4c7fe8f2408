"""What a seal is: the hash of an entry together with that of the one before. Pure."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

BEFORE_THE_FIRST = "0" * 64

# What the hash covers, in this order. The person by number and name: the account may be deleted.
COVERED = (
    "position",
    "id",
    "at",
    "actor_number",
    "actor_name",
    "verb",
    "subject_kind",
    "subject_id",
    "subject_label",
    "details",
)
Row = tuple[Any, ...]

# One encoder for all: `json.dumps` with arguments would make a new one for each entry.
_encode = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
).encode


class NoSeal(ValueError):
    """The entry holds what no entry is sealed with, as a name that is no text."""


def seal_of(before: str, row: Row) -> str:
    """The hash (hex) of an entry, `row` in the order of `COVERED`, that follows the hash `before`.

    Covered are the bytes of one JSON list: `before`, then the row; keys in order, no white space,
    ASCII alone, moments in UTC to the microsecond. A list in JSON says where each value ends, so
    that no two entries have the same bytes; and both databases give the same. Raises `NoSeal`.
    """
    position, pk, at, *others, details = row
    try:
        listed = [before, position, pk, _moment(at), *others, _plain(details)]
        return hashlib.sha256(_encode(listed).encode("ascii")).hexdigest()
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise NoSeal(f"Entry {pk} holds what no entry is sealed with: {error}") from error


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(value: Any) -> Any:
    """Numbers as both databases give them back: PostgreSQL turns 1e22 into a whole number."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value
