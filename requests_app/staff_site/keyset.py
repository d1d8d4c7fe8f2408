"""Pages that begin after a row instead of after a number of rows.

The database goes straight to where a page begins: the last of ten thousand pages costs what the
first one does, and a row that was added meanwhile shifts nothing. The address carries the last
row's place, signed, since what is put into a query must be what was taken out of one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable

from requests_app.staff_site.paging import PAGE_SIZE

LAST = "last"  # the address of the page at the other end


@dataclass(frozen=True)
class Order:
    """One expression, then the id; rows where the expression is NULL come last either way.

    name: as in the address. expression: None for the order of the ids alone. is_indexed: an index
    has expression and id, so that it is quicker to name both where all of one is NULL.
    """

    name: str
    expression: Combinable | None
    has_gaps: bool = False
    is_indexed: bool = False

    @property
    def descends(self) -> bool:
        return self.name.startswith("-")

    def ordered(self, queryset: QuerySet) -> QuerySet:
        """All the rows in this order, for a file."""
        way = "-" if self.descends else ""
        if self.expression is None:
            return queryset.order_by(f"{way}id")
        how: Any = self.expression
        by = how.desc(nulls_last=True) if self.descends else how.asc(nulls_last=True)
        return queryset.order_by(by, f"{way}id")


@dataclass(frozen=True)
class Place:
    """Where a page begins: after the row with this value and id, or before it."""

    before: bool
    value: Any
    pk: int


@dataclass(frozen=True)
class KeysetPage:
    """`rows`; previous, next: what the address of the page beside it carries ("": there is none).

    The first page's address carries nothing, the last one's `LAST`.
    """

    rows: list[Any]
    previous: str
    next: str
    last: str = LAST


def keyset_page(
    queryset: QuerySet, order: Order, at: str | None, size: int = PAGE_SIZE
) -> KeysetPage:
    """The page at `at`, as it came in the address; what cannot be read is the first page."""
    place = _read(at, order)
    backwards = at == LAST or (place is not None and place.before)
    found = _found(queryset, order, place, backwards, size + 1)
    if not found and place:
        # What stood there is gone; the first page says so better than an empty one.
        return keyset_page(queryset, order, None, size)
    is_more, rows = len(found) > size, found[:size]
    if backwards:
        rows.reverse()
    has_previous, has_next = (is_more, place) if backwards else (place, is_more)
    return KeysetPage(
        rows,
        previous=_written(rows[0], order, before=True) if has_previous else "",
        next=_written(rows[-1], order, before=False) if has_next else "",
    )


def _found(
    queryset: QuerySet, order: Order, place: Place | None, backwards: bool, wanted: int
) -> list[Any]:
    """As many rows as wanted, one stretch of the order after the other."""
    down = "-" if order.descends != backwards else ""
    ordering = [f"{down}id"]
    if order.expression is not None:
        queryset = queryset.annotate(sort_value=order.expression)
        ordering.insert(0, f"{down}sort_value")
    rows: list[Any] = []
    for stretch, keys in _stretches(order, place, backwards):
        rows += queryset.filter(stretch).order_by(*ordering[-keys:])[: wanted - len(rows)]
        if len(rows) == wanted:
            break
    return rows


def _stretches(order: Order, place: Place | None, backwards: bool) -> Iterator[tuple[Q, int]]:
    """The parts in which the order is read, each a plain walk along an index, and by how many of
    the two keys a part is ordered (in a part of one value by the id alone)."""
    beyond = "lt" if order.descends != backwards else "gt"
    known, gaps = Q(sort_value__isnull=False), Q(sort_value__isnull=True)
    of_gaps = 2 if order.is_indexed else 1
    if place is None:
        if order.expression is None:
            yield Q(), 1
        elif not order.has_gaps:
            yield Q(), 2
        else:
            stretches = [(known, 2), (gaps, of_gaps)]
            yield from reversed(stretches) if backwards else stretches
        return
    behind = Q(**{f"id__{beyond}": place.pk})
    if order.expression is None:
        yield behind, 1
    elif place.value is None:
        yield gaps & behind, of_gaps
        if backwards:
            yield known, 2
    else:
        yield Q(sort_value=place.value) & behind, 1
        yield Q(**{f"sort_value__{beyond}": place.value}), 2
        if order.has_gaps and not backwards:
            yield gaps, of_gaps


def _signer(order: Order) -> Signer:
    """A place is one in its own order only."""
    return Signer(salt=f"keyset {order.name}")


def _written(row: Any, order: Order, *, before: bool) -> str:
    value = getattr(row, "sort_value", None)
    value = value.isoformat() if isinstance(value, date) else value
    return _signer(order).sign_object([before, value, row.pk])


def _read(at: str | None, order: Order) -> Place | None:
    if not at or at == LAST:
        return None
    try:
        return Place(*_signer(order).unsign_object(at))
    except (BadSignature, ValueError):
        return None
