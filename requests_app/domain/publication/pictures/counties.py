"""One source's agencies of a year by county, on the map of California."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from requests_app.domain.agencies.kinds import COUNTIES
from requests_app.domain.drawing.maps import complete
from requests_app.domain.drawing.numbers import grouped
from requests_app.domain.drawing.pictures import CountyMap, Note, Picture, TableRow
from requests_app.domain.drawing.rows import Region, Way
from requests_app.domain.misuse_data.comparison import AgencyTable
from requests_app.domain.misuse_data.vocabulary import Qualifier, Unit
from requests_app.domain.publication.pictures.county_rows import CountyRow
from requests_app.domain.publication.pictures.parts import (
    NO_FIGURE,
    AddressOf,
    capital,
    slug_of,
    unit_of,
)

HEAD = ("county", "number", "answer", "agencies listed", "with a number")
LEAST_COUNTIES = 2  # a map with one county is a sentence
NAMED = 5  # of those that are of no county


def county_picture(
    table: AgencyTable,
    rows: Iterable[CountyRow],
    *,
    address_of: AddressOf,
    county_address: Callable[[str], str],
    on: date,
) -> Picture | None:
    """The rows of one source, year and measure added up by county: nothing else may be added.

    None where they are of fewer than two counties, or per cent. `rows`: the table's, see
    `county_rows`. `county_address`: of a county's page, by its name.
    """
    by_county: dict[str, list[CountyRow]] = defaultdict(list)
    for row in rows:
        by_county[row.county].append(row)
    placeless = by_county.pop("", [])
    if table.unit == Unit.PERCENT or len(by_county) < LEAST_COUNTIES:
        return None
    regions = _regions(by_county, address_of, county_address)
    return Picture(
        key=f"map-{slug_of(table.measure_key)}-{slug_of(table.source)}",
        title=f"{capital(table.measure)} by county",
        unit=unit_of(table.measure, table.unit),
        period=str(table.year),
        source=table.source,
        drawings=(CountyMap(tuple(regions)),),
        head=HEAD,
        rows=tuple(_row(region, by_county.get(region.name, [])) for region in regions),
        notes=(
            Note(f"Rows of {table.source} for {table.year} alone, added up by county."),
            *_elsewhere(placeless, address_of),
            *_caveats([row for group in (*by_county.values(), placeless) for row in group]),
        ),
        as_of=on,
    )


def _regions(
    by_county: Mapping[str, list[CountyRow]],
    address_of: AddressOf,
    county_address: Callable[[str], str],
) -> list[Region]:
    """All 58, those that no row is of without a figure."""
    return complete(
        replace(
            _region(name, by_county[name], county_address(name)),
            passport=address_of(_source(by_county[name])),
        )
        if name in by_county
        else Region(name, None, NO_FIGURE, href=county_address(name), is_listed=False)
        for name in COUNTIES
    )


def _source(group: list[CountyRow]) -> CountyRow:
    """One row's own figure; of a sum, the release of its largest row, whose rows it adds."""
    largest = max(group, key=lambda row: row.value or 0)
    return largest if len(group) == 1 else replace(largest, figure=None)


def _region(name: str, group: list[CountyRow], href: str) -> Region:
    """The county's sum: "at least" as soon as one of its rows has no exact number."""
    numbers = [row.value for row in group if row.value is not None]
    if not numbers:
        answers = ", ".join(dict.fromkeys(str(row.answer.label) for row in group))
        return Region(name, None, answers, href=href, note=_cover(group))
    is_exact = all(row.is_clear for row in group)
    total = sum(numbers, Decimal(0))
    if not total and not is_exact:  # "at least 0" says nothing
        words = "zero reported by some, no number of the others"
        return Region(name, None, words, href=href, note=_cover(group))
    qualifier = Qualifier.EXACT if is_exact else Qualifier.AT_LEAST
    return Region(name, total, "", str(qualifier.value), href, note=_cover(group))


def _cover(group: list[CountyRow]) -> str:
    if len(group) == 1:
        return group[0].about
    return f"{_with_number(group)} of {len(group)} agencies with a number"


def _with_number(group: list[CountyRow]) -> int:
    return sum(row.value is not None for row in group)


def _row(region: Region, group: list[CountyRow]) -> TableRow:
    if region.value is None:
        number, answer = "", region.words
    else:
        number = f"{Decimal(region.value).normalize():f}"
        qualified = "" if region.qualifier == Qualifier.EXACT else " (at least)"
        answer = f"{'reported a number' if region.value else 'reported zero'}{qualified}"
    cells = (region.name, number, answer, str(len(group)), str(_with_number(group)))
    return TableRow(cells, href=region.href, passport=region.passport)


def _elsewhere(placeless: list[CountyRow], address_of: AddressOf) -> list[Note]:
    if not placeless:
        return []
    named = ", ".join(f"{row.about} ({_stated(row)})" for row in placeless[:NAMED])
    more = f" and {len(placeless) - NAMED} more" if len(placeless) > NAMED else ""
    ways = tuple(Way(row.about, address_of(row)) for row in placeless[:NAMED])
    return [Note(f"Of no county, so not on the map: {named}{more}.", ways)]


def _stated(row: CountyRow) -> str:
    return str(row.answer.label) if row.value is None else grouped(row.value)


def _caveats(rows: list[CountyRow]) -> list[Note]:
    """A caveat is shown wherever the figure is; one that many share, once."""
    about: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.note:
            about[row.note].append(row.about)
    return [Note(f"{', '.join(names)}: {note}") for note, names in about.items()]
