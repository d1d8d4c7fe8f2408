"""Pages of a list that never count the whole table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

PAGE_SIZE = 50
# Above this a count says "more than"; nobody reads further, and counting a million rows is slow.
COUNT_CAP = 1000


@dataclass(frozen=True)
class Page:
    """`rows` of page `number` (from 1); whether there are pages beside it."""

    rows: list[Any]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1


def number_of(text: str | None) -> int:
    """The number of a page as it is typed in the address; anything odd is page 1."""
    return max(int(text), 1) if text and text.isdecimal() and len(text) < 7 else 1


def page_of(queryset: QuerySet | Sequence[Any], number: str | None, size: int = PAGE_SIZE) -> Page:
    """The page with this number, read as typed in the address; anything odd is page 1."""
    wanted = number_of(number)
    start = (wanted - 1) * size
    # One row more than a page tells whether there is another one.
    rows = list(queryset[start : start + size + 1])
    return Page(rows[:size], wanted, len(rows) > size)


@dataclass(frozen=True)
class CappedCount:
    number: int

    @property
    def is_capped(self) -> bool:
        return self.number > COUNT_CAP

    @property
    def short(self) -> str:
        """For a tab: "12", "1,000+"."""
        return f"{COUNT_CAP:,}+" if self.is_capped else f"{self.number:,}"

    def __str__(self) -> str:
        if self.is_capped:
            return f"more than {COUNT_CAP:,}"
        return f"{self.number:,}"


def capped_count(queryset: QuerySet) -> CappedCount:
    """How many rows, as far as `COUNT_CAP`."""
    return CappedCount(queryset.order_by()[: COUNT_CAP + 1].count())
