"""Whoever stores a content and whoever forgets it never do so at the same moment.

What was stored belongs to nothing until the row that names it is committed: who looks meanwhile
would take it for a file that nobody needs.
"""

from __future__ import annotations

import hashlib

from django.db import connection

_SHARED = "SELECT pg_advisory_xact_lock_shared(%s)"
_ALONE = "SELECT pg_try_advisory_xact_lock(%s)"


def hold(name: str) -> None:
    """Keeps the content of this storage name from being forgotten until the transaction ends. Many
    may hold it at once. On SQLite there is one writer at a time, who holds everything."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_SHARED, [_number(name)])


def may_be_forgotten(name: str) -> bool:
    """Whether nobody is storing it now; then nobody begins to before the transaction ends."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [_number(name)])
        return bool(cursor.fetchone()[0])


def _number(name: str) -> int:
    """64 bits with a sign, as PostgreSQL numbers its locks."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
