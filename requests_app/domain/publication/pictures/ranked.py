"""A year's rankings with all that is drawn of each, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from requests_app.domain.drawing.pictures import Picture
from requests_app.domain.drawing.rows import Bar
from requests_app.domain.misuse_data.comparison import AgencyTable
from requests_app.domain.misuse_data.comparison.agency_on_agency import AgencyRow
from requests_app.domain.publication.pictures.counties import county_picture
from requests_app.domain.publication.pictures.county_rows import county_rows, key_of
from requests_app.domain.publication.pictures.parts import AddressOf
from requests_app.domain.publication.pictures.ranking import ranking_picture
from requests_app.domain.publication.pictures.sparks import histories
from requests_app.domain.publication.published import published_figures


@dataclass(frozen=True)
class Ranked:
    """`rows`: the table's, each with the agency's years in that source (perhaps none)."""

    table: AgencyTable
    rows: tuple[tuple[AgencyRow, tuple[Bar, ...]], ...]
    bars: Picture
    map: Picture | None

    @property
    def has_years(self) -> bool:
        return any(years for _, years in self.rows)


def ranked(
    tables: Sequence[AgencyTable],
    *,
    address_of: AddressOf,
    county_address: Callable[[str], str],
    on: date,
) -> list[Ranked]:
    """Two queries, whatever the number of tables."""
    of_counties, years = county_rows(tables, published_figures()), histories(tables)
    return [
        Ranked(
            table,
            tuple((row, years.get(_key(table, row), ())) for row in table.rows),
            ranking_picture(table, address_of=address_of, on=on),
            county_picture(
                table,
                of_counties.get(key_of(table), []),
                address_of=address_of,
                county_address=county_address,
                on=on,
            ),
        )
        for table in tables
    ]


def _key(table: AgencyTable, row: AgencyRow) -> tuple:
    return (table.source, table.measure_key, table.unit, row.statement.subject[0])
