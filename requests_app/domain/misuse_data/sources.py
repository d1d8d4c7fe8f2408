"""Who states the figures of a file: by default the agency that the records request went to."""

from __future__ import annotations

from requests_app.domain.agencies.models import DOJ_NAME, Agency
from requests_app.domain.misuse_data.models import Release, Source
from requests_app.domain.misuse_data.names.matching import Matcher
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.reading.subjects import THE_STATE, Subject
from requests_app.domain.misuse_data.vocabulary import SourceKind
from requests_app.domain.request_log.models import RecordsRequest


def source_of(records_request: RecordsRequest) -> Source:
    """The agency asked, as a source; not saved yet when it has stated nothing before."""
    name = records_request.agency.name
    kind = SourceKind.DOJ if name == DOJ_NAME else SourceKind.AGENCY
    return Source.objects.filter(name=name).first() or Source(name=name, kind=kind)


def title_of(
    source: Source, covers: Covers, *, records_request: RecordsRequest | None = None
) -> str:
    """How a source's release, from a file of the request, may be called:
    "California Department of Justice, 2024". Two issues of one name cannot be told apart in a
    note, hence "(issue 2)"."""
    known = Release.objects.all().known_beside(records_request)
    before = known.filter(
        source__name=source.name,
        covers_from=covers.first,
        covers_to=covers.last,
        is_quoted_claim=False,
    ).count()
    return f"{source.name}, {covers}{f' (issue {before + 1})' if before else ''}"


def subject_of(records_request: RecordsRequest) -> Subject:
    """Whom a table that names no agency is about: the agency asked, or the state for the DOJ."""
    if records_request.agency.name == DOJ_NAME:
        return THE_STATE
    return Subject(agency=records_request.agency, is_statewide=False)


def subject_of_source(source: Source) -> Subject:
    """The same for a file that came without a request: the agency of the source's name, or the
    state for the DOJ. Of any other source nobody knows whom its table is about: not the state,
    unless somebody says so."""
    if source.name == DOJ_NAME or source.kind == SourceKind.DOJ:
        return THE_STATE
    return Subject(agency=_agency_called(source.name), is_statewide=False, name=source.name)


def source_named(name: str) -> Source:
    """The source of this name; not saved yet where it has stated nothing before. One that is an
    agency of the directory speaks for itself, any other is an organisation."""
    if known := Source.objects.filter(name=name).first():
        return known
    if name == DOJ_NAME:
        return Source(name=name, kind=SourceKind.DOJ)
    kind = SourceKind.AGENCY if _agency_called(name) else SourceKind.ADVOCACY
    return Source(name=name, kind=kind)


def locked_source(name: str, *, kind: str) -> Source:
    """The source of this name, made where there is none; a source is one by its name, and the kind
    it was first given stays. Two who add to one source wait for each other: to be used inside a
    transaction."""
    Source.objects.get_or_create(name=name, defaults={"kind": kind})
    return Source.objects.select_for_update().get(name=name)


def _agency_called(name: str) -> Agency | None:
    """By its name or another one that is entered."""
    return Matcher().match(name=name).agency
