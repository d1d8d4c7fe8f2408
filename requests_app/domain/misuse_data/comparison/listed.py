"""One source's rows of a year and a measure, as thin as ranking them needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from requests_app.domain.misuse_data.models import Measure, Release
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.statements import measure_key_of
from requests_app.domain.misuse_data.vocabulary import Qualifier, SourceKind
from requests_app.domain.sheets.words import plain_words

COLUMNS = (
    "pk",
    "agency_id",
    "agency_as_written",
    "agency__name",
    "measure__key",
    "measure__name",
    "measure_as_written",
    "unit",
    "answer",
    "qualifier",
    "value",
    "release__source__name",
    "release__source__kind",
    "release__is_quoted_claim",
    "release__issued_on",
    "release_id",
)


class Listed(NamedTuple):
    """A figure without its source's texts, in the order of `COLUMNS`."""

    figure: int
    agency: int | None
    agency_as_written: str
    agency_name: str | None
    measure: str
    measure_name: str
    measure_as_written: str
    unit: str
    answer: str
    qualifier: str
    value: Decimal | None
    source: str
    source_kind: str
    is_quoted: bool
    issued_on: date | None
    release: int

    @property
    def measure_key(self) -> str:
        return measure_key_of(self.measure, self.measure_as_written)

    @property
    def named(self) -> str:
        """What is counted, in the source's own words where no measure stands for it."""
        return self.measure_as_written if self.measure == Measure.UNMAPPED else self.measure_name

    @property
    def subject(self) -> tuple[int | None, str]:
        """As of a `Statement`."""
        return (self.agency, "" if self.agency else plain_words(self.agency_as_written))

    @property
    def about(self) -> str:
        return self.agency_name or self.agency_as_written

    @property
    def is_statewide(self) -> bool:
        return self.agency is None and not self.agency_as_written

    @property
    def is_exact(self) -> bool:
        return self.qualifier == Qualifier.EXACT

    @property
    def latest_first(self) -> tuple[bool, int, int]:
        """As of releases by `stands_first`; of one day the figure that was entered last."""
        return (*_issue(self.source_kind, self.is_quoted, self.issued_on), -self.figure)


def stands_first(release: Release) -> tuple[bool, int, int]:
    """A key in whose order that of a source's several releases comes first which stands for it: our
    own before one that is quoted, then the later issue. `release` with its source."""
    source = release.source
    return (*_issue(source.kind, release.is_quoted_claim, release.issued_on), -release.pk)


def _issue(source_kind: str, is_quoted: bool, issued_on: date | None) -> tuple[bool, int]:
    own = source_kind == SourceKind.DOJ and not is_quoted
    return (not own, -(issued_on.toordinal() if issued_on else 0))


def listed(figures: FigureQuerySet, measure_keys: Iterable[str]) -> list[Listed]:
    """The figures of these measures. One query."""
    keys = set(measure_keys)
    wanted = figures.filter(measure__key__in={key.partition(":")[0] for key in keys})
    rows = (Listed(*row) for row in wanted.order_by().values_list(*COLUMNS))
    return [row for row in rows if row.measure_key in keys]
