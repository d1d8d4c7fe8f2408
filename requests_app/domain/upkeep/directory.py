"""Changes of the directory that move dates: the law and level of an agency decide its clock."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.identifiers import add_ori
from requests_app.domain.agencies.importer import DirectoryImport, DirectoryPlan, import_agencies
from requests_app.domain.agencies.models import Agency
from requests_app.domain.agencies.operations import AgencyDetails, save_agency
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.reckoning import Offices
from requests_app.domain.statute_book.rules import rules_in_force
from requests_app.domain.upkeep.models import DatesMove
from requests_app.domain.upkeep.offices import move_agency
from requests_app.domain.upkeep.previews import Preview, preview_of_requests


@transaction.atomic
def import_directory(
    *, content: bytes, name: str, by: Person | None, at: datetime
) -> DirectoryImport:
    """Imports agencies from a CSV and moves the dates of those whose law or level changed.

    Raises `DirectoryRefused`, then nothing has changed.
    """
    outcome = import_agencies(content=content, name=name, by=by, at=at)
    for agency in outcome.moved:
        move_agency(agency, by=by, at=at)
    return outcome


def preview_directory(plan: DirectoryPlan, *, today: date, by: Person | None = None) -> Preview:
    """What the file would move."""
    return _preview_clocks(plan.moved, today=today, by=by)


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
    if before and before != [details.clock]:
        move_agency(saved, by=by, at=at)
    return saved


@transaction.atomic
def add_agency(*, details: AgencyDetails, oris: Iterable[str], by: Person, at: datetime) -> Agency:
    """Adds an agency with its ORIs, or nothing. Raises `AgencyExists` and `OriRefused`."""
    agency = save_agency(agency=None, details=details, by=by, at=at)
    for code in dict.fromkeys(oris):
        add_ori(agency=agency, code=code, by=by, at=at)
    return agency


@transaction.atomic
def amend_and_move(
    *, agency: Agency, details: AgencyDetails, by: Person, at: datetime
) -> DatesMove:
    """Amends an agency and gives the move of its dates, also where nothing moves.

    Raises `AgencyExists`.
    """
    return move_agency(save_agency(agency=agency, details=details, by=by, at=at), by=by, at=at)


def preview_amendment(
    *, agency: Agency, details: AgencyDetails, today: date, by: Person | None = None
) -> Preview:
    """What another law or level of the agency would move."""
    return _preview_clocks({agency.pk: details.clock}, today=today, by=by)


def _preview_clocks(
    clocks: dict[int, tuple[str, str]], *, today: date, by: Person | None = None
) -> Preview:
    requests = RecordsRequest.objects.filter(agency__in=list(clocks), received_on__isnull=False)
    offices = Offices(clocks=clocks)
    return preview_of_requests(requests, rules_in_force(), on=today, offices=offices, by=by)
