"""Questions asked of figures and releases."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class ReleaseQuerySet(models.QuerySet):
    def published(self) -> ReleaseQuerySet:
        """What the public may see: published, not superseded, not part of the sample."""
        return self.filter(state="published", is_sample=False)


class FigureQuerySet(models.QuerySet):
    def published(self) -> FigureQuerySet:
        """Figures of published releases; nothing of a draft, a superseded one or the sample."""
        return self.filter(release__state="published", release__is_sample=False)

    def current(self) -> FigureQuerySet:
        """Figures of releases that stand: all but the superseded."""
        return self.exclude(release__state="superseded")

    def of_single_years(self) -> FigureQuerySet:
        return self.filter(year_from=F("year_to"))

    def of_year(self, year: int) -> FigureQuerySet:
        """About exactly this calendar year, not a longer period that contains it."""
        return self.filter(year_from=year, year_to=year)

    def statewide(self) -> FigureQuerySet:
        """About the whole state. (A NULL agency with a name is somebody the directory lacks.)"""
        return self.filter(agency__isnull=True, agency_as_written="")


def about_subject(subject: tuple[int | None, str]) -> Q:
    """Figures about the agency with this key, the body of this folded name, or the state."""
    agency_id, name = subject
    if agency_id is not None:
        return Q(agency_id=agency_id)
    return Q(agency__isnull=True) & (~Q(agency_as_written="") if name else Q(agency_as_written=""))
