"""Counts of the review site's lists, which stay cheap in tables of millions."""

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.paginator import Paginator
from django.db import DataError
from django.utils.functional import cached_property

COUNT_CAP = 5000


class CappedPaginator(Paginator):
    """Counts no further than `COUNT_CAP`: beyond that nobody pages, they filter."""

    @cached_property
    def count(self) -> int:
        """How many rows; the first question to the database, hence where an address shows that
        it asks for what cannot be: the year -1, a NUL in a text, a number without end."""
        rows: Any = self.object_list
        try:
            return rows.order_by()[:COUNT_CAP].count()
        except (ValueError, OverflowError, DataError) as error:
            raise IncorrectLookupParameters(error) from error
