"""A figure's passport: what it counts, for which period, where from, who checked it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from requests_app.domain.misuse_data.comparison import SideBySide, side_by_side
from requests_app.domain.misuse_data.conflicts import Conflict, conflicts_about
from requests_app.domain.misuse_data.explanation import Pool
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.statements import Statement, statement_of, statements_of
from requests_app.domain.publication.published import (
    NotPublished,
    file_in_public,
    published_figures,
)


@dataclass(frozen=True)
class FileFacts:
    """The file that the figure stands in; `sha256` is of the file as it came.

    To the public name and hash of a restricted or quarantined file are said to be not public.
    """

    name: str
    sha256: str
    came_on: date
    encoding: str


@dataclass(frozen=True)
class RequestFacts:
    """The records request that won the file."""

    number: str
    agency: str
    sent_on: date | None


@dataclass(frozen=True)
class Handling:
    """How the figure came to be here, without names: those are for the staff site."""

    imported_at: datetime
    published_at: datetime | None
    same_person: bool
    replaced: str  # title of the release that this one superseded, if any


@dataclass(frozen=True)
class Passport:
    statement: Statement
    unit: str
    definition: str
    agency_pk: int | None
    file: FileFacts | None
    request: RequestFacts | None
    handling: Handling
    beside: SideBySide
    conflicts: tuple[Conflict, ...]


def published_passport(pk: int) -> Passport:
    """The passport of a published figure. Raises `NotPublished` for any other."""
    return passport(pk, among=published_figures(), is_public=True)


def passport(pk: int, *, among: FigureQuerySet, is_public: bool = False) -> Passport:
    """The passport of a figure of `among`, compared with the others of `among`.

    `is_public`: names no file that only the staff may know of.
    Raises `NotPublished` when it is not one of them.
    """
    figure = (
        among.select_related(
            "release__source",
            "release__records_request__agency",
            "release__supersedes",
            "returned_file__attachment",
            "measure",
            "agency",
        )
        .filter(pk=pk)
        .first()
    )
    if figure is None:
        raise NotPublished(f"No figure {pk} is published.")
    statement = statement_of(figure)
    about = _about_the_same(figure, among)
    same = [s for s in about if s.same_thing == statement.same_thing]
    found = conflicts_about(statement, among)
    return Passport(
        statement=statement,
        unit=statement.unit.label,
        definition=figure.measure.definition,
        agency_pk=figure.agency_id,
        file=_file(figure, is_public=is_public),
        request=_request(figure.release),
        handling=_handling(figure.release),
        beside=side_by_side(same, Pool()),
        conflicts=tuple(found),
    )


def _about_the_same(figure: Figure, among: FigureQuerySet) -> list[Statement]:
    return statements_of(
        among.filter(
            agency_id=figure.agency_id,
            measure_id=figure.measure_id,
            year_from=figure.year_from,
            year_to=figure.year_to,
        )
    )


def _file(figure: Figure, *, is_public: bool) -> FileFacts | None:
    if figure.returned_file is None:
        return None
    attachment = figure.returned_file.attachment
    told = attachment.original_name, attachment.sha256
    name, sha256 = file_in_public(attachment) if is_public else told
    return FileFacts(
        name=name,
        sha256=sha256,
        came_on=attachment.came_on,
        encoding=figure.returned_file.encoding,
    )


def _request(release: Release) -> RequestFacts | None:
    if release.records_request is None:
        return None
    asked = release.records_request
    return RequestFacts(number=asked.number, agency=str(asked.agency), sent_on=asked.sent_on)


def _handling(release: Release) -> Handling:
    return Handling(
        imported_at=release.imported_at,
        published_at=release.published_at,
        same_person=release.is_published_by_its_importer,
        replaced=str(release.supersedes) if release.supersedes else "",
    )
