"""A measure year by year: of the whole state, of one agency."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Q

from requests_app.domain.drawing.pictures import Columns, Note, Picture
from requests_app.domain.drawing.rows import Bar
from requests_app.domain.misuse_data.comparison.agency_on_agency import OUTLIER_SHARE
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.statements import Statement, statements_of, weight
from requests_app.domain.misuse_data.vocabulary import Qualifier
from requests_app.domain.misuse_data.wording import percent, spelled
from requests_app.domain.publication.agencies import AgencyPage, MeasureOfAgency, agency_page
from requests_app.domain.publication.pictures.parts import (
    AddressOf,
    bar_of,
    capital,
    caveats_of,
    row_of,
    slug_of,
    sources_of,
    unit_of,
    way_to,
)
from requests_app.domain.publication.published import NotPublished, published_figures
from requests_app.domain.publication.tallies import Cell, Tallies

HEAD = ("year", "number", "answer", "source", "note")


def statewide_picture(
    tallies: Tallies, measure_key: str, *, address_of: AddressOf, on: date
) -> Picture:
    """The state's years, and beside them the same without an agency that is more than half of one.

    Raises `NotPublished` for a measure that the tallies do not show. One query.
    """
    head = next((head for head in tallies.heads if head.key == measure_key), None)
    if head is None:
        raise NotPublished(f"No tallies of “{measure_key}”.")
    cells = tallies.by_year(measure_key)
    shown = [cell.shown for _, cell in cells if cell.shown]
    outliers = _outliers(shown, measure_key)
    unit = unit_of(head.name, head.unit)
    picture = _picture("statewide", f"{capital(head.name)} in California", unit, cells, address_of)
    if not outliers:
        return replace(picture, as_of=on)
    return replace(
        picture,
        drawings=(picture.drawings[0], _without(cells, outliers, address_of)),
        notes=(*_told(shown, outliers, address_of), *picture.notes, *caveats_of(outliers.values())),
        as_of=on,
    )


def agency_picture(pk: int, measure_slug: str, *, address_of: AddressOf, on: date) -> Picture:
    """One agency's years of a measure; raises `NotPublished`, and `NowUnder` as `agency_page`."""
    agency = agency_page(pk)
    for measure in agency.measures:
        if slug_of(measure.key) == measure_slug:
            return _of_agency(agency, measure, address_of, on)
    raise NotPublished(f"No “{measure_slug}” of {agency.name}.")


def agency_pictures(agency: AgencyPage, *, address_of: AddressOf, on: date) -> list[Picture]:
    """Of what was counted, where two years or more are stated; outcomes have a picture together."""
    return [
        _of_agency(agency, measure, address_of, on)
        for measure in agency.measures
        if measure.years_stated > 1 and not any(s.is_outcome for s in measure.stated)
    ]


def _of_agency(
    agency: AgencyPage, measure: MeasureOfAgency, address_of: AddressOf, on: date
) -> Picture:
    cells = _from_first_to_last(list(reversed(measure.cells)))
    title = f"{capital(measure.measure)}: {agency.name}"
    unit = "" if measure.measure == measure.unit else measure.unit
    picture = _picture(slug_of(measure.key), title, unit, cells, address_of)
    return replace(picture, as_of=on)


def _from_first_to_last(cells: list[tuple[int, Cell]]) -> list[tuple[int, Cell]]:
    """Without the years before the first statement and after the last, which are no gap of it."""
    years = [year for year, cell in cells if cell.shown]
    return [(year, cell) for year, cell in cells if years[0] <= year <= years[-1]]


def year_bars(cells: list[tuple[int, Cell]], address_of: AddressOf) -> tuple[Bar, ...]:
    """A bar per year, earliest first."""
    return tuple(
        bar_of(str(year), cell.shown, address_of(cell.shown) if cell.shown else "")
        for year, cell in cells
    )


def _picture(
    key: str, title: str, unit: str, cells: list[tuple[int, Cell]], address_of: AddressOf
) -> Picture:
    shown = [cell.shown for _, cell in cells if cell.shown]
    return (
        Picture(
            key=key,
            title=title,
            unit=unit,
            period=str(Covers(cells[0][0], cells[-1][0])),
            source=sources_of(shown),
            drawings=(Columns(year_bars(cells, address_of)),),
            head=HEAD,
            rows=tuple(row_of(str(year), cell.shown, address_of) for year, cell in cells),
            notes=tuple(caveats_of(shown)),
        )
        if cells
        else Picture(key, title, unit, "", "", (), HEAD, ())
    )


def _outliers(shown: list[Statement], measure_key: str) -> dict[int, Statement]:
    """By year the agency with more than half of what the same source states of the state."""
    asked = Q(pk__in=[])
    for total in shown:
        if total.value and total.qualifier in (Qualifier.EXACT, Qualifier.AT_LEAST):
            asked |= Q(
                year_from=total.year_to,
                year_to=total.year_to,
                release__source__name=total.source,
                unit=total.unit,
                value__gt=total.value * OUTLIER_SHARE,
                value__lt=total.value,
            )
    figures = published_figures().filter(asked, measure__key=measure_key, qualifier="exact")
    found: dict[int, Statement] = {}
    for s in sorted(statements_of(figures), key=weight, reverse=True):
        if not s.is_statewide:
            found[s.year_to] = s
    return found


def _without(
    cells: list[tuple[int, Cell]], outliers: dict[int, Statement], address_of: AddressOf
) -> Columns:
    rows = [
        replace(bar, label=f"{year}*", value=_rest(cell.shown, outliers[year]))
        if cell.shown and year in outliers
        else bar
        for (year, cell), bar in zip(cells, year_bars(cells, address_of), strict=True)
    ]
    names = "; ".join(f"{year} without {one.about}" for year, one in sorted(outliers.items()))
    return Columns(tuple(rows), caption=f"* {names}")


def _rest(total: Statement, outlier: Statement) -> Decimal:
    return (total.value or Decimal(0)) - (outlier.value or Decimal(0))


def _told(
    shown: list[Statement], outliers: dict[int, Statement], address_of: AddressOf
) -> list[Note]:
    told = []
    for total in shown:
        outlier = outliers.get(total.year_to)
        if outlier and outlier.value and total.value and outlier.source == total.source:
            is_exact = total.qualifier == Qualifier.EXACT
            rest = spelled(_rest(total, outlier))
            share = f" ({percent(outlier.value / total.value)})" if is_exact else ""
            text = (
                f"{outlier.about} is {outlier.stated} of {total.stated} in {total.year_to}"
                f"{share}; without it, {'' if is_exact else 'at least '}{rest}."
            )
            told.append(Note(text, (way_to(outlier, address_of), way_to(total, address_of))))
    return told
