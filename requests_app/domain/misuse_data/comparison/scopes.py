"""Whose figures are added up: the agencies of the whole state, of a county, of a kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from requests_app.domain.agencies.kinds import Kind
from requests_app.domain.agencies.models import Agency
from requests_app.domain.agencies.models.agency import AgencyQuerySet
from requests_app.domain.deadlines.counting import reporting_due_on
from requests_app.domain.misuse_data.queries import FigureQuerySet


@dataclass(frozen=True)
class Scope:
    """Blank county and kind: every agency of the state. Both: a county's agencies of that kind."""

    county: str = ""
    kind: str = ""

    @property
    def is_statewide(self) -> bool:
        return not (self.county or self.kind)

    @property
    def label(self) -> str:
        """ "All agencies of California", "Fresno County", "Police, Fresno County"."""
        if self.is_statewide:
            return "All agencies of California"
        where = f"{self.county} County" if self.county else "California"
        return f"{Kind(self.kind).label}, {where}" if self.kind else where

    def figures(self, figures: FigureQuerySet) -> FigureQuerySet:
        """Those about its agencies, each by itself; nothing stated about the whole state."""
        return figures.filter(self._where("agency__"), agency__isnull=False)

    def agencies(self, *, year: int) -> AgencyQuerySet:
        """Its agencies in the directory that owed a report for `year`."""
        return Agency.objects.owing_report_on(year).filter(self._where(""))

    def owing(self, years: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
        """(key, name) of its agencies that owed a report, by year. One query, none for no year."""
        asked = sorted(set(years))
        if not asked:
            return {}
        found = self.agencies(year=asked[0]).values_list("pk", "name", "closed_on")
        agencies = list(found)  # of the years to come too: they were open in the first
        return {
            year: [
                (pk, name)
                for pk, name, closed_on in agencies
                if closed_on is None or closed_on > reporting_due_on(year)
            ]
            for year in asked
        }

    def _where(self, prefix: str) -> Q:
        asked = {"county": self.county, "kind": self.kind}
        return Q(**{f"{prefix}{name}": value for name, value in asked.items() if value})
