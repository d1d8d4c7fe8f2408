"""Requests that are probably the one that is being logged."""

from collections.abc import Collection

from django.db.models import Q

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.details import RequestDetails
from requests_app.domain.request_log.event_kinds import Status
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.domain.request_log.sight import seen_by

# More to one agency about one year are not looked through one by one.
MOST = 20


class ProbableDuplicate(Exception):
    """The agency is asked already in the campaign or about the year; nothing was logged.

    alike: those requests, newest first.
    """

    def __init__(self, alike: list[RecordsRequest]):
        self.alike = alike
        numbers = ", ".join(request.number for request in alike)
        super().__init__(f"Perhaps the same as {numbers}.")


def alike(
    *,
    agency: Agency,
    campaign: Campaign | None,
    reporting_year: int,
    person: Person | None = None,
) -> list[RecordsRequest]:
    """Requests to the agency in the campaign or about the year, newest first; not withdrawn,
    and only what is there for `person`: nobody learns of a request by logging its like."""
    same_round = Q(reporting_year=reporting_year)
    if campaign is not None:
        same_round |= Q(campaign=campaign)
    found = RecordsRequest.objects.filter(same_round, agency=agency)
    return list(seen_by(found, person).exclude(status=Status.WITHDRAWN).order_by("-id")[:MOST])


def check_not_alike(
    details: RequestDetails, *, seen: Collection[int] | None, person: Person | None = None
) -> None:
    """Raises `ProbableDuplicate` when one of `alike` is not among the `seen` (ids).

    seen None: nobody is asked, as for a program or an import that looks by itself.
    """
    if seen is None:
        return
    found = alike(
        agency=details.agency,
        campaign=details.campaign,
        reporting_year=details.reporting_year,
        person=person,
    )
    if any(request.pk not in seen for request in found):
        raise ProbableDuplicate(found)
