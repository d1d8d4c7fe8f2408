"""Who states the figures of a file: by default the agency that the records request went to."""

from __future__ import annotations

from requests_app.domain.agencies.models import DOJ_NAME
from requests_app.domain.misuse_data.models import Source
from requests_app.domain.misuse_data.proposals import Subject
from requests_app.domain.misuse_data.vocabulary import SourceKind
from requests_app.domain.request_log.models import RecordsRequest


def source_of(records_request: RecordsRequest) -> Source:
    """The agency asked, as a source; not saved yet when it has stated nothing before."""
    name = records_request.agency.name
    kind = SourceKind.DOJ if name == DOJ_NAME else SourceKind.AGENCY
    return Source.objects.filter(name=name).first() or Source(name=name, kind=kind)


def subject_of(records_request: RecordsRequest) -> Subject:
    """Whom a table that names no agency is about: the agency asked, or the state for the DOJ."""
    if records_request.agency.name == DOJ_NAME:
        return Subject(agency=None, is_statewide=True)
    return Subject(agency=records_request.agency, is_statewide=False)
