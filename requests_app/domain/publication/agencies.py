"""What is published about agencies: the list, one agency, one county."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Min
from django.utils.text import slugify

from requests_app.domain.agencies.kinds import COUNTIES
from requests_app.domain.agencies.models import Agency
from requests_app.domain.drawing.rows import Bar
from requests_app.domain.misuse_data.conflicts.finding import (
    Conflict,
    conflicts,
    conflicts_by_statement,
)
from requests_app.domain.misuse_data.starting_measures import STARTING_MEASURES
from requests_app.domain.misuse_data.statements import Statement, statements_of
from requests_app.domain.publication.pictures.parts import bar_of
from requests_app.domain.publication.published import NotPublished, published_figures
from requests_app.domain.publication.tallies import Cell, cell_of, longer_periods

UNITS = {measure.key: measure.unit for measure in STARTING_MEASURES}


class NowUnder(Exception):
    """Two entries of one agency were merged: what was at this one is at `pk`."""

    def __init__(self, pk: int):
        self.pk = pk
        super().__init__(f"The entry was merged into {pk}.")


@dataclass(frozen=True)
class AgencyLine:
    """An agency in a list. `figures` counts published ones; years are None when there are none."""

    pk: int
    name: str
    county: str
    figures: int
    first_year: int | None
    last_year: int | None


@dataclass(frozen=True)
class MeasureOfAgency:
    """One measure of an agency: a cell per year of `AgencyPage.years`. `key` tells it apart."""

    key: str
    measure: str
    unit: str
    cells: tuple[tuple[int, Cell], ...]

    @property
    def stated(self) -> list[Statement]:
        """Every source's statements, all years."""
        return [s for _, cell in self.cells for s in cell.statements]

    @property
    def bars(self) -> list[Bar]:
        """A bar a year, earliest first."""
        return [bar_of(str(year), cell.shown) for year, cell in reversed(self.cells)]

    @property
    def years_stated(self) -> int:
        return sum(cell.shown is not None for _, cell in self.cells)


@dataclass(frozen=True)
class AgencyPage:
    pk: int
    name: str
    county: str
    county_slug: str
    oris: tuple[str, ...]
    years: tuple[int, ...]
    measures: tuple[MeasureOfAgency, ...]
    longer: tuple[Statement, ...]
    conflicts: tuple[Conflict, ...]
    notes: tuple[Statement, ...]  # statements with a caveat, shown wherever the figure is


def agency_lines(text: str = "", *, county: str = "") -> list[AgencyLine]:
    """Agencies whose name, alias or ORI has every word of `text`; those with figures first."""
    counts = {
        row["agency_id"]: row
        for row in published_figures()
        .filter(agency__isnull=False)
        .order_by()
        .values("agency_id")
        .annotate(figures=Count("id"), first=Min("year_from"), last=Max("year_to"))
    }
    agencies = Agency.objects.named_like(text)
    if county:
        agencies = agencies.filter(county=county)
    lines = [_line(row, counts.get(row[0])) for row in agencies.values_list("pk", "name", "county")]
    return sorted(lines, key=lambda line: (-bool(line.figures), -line.figures, line.name))


def _line(row: tuple[int, str, str], counted: dict | None) -> AgencyLine:
    if counted is None:
        return AgencyLine(*row, 0, None, None)
    return AgencyLine(*row, counted["figures"], counted["first"], counted["last"])


def agency_page(pk: int) -> AgencyPage:
    """Raises `NotPublished` for an agency that the directory does not have, and `NowUnder` for an
    entry that was merged into another one."""
    agency = Agency.with_merged.prefetch_related("oris").filter(pk=pk).first()
    if agency is None:
        raise NotPublished(f"No agency {pk} in the directory.")
    if agency.merged_into_id:
        raise NowUnder(agency.merged_into_id)
    figures = published_figures().filter(agency=agency)
    statements = statements_of(figures)
    # One agency's rows have no statewide sum.
    found = conflicts(figures, among=published_figures(), sums=())
    single = [s for s in statements if s.is_single_year]
    years = [s.year_to for s in single]
    span = tuple(range(max(years), min(years) - 1, -1)) if years else ()
    return AgencyPage(
        pk=agency.pk,
        name=agency.name,
        county=agency.county,
        county_slug=slugify(agency.county),
        oris=tuple(ori.code for ori in agency.oris.all()),
        years=span,
        measures=tuple(_measures(single, span, found)),
        longer=tuple(longer_periods(statements)),
        conflicts=tuple(found),
        notes=tuple(s for s in statements if s.note),
    )


def key_of_measure(statement: Statement) -> str:
    """The measure's key; with its unit where it is not the measure's own ("suspended percent")."""
    key = statement.measure_key
    if key in UNITS and statement.unit != UNITS[key]:
        return f"{key} {statement.unit.value}"
    return key


def _measures(
    single: Iterable[Statement], span: tuple[int, ...], found: list[Conflict]
) -> list[MeasureOfAgency]:
    groups: dict[tuple, dict[int, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for statement in single:
        key = key_of_measure(statement)
        groups[key, statement.measure, statement.unit][statement.year_to].append(statement)
    by_statement = conflicts_by_statement(found)
    return [
        MeasureOfAgency(
            key,
            measure,
            unit.label,
            tuple((year, cell_of(by_year.get(year, []), by_statement)) for year in span),
        )
        for (key, measure, unit), by_year in groups.items()
    ]


@dataclass(frozen=True)
class CountyPage:
    name: str
    agencies: tuple[AgencyLine, ...]

    @property
    def with_figures(self) -> int:
        return sum(bool(line.figures) for line in self.agencies)


def county_page(slug: str) -> CountyPage:
    """The agencies of a county, which may be none. Raises `NotPublished` where there is no county
    of that name in California."""
    named = {slugify(county): county for county in COUNTIES}
    if slug not in named:
        raise NotPublished(f"No county “{slug}” in California.")
    return CountyPage(named[slug], tuple(agency_lines(county=named[slug])))
