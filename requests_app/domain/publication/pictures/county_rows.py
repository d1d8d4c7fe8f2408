"""The rows behind a county map: one of each agency that a source lists, as little as is needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BooleanField, Case, F, Q, When

from requests_app.domain.misuse_data.comparison import AgencyTable
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.vocabulary import COUNTS, Answer, Qualifier, SourceKind

COLUMNS = (
    "release__source__name",
    "measure__key",
    "unit",
    "year_to",
    "agency_id",
    "agency__name",
    "agency_as_written",
    "agency__county",
    "answer",
    "qualifier",
    "value",
    "note",
    "pk",
    "release_id",
)


@dataclass(frozen=True)
class CountyRow:
    """`county` is "" for a body of no county, or one that the directory lacks."""

    about: str
    county: str
    answer: Answer
    is_exact: bool
    value: Decimal | None
    note: str
    figure: int | None
    release: int

    @property
    def is_clear(self) -> bool:
        """Whether a sum with it is exact: a number or none at all, and no "at least"."""
        return self.is_exact and self.answer in COUNTS


def key_of(table: AgencyTable) -> tuple:
    return (table.source, table.measure_key, str(table.unit.value), table.year)


def county_rows(
    tables: Iterable[AgencyTable], figures: FigureQuerySet
) -> dict[tuple, list[CountyRow]]:
    """The rows of each table, all of them, by `key_of`. A later issue replaces an earlier one of
    the same source. `figures`: what the tables were made of. One query."""
    asked = Q(pk__in=[])
    for table in tables:
        asked |= Q(
            release__source__name=table.source,
            measure__key=table.measure_key,
            unit=table.unit,
            year_from=table.year,
            year_to=table.year,
        )
    of_bodies = figures.filter(asked).exclude(agency=None, agency_as_written="")
    # The last one stays: in the order of `Listed.latest_first`, so that map and table agree.
    own = Case(
        When(release__source__kind=SourceKind.DOJ, release__is_quoted_claim=False, then=True),
        default=False,
        output_field=BooleanField(),
    )
    in_order = of_bodies.order_by(own, F("release__issued_on").asc(nulls_first=True), "pk")
    latest: dict[tuple, dict[tuple, CountyRow]] = defaultdict(dict)
    for source, measure, unit, year, agency, *facts in in_order.values_list(*COLUMNS):
        name, written, *_ = facts
        latest[source, measure, unit, year][agency, name or written] = _row(*facts)
    return {key: list(rows.values()) for key, rows in latest.items()}


def _row(
    name: str | None,
    written: str,
    county: str | None,
    answer: str,
    qualifier: str,
    value: Decimal | None,
    note: str,
    figure: int,
    release: int,
) -> CountyRow:
    is_exact = qualifier == Qualifier.EXACT
    about, note = name or written, note.strip()
    said = Answer(answer)
    return CountyRow(about, county or "", said, is_exact, value, note, figure, release)
