"""A figure's passport: what it counts, for which period, where from, who checked it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from requests_app.domain.accounts.models import Person
from requests_app.domain.misuse_data.comparison import SideBySide, side_by_side
from requests_app.domain.misuse_data.conflicts.contested import evidence
from requests_app.domain.misuse_data.conflicts.finding import Conflict, conflicts_about
from requests_app.domain.misuse_data.explanation import Pool
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.reading.marks import Marks
from requests_app.domain.misuse_data.statements import Statement, statement_of, statements_of
from requests_app.domain.publication.passport_chain import (
    Handled,
    Quoted,
    Replaced,
    handled,
    quotes_of,
    replaced_by,
)
from requests_app.domain.publication.published import (
    NOT_PUBLIC,
    NotPublished,
    published_figures,
    returned_file_in_public,
)
from requests_app.domain.request_log.file_access import Use, may_use


@dataclass(frozen=True)
class FileFacts:
    """The file that the figure stands in; `sha256` is of the file as it came.

    Name and hash of a file that whoever looks may not know of are said to be not public. `key`
    is None for the public: files are opened by staff only.
    """

    key: int | None
    name: str
    sha256: str
    came_on: date
    encoding: str
    reader: str


@dataclass(frozen=True)
class RequestFacts:
    """The records request that won the file."""

    number: str
    agency: str
    sent_on: date | None


@dataclass(frozen=True)
class Handling:
    """How the figure came to be here. `steps` has the names and is for the staff site."""

    imported_at: datetime
    published_at: datetime | None
    same_person: bool
    replaced: str  # title of the release that this one superseded, if any
    steps: tuple[Handled, ...] = ()


@dataclass(frozen=True)
class Passport:
    """`replaced`: the figure of the superseded issue in its place; `quoted`: who printed it."""

    statement: Statement
    unit: str
    definition: str
    agency_pk: int | None
    file: FileFacts | None
    request: RequestFacts | None
    handling: Handling
    replaced: Replaced | None
    quoted: tuple[Quoted, ...]
    beside: SideBySide
    conflicts: tuple[Conflict, ...]
    marks: str = ""  # what a dash or a blank means in the file, where the cell is one


# What a public passport may show, field by field; whatever else there is stays with the staff.
# A test asks of every field which of the two it is.
PUBLIC = frozenset(
    {
        *("statement", "unit", "definition", "agency_pk", "beside", "conflicts", "replaced"),
        *("quoted", "marks", "file", "file.name", "file.sha256", "file.came_on", "file.reader"),
        *("request", "request.number", "request.agency", "request.sent_on", "handling"),
        *("handling.imported_at", "handling.published_at", "handling.same_person"),
        "handling.replaced",
    }
)
STAFF_ONLY = frozenset({"file.key", "file.encoding", "handling.steps"})


def published_passport(pk: int) -> Passport:
    """The passport of a published figure. Raises `NotPublished` for any other."""
    return passport(pk, among=published_figures(), viewer=None)


def passport(pk: int, *, among: FigureQuerySet, viewer: Person | None) -> Passport:
    """The passport of a figure of `among`, compared with the others of `among`.

    `viewer`: who looks; None is the public, and then it has what `PUBLIC` lists and no more.
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
    pool = Pool.of(evidence(same, among)) if len(same) > 1 else Pool()
    return Passport(
        statement=statement,
        unit=statement.unit.label,
        definition=figure.measure.definition,
        agency_pk=figure.agency_id,
        file=_file(figure, viewer),
        request=_request(figure.release),
        handling=_handling(figure.release, viewer),
        replaced=replaced_by(figure),
        quoted=quotes_of(statement, among),
        beside=side_by_side(same, pool),
        conflicts=tuple(conflicts_about(statement, among)),
        marks=_marks(figure),
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


def _file(figure: Figure, viewer: Person | None) -> FileFacts | None:
    if figure.returned_file is None:
        return None
    file = figure.returned_file
    attachment = file.attachment
    name, sha256 = returned_file_in_public(file)
    if viewer is not None:
        may_know = attachment is None or may_use(viewer, attachment, Use.NAME)
        told = (file.original_name, file.sha256)
        name, sha256 = told if may_know else (NOT_PUBLIC, NOT_PUBLIC)
    return FileFacts(
        key=attachment.pk if attachment and viewer and name != NOT_PUBLIC else None,
        name=name,
        sha256=sha256,
        came_on=file.came_on,
        encoding=file.encoding if viewer is not None else "",
        reader=file.reader,
    )


def _marks(figure: Figure) -> str:
    file = figure.returned_file
    return Marks.kept_in(file.sheets).said_of(figure.raw) if file else ""


def _request(release: Release) -> RequestFacts | None:
    if release.records_request is None:
        return None
    asked = release.records_request
    return RequestFacts(number=asked.number, agency=str(asked.agency), sent_on=asked.sent_on)


def _handling(release: Release, viewer: Person | None) -> Handling:
    return Handling(
        imported_at=release.imported_at,
        published_at=release.published_at,
        same_person=release.is_published_by_its_importer,
        replaced=str(release.supersedes) if release.supersedes else "",
        steps=handled(release) if viewer is not None else (),
    )
