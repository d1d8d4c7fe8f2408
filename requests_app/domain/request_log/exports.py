"""A list of requests as the rows of a file, and the record that somebody took it out."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from operator import itemgetter
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
) -> Iterator[list[Value]]:
    """One row of values a request, read as they are taken: a million need no more memory."""
    names = list(dict.fromkeys(name for column in columns for name in column.reads))
    derived = {name: DERIVED[name] for name in names if name in DERIVED}
    read = requests.annotate(**derived).values_list(*names)
    cells = [_cell(column, [names.index(name) for name in column.reads], on) for column in columns]
    for row in read.iterator(chunk_size=AT_ONCE):
        yield [cell(row) for cell in cells]


def _cell(column: Column, places: list[int], on: date) -> Callable[[Any], Value]:
    """Makes the column's value from a row, whose fields it finds at `places`."""
    value = column.value
    if value is None:
        return itemgetter(places[0])
    if len(places) == 1:
        (place,) = places
        return lambda row: value(on, row[place])
    taken = itemgetter(*places)
    return lambda row: value(on, *taken(row))


@transaction.atomic
def record_export(*, what: str, query: str, kind: str, by: Person, at: datetime) -> None:
    """Notes who took which list out: `what` it is in words, the address's `query`, the file's kind.

    The entry is about the person, since a list is no thing that stays.
    """
    record(verb="exported list", subject=by, by=by, at=at, what=what, query=query, format=kind)
