"""Agencies of one source in a year: the largest first, and the same without the outlier."""

from __future__ import annotations

from datetime import date

from requests_app.domain.drawing.pictures import Bars, Drawing, Note, Picture, TableRow
from requests_app.domain.misuse_data.comparison import AgencyTable, agency_on_agency
from requests_app.domain.misuse_data.models import Measure, Source
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.publication.pictures.parts import (
    AddressOf,
    answer_in_table,
    bar_of,
    capital,
    caveats_of,
    number_in_table,
    slug_of,
    unit_of,
)
from requests_app.domain.publication.published import NotPublished, published_figures

HEAD = ("agency", "rank", "number", "answer", "note")
MOST = 12  # bars; all agencies are in the file of the table


def table_of(year: int, measure_key: str, source_slug: str) -> AgencyTable:
    """Raises `NotPublished` where that source lists no agency of that year and measure."""
    if not Covers(year, year).is_possible or measure_key == Measure.UNMAPPED:
        raise NotPublished(f"No agencies of {year} are ranked by {measure_key}.")
    names = Source.objects.order_by("pk").values_list("name", flat=True)
    meant = [name for name in names if slug_of(name) == source_slug]
    figures = published_figures().filter(release__source__name__in=meant)
    tables = agency_on_agency(figures, year=year, measure_key=measure_key)
    if not tables:
        raise NotPublished(f"{source_slug} lists no agency of {year} with {measure_key}.")
    return tables[0]


def ranking_picture(table: AgencyTable, *, address_of: AddressOf, on: date) -> Picture:
    """Bars of the first `MOST`, the outlier's cut; beside it those without it."""
    bars = [bar_of(r.statement.about, r.statement, address_of(r.statement)) for r in table.rows]
    drawings: list[Drawing] = [Bars(tuple(bars[:MOST]))]
    if table.outlier and table.rows[0].statement == table.outlier and len(bars) > 2:
        drawings.append(Bars(tuple(bars[1:MOST]), caption=f"Without {table.outlier.about}"))
    return Picture(
        key=f"{slug_of(table.measure_key)}-{slug_of(table.source)}",
        title=f"{capital(table.measure)} by agency",
        unit=unit_of(table.measure, table.unit),
        period=str(table.year),
        source=table.source,
        drawings=tuple(drawings),
        head=HEAD,
        rows=tuple(
            TableRow(
                (
                    row.statement.about,
                    str(row.rank or ""),
                    number_in_table(row.statement),
                    answer_in_table(row.statement),
                    row.statement.note,
                ),
                passport=address_of(row.statement),
            )
            for row in table.rows
        ),
        notes=(*_cover(table), *caveats_of(r.statement for r in table.rows[:MOST])),
        as_of=on,
        more=table.agencies - len(table.rows),
    )


def _cover(table: AgencyTable) -> list[Note]:
    told = f"{table.with_number} of {table.agencies} agencies listed have a number."
    return [Note(f"{told} The first {MOST} are drawn." if table.agencies > MOST else told)]
