"""The answers over the years: agency by agency, and county by county."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q

from requests_app.domain.agencies.models import Agency
from requests_app.domain.reporting.answers import Answer
from requests_app.domain.reporting.models import AnnualDuty

MOST_YEARS = 12  # columns of the board
NO_COUNTY = "Statewide"


@dataclass(frozen=True, slots=True)
class AgencyYears:
    """One agency's duties, one for each year asked for; None where it had none."""

    agency: Agency
    duties: tuple[AnnualDuty | None, ...]


@dataclass(frozen=True, slots=True)
class CountyYear:
    """How many agencies of a county owed a report on a year, and what came. Never a share alone:
    `unknown` are neither."""

    owed: int = 0
    reported: int = 0  # a number or zero
    silent: int = 0  # known not to have reported
    late: int = 0

    @property
    def unclear(self) -> int:
        """Not known yet, withheld, or not to be read."""
        return self.owed - self.reported - self.silent


@dataclass(frozen=True, slots=True)
class CountyYears:
    county: str
    years: tuple[CountyYear | None, ...]


def years_with_duties() -> list[int]:
    """Every year that has a duty, the latest first. One query."""
    years = AnnualDuty.objects.order_by("-reporting_year").values_list("reporting_year", flat=True)
    return list(years.distinct())


def over_the_years(agencies: Iterable[Agency], years: Sequence[int]) -> list[AgencyYears]:
    """The agencies in their order, each with its duties of `years`. One query."""
    wanted = list(agencies)
    found: dict[tuple[int, int], AnnualDuty] = {}
    for duty in AnnualDuty.objects.filter(agency__in=wanted, reporting_year__in=years):
        found[duty.agency_id, duty.reporting_year] = duty
    return [
        AgencyYears(agency, tuple(found.get((agency.pk, year)) for year in years))
        for agency in wanted
    ]


def counties_over_the_years(years: Sequence[int]) -> list[CountyYears]:
    """Each county's counts in `years`, by name; what belongs to no county last. One query."""
    reported = [Answer.REPORTED, Answer.REPORTED_ZERO]
    rows = (
        AnnualDuty.objects.filter(reporting_year__in=years)
        .order_by()
        .values_list("agency__county", "reporting_year")
        .annotate(
            owed=Count("pk"),
            reported=Count("pk", filter=Q(answer__in=reported)),
            silent=Count("pk", filter=Q(answer=Answer.DID_NOT_REPORT)),
            late=Count("pk", filter=Q(reported_on__gt=F("due_on"))),
        )
    )
    found: dict[str, dict[int, CountyYear]] = defaultdict(dict)
    for county, year, *counts in rows:
        found[county][year] = CountyYear(*counts)
    return [
        CountyYears(county or NO_COUNTY, tuple(found[county].get(year) for year in years))
        for county in sorted(found, key=lambda name: (not name, name))
    ]
