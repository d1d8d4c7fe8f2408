"""Figures per 100 sworn officers. Where the number of officers is not known, there is no rate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from requests_app.domain.misuse_data.denominators.models import SwornOfficers
from requests_app.domain.misuse_data.vocabulary import Qualifier, Unit

PER = 100
YEARS_APART = 1  # an agency's strength changes little in a year; further apart says nothing


@dataclass(frozen=True)
class Rate:
    """`value` is None where it was refused; `note` says why, or which other year was taken."""

    value: Decimal | None
    note: str
    officers: int | None = None
    source: str = ""
    url: str = ""

    @property
    def written(self) -> str:
        """ "0.42", or blank."""
        return "" if self.value is None else f"{self.value.quantize(Decimal('0.01')):f}"


class Officers:
    """Sworn officers of some agencies about a year; asked once, for all of them. One query."""

    def __init__(self, *, year: int, agencies: Iterable[int]):
        self.year = year
        self._by_agency: dict[int, list[SwornOfficers]] = defaultdict(list)
        for one in SwornOfficers.objects.filter(agency_id__in=set(agencies)).order_by("year"):
            self._by_agency[one.agency_id].append(one)

    @property
    def are_loaded(self) -> bool:
        return bool(self._by_agency)

    def rate(self, *, agency: int | None, value: Decimal | None, unit: str, qualifier: str) -> Rate:
        """`value` per 100 sworn officers of the same year, or of one within a year, saying so."""
        known = self._by_agency.get(agency, []) if agency is not None else []
        if value is None:
            return Rate(None, "")
        if unit == Unit.PERCENT:
            return Rate(None, "a percentage has no rate")
        if qualifier != Qualifier.EXACT:
            return Rate(None, "the number is not exact")
        if not known:
            return Rate(None, "no number of officers loaded")
        # Of two years equally near the earlier: what was so when the year began.
        nearest = min(known, key=lambda one: (abs(one.year - self.year), one.year))
        if abs(nearest.year - self.year) > YEARS_APART:
            return Rate(None, f"officers known only of {nearest.year}")
        note = "" if nearest.year == self.year else f"officers of {nearest.year}"
        rate = value * PER / nearest.officers
        return Rate(rate, note, nearest.officers, nearest.source, nearest.url)
