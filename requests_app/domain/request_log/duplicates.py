"""Requests that are probably the one that is being logged."""

from collections.abc import Collection

from django.db.models import Q

from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.event_kinds import Status
from requests_app.domain.request_log.models import Campaign, RecordsRequest

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
    *, agency: Agency, campaign: Campaign | None, reporting_year: int
) -> list[RecordsRequest]:
    """Requests to the agency in the campaign or about the year, newest first; not withdrawn."""
    same_round = Q(reporting_year=reporting_year)
    if campaign is not None:
        same_round |= Q(campaign=campaign)
    found = RecordsRequest.objects.filter(same_round, agency=agency)
    return list(found.exclude(status=Status.WITHDRAWN).order_by("-id")[:MOST])


def check_not_alike(
    *,
    agency: Agency,
    campaign: Campaign | None,
    reporting_year: int,
    seen: Collection[int] | None,
) -> None:
    """Raises `ProbableDuplicate` when one of `alike` is not among the `seen` (ids).

    seen None: nobody is asked, as for a program or an import that looks by itself.
    """
    if seen is None:
        return
    found = alike(agency=agency, campaign=campaign, reporting_year=reporting_year)
    if any(request.pk not in seen for request in found):
        raise ProbableDuplicate(found)
