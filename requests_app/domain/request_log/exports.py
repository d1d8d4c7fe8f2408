"""A list of requests as the rows of a file, and the record that somebody took it out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice, repeat
from typing import Any

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record
from requests_app.domain.request_log.column_orders import DERIVED
from requests_app.domain.request_log.columns import Column, Value
from requests_app.domain.request_log.queries import RecordsRequestQuerySet

AT_ONCE = 2000  # rows held in memory


def file_rows(
    requests: RecordsRequestQuerySet, columns: Sequence[Column], *, on: date
) -> Iterator[Sequence[Value]]:
    """One row of values a request, read as they are taken: a million need no more memory.

    Column by column over some thousand rows: a call a cell, and nothing in Python around it.
    """
    names = list(dict.fromkeys(name for column in columns for name in column.reads))
    derived = {name: DERIVED[name] for name in names if name in DERIVED}
    read = requests.annotate(**derived).values_list(*names).iterator(chunk_size=AT_ONCE)
    while some := list(islice(read, AT_ONCE)):
        fields = dict(zip(names, zip(*some, strict=True), strict=True))
        yield from zip(*(_values(column, fields, on) for column in columns), strict=True)


def _values(column: Column, fields: Mapping[str, Sequence[Any]], on: date) -> Iterable[Value]:
    """The column's value of each of some rows, whose fields stand side by side."""
    read = [fields[name] for name in column.reads]
    return read[0] if column.value is None else map(column.value, repeat(on), *read)


@transaction.atomic
def record_export(*, what: str, query: str, kind: str, by: Person, at: datetime) -> None:
    """Notes who took which list out: `what` it is in words, the address's `query`, the file's kind.

    The entry is about the person, since a list is no thing that stays.
    """
    record(verb="exported list", subject=by, by=by, at=at, what=what, query=query, format=kind)
