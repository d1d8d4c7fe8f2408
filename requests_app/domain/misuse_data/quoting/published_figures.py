"""Figures that others printed, loaded as quoted claims: each with its address, none of them ours.

Two articles may print different numbers for one thing: both stay, and comparison shows them.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import groupby
from pathlib import Path

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.directory import AgencyIndex
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.operations import record
from requests_app.domain.misuse_data.measures import ensure_measures, measure_named
from requests_app.domain.misuse_data.models import Figure, Measure, Release, Source
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.quoting.operations import keep_quotes
from requests_app.domain.misuse_data.sources import locked_source
from requests_app.domain.misuse_data.vocabulary import (
    Answer,
    Qualifier,
    ReleaseState,
    SourceKind,
    Unit,
)

COLUMNS = (
    "year_from",
    "year_to",
    "agency",
    "measure",
    "qualifier",
    "value",
    "unit",
    "published_as",
    "publisher",
    "source_kind",
    "source_url",
    "note",
)
_QUALIFIERS = {"exact": Qualifier.EXACT} | {str(q.label): q for q in Qualifier}


class PublishedFiguresRefused(Exception):
    """The file cannot be loaded: the message names row, value and rule. Nothing was written."""


@dataclass(frozen=True)
class Claim:
    """One printed figure, checked."""

    row: int
    agency: str
    year_from: int
    year_to: int
    measure_as_written: str
    qualifier: Qualifier
    value: Decimal
    unit: str
    raw: str
    publisher: str
    kind: SourceKind
    url: str
    note: str

    @property
    def identity(self) -> tuple:
        """What makes it the same claim when the file is loaded again, in whatever order."""
        return (self.agency, self.year_from, self.year_to, self.measure_as_written, self.raw)


@dataclass
class Loaded:
    releases: int = 0
    figures: int = 0
    known: int = 0


def read_claims(path: Path) -> list[Claim]:
    """The rows of a UTF-8 CSV with the columns of `COLUMNS`. Raises `PublishedFiguresRefused`."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
            rows = list(reader)
    except (OSError, UnicodeDecodeError) as error:
        raise PublishedFiguresRefused(f"{path.name} cannot be read: {error}") from error
    if missing:
        raise PublishedFiguresRefused(f"{path.name} lacks the columns {', '.join(missing)}.")
    claims: list[Claim] = []
    errors: list[str] = []
    for number, row in enumerate(rows, start=2):
        try:
            claims.append(_claim(number, row))
        except (ValueError, KeyError, InvalidOperation) as error:
            errors.append(f"row {number}: {error!r} cannot be read as a published figure")
    if errors:
        raise PublishedFiguresRefused("\n".join(errors))
    return claims


def _claim(number: int, row: dict[str, str]) -> Claim:
    if row["unit"] not in {"count", "percent"}:
        raise ValueError(f"unit “{row['unit']}” is neither count nor percent")
    return Claim(
        row=number,
        agency=row["agency"].strip(),
        year_from=int(row["year_from"]),
        year_to=int(row["year_to"]),
        measure_as_written=row["measure"].strip(),
        qualifier=_QUALIFIERS[row["qualifier"]],
        value=Decimal(row["value"]),
        unit=row["unit"],
        raw=row["published_as"],
        publisher=row["publisher"].strip(),
        kind=SourceKind(row["source_kind"]),
        url=row["source_url"].strip(),
        note=row["note"].strip(),
    )


@transaction.atomic
def import_published_figures(*, path: Path, by: Person | None, at: datetime) -> Loaded:
    """Loads the claims, a release per address; what is there already is left alone. Of two that
    load the same at once, the second finds all of it there.

    Raises `PublishedFiguresRefused`; then nothing was written.
    """
    claims = sorted(read_claims(path), key=lambda claim: (claim.url, claim.row))
    groups = [list(of_url) for _, of_url in groupby(claims, key=lambda claim: claim.url)]
    sources = _locked_sources(groups)
    measures, index, loaded = ensure_measures(), AgencyIndex(), Loaded()
    for group in groups:
        release = _release(group, sources, by, at, loaded)
        known = set(
            release.figures.values_list(
                "agency_as_written", "year_from", "year_to", "measure_as_written", "raw"
            )
        )
        new = [claim for claim in group if claim.identity not in known]
        figures = [_figure(claim, release, measures, index, path.name) for claim in new]
        if figures:
            bulk_create_with_history(figures, Figure, default_user=by, default_date=at)
            record(
                verb="loaded published figures",
                subject=release,
                by=by,
                at=at,
                file=path.name,
                figures=len(figures),
            )
        loaded.figures += len(figures)
        keep_quotes(claims=release.figures.all(), by=by, at=at)
        loaded.known += len(group) - len(figures)
    return loaded


def _locked_sources(groups: list[list[Claim]]) -> dict[str, Source]:
    """Of each address its publisher, before anything is looked up; in the order of their names, so
    that no two loads wait for each other crosswise."""
    kinds = {group[0].publisher: group[0].kind for group in reversed(groups)}
    return {name: locked_source(name, kind=kinds[name]) for name in sorted(kinds)}


def _release(
    claims: list[Claim],
    sources: dict[str, Source],
    by: Person | None,
    at: datetime,
    loaded: Loaded,
) -> Release:
    url = claims[0].url
    release = Release.objects.filter(url=url, is_quoted_claim=True).first()
    if release:
        return release
    first, last = min(c.year_from for c in claims), max(c.year_to for c in claims)
    source = sources[claims[0].publisher]
    loaded.releases += 1
    return Release.objects.create(
        source=source,
        title=f"{source.name}: as printed, {Covers(first, last)}",
        covers_from=first,
        covers_to=last,
        url=url,
        state=ReleaseState.PUBLISHED,
        is_quoted_claim=True,
        imported_by=by,
        imported_at=at,
        published_by=by,
        published_at=at,
    )


def _figure(
    claim: Claim,
    release: Release,
    measures: dict[str, Measure],
    index: AgencyIndex,
    file_name: str,
) -> Figure:
    measure = measures[measure_named(claim.measure_as_written)]
    agency: Agency | None = index.find(name=claim.agency) if claim.agency else None
    is_zero = claim.value == 0 and claim.qualifier == Qualifier.EXACT
    return Figure(
        release=release,
        agency=agency,
        agency_as_written=claim.agency,
        year_from=claim.year_from,
        year_to=claim.year_to,
        measure=measure,
        measure_as_written=claim.measure_as_written,
        unit=Unit.PERCENT if claim.unit == "percent" else measure.unit,
        answer=Answer.REPORTED_ZERO if is_zero else Answer.REPORTED,
        qualifier=claim.qualifier,
        value=claim.value,
        raw=claim.raw,
        where=f"{file_name}, row {claim.row}",
        note=claim.note,
    )
