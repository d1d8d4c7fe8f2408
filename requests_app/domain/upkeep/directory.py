"""Changes of the directory that move dates: the law and level of an agency decide its clock."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.importer import DirectoryImport, import_agencies
from requests_app.domain.agencies.models import Agency
from requests_app.domain.agencies.operations import AgencyDetails, save_agency
from requests_app.domain.upkeep.offices import move_agency


@transaction.atomic
def import_directory(*, path: Path, by: Person | None, at: datetime) -> DirectoryImport:
    """Imports agencies from a CSV and moves the dates of those whose law or level changed.

    Raises `DirectoryRefused`, then nothing has changed.
    """
    outcome = import_agencies(path=path, by=by, at=at)
    for agency in outcome.moved:
        move_agency(agency, by=by, at=at)
    return outcome


@transaction.atomic
def amend_agency(
    *, agency: Agency | None, details: AgencyDetails, by: Person, at: datetime
) -> Agency:
    """Adds or amends an agency; another law or level moves the dates of its requests.

    Raises `AgencyExists`.
    """
    was = Agency.objects.filter(pk=agency.pk).values_list("records_law", "level") if agency else []
    before = list(was)
    saved = save_agency(agency=agency, details=details, by=by, at=at)
    if before and before != [(saved.records_law, saved.level)]:
        move_agency(saved, by=by, at=at)
    return saved
