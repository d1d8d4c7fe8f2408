"""The record as it stands in the database, also where a cell holds what nobody can read.

Whoever has the database in hand can put anything into a cell: on SQLite a value of any type, on
PostgreSQL a moment of no calendar. Such a cell must not hide the entries that stand behind it.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.db import DatabaseError, DataError
from django.db.models import F, QuerySet

from requests_app.domain.audit.links import COVERED, Row
from requests_app.domain.audit.models import AuditEntry

CHUNK = 2000
AT_ONCE = 500  # entries read in one query behind one that cannot be read
# Raised where a value is turned into Python's; RecursionError by details nested without end.
_OF_A_VALUE = (ValueError, TypeError, AttributeError, OverflowError, RecursionError)


class Unreadable:
    """Stands where a cell cannot be read; equal to nothing."""

    def __str__(self) -> str:
        return "that cannot be read"


UNREADABLE = Unreadable()


def sealed_rows(*, taken: Callable[[], int]) -> Iterator[Row]:
    """Every sealed entry by position: in the order of `COVERED`, its hash, the account it points
    to; `UNREADABLE` in place of what cannot be read.

    `taken`: how many rows whoever reads has looked at, to go on from there. In chunks until one
    cannot be read, and more carefully from there on. Raises `DatabaseError` where the database does
    not answer.
    """
    try:
        yield from _rows(_sealed()).iterator(chunk_size=CHUNK)
        return
    except (*_OF_A_VALUE, DatabaseError) as error:
        _raise_unless_of_a_value(error)
    # The order is the database's own: here nothing is read but the numbers of the entries.
    numbers = _sealed().values_list("pk", flat=True).iterator(chunk_size=CHUNK)
    behind = islice(numbers, taken(), None)
    while some := list(islice(behind, AT_ONCE)):
        yield from _some(some)


def _sealed() -> QuerySet[AuditEntry]:
    sealed = AuditEntry.objects.filter(position__isnull=False).order_by("position")
    return sealed.annotate(account=F("actor_id"))


def _rows(entries: QuerySet[AuditEntry]) -> Any:
    return entries.values_list(*COVERED, "hash", "account")


def _some(numbers: list[int]) -> list[Row]:
    entries = _sealed().filter(pk__in=numbers)
    try:
        return list(_rows(entries))
    except (*_OF_A_VALUE, DatabaseError) as error:
        _raise_unless_of_a_value(error)
    if len(numbers) > 1:
        return [row for number in numbers for row in _some([number])]
    return [tuple(cell(entries, name) for name in (*COVERED, "hash", "account"))]


def cell(rows: QuerySet[Any], name: str) -> Any:
    """One column of the first of `rows`: None where there is no row, `UNREADABLE` where nobody can
    read it."""
    try:
        return rows.values_list(name, flat=True).first()
    except (*_OF_A_VALUE, DatabaseError) as error:
        _raise_unless_of_a_value(error)
    return UNREADABLE


def hashes_at(positions: list[int]) -> dict[int, Any]:
    """The hash of each entry that is at one of them."""
    places: Any = AuditEntry.objects.filter(position__in=positions).values_list("position", "hash")
    try:
        return dict(places)
    except (*_OF_A_VALUE, DatabaseError) as error:
        _raise_unless_of_a_value(error)
    found = {one: cell(AuditEntry.objects.filter(position=one), "hash") for one in positions}
    return {position: digest for position, digest in found.items() if digest is not None}


def _raise_unless_of_a_value(error: Exception) -> None:
    """A database that is away, locked or damaged says nothing of the entries: that is raised.

    SQLite calls text that is no UTF-8 a trouble of its own operation.
    """
    if not isinstance(error, DatabaseError) or isinstance(error, DataError):
        return
    if "Could not decode to UTF-8" not in str(error):
        raise error
