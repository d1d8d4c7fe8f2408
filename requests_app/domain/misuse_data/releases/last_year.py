"""A release beside what its source stated for the year before."""

from __future__ import annotations

from django.db.models import F

from requests_app.domain.accounts.models import Person
from requests_app.domain.misuse_data.comparison.scopes import Scope
from requests_app.domain.misuse_data.comparison.two_years import Pair, two_years
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.request_log.sight import seen_by


def last_years(release: Release, *, person: Person | None = None) -> Release | None:
    """The release that stands of the same source for the year before, of those that are there for
    `person`; None for a release of several years, and where there is none."""
    if release.covers_from != release.covers_to:
        return None
    of_source = seen_by(Release.objects.current(), person).filter(
        source=release.source,
        covers_from=release.covers_from - 1,
        covers_to=release.covers_to - 1,
        is_quoted_claim=release.is_quoted_claim,
        is_sample=release.is_sample,
    )
    return of_source.order_by(F("published_at").desc(nulls_last=True), "-pk").first()


def since_last_year(release: Release, before: Release) -> list[Pair]:
    """Each measure's sum of both years, with the change where the two can be compared. The queries
    of `two_years`."""
    figures = Figure.objects.filter(release__in=[before, release])
    return two_years(figures, before=before.covers_to, after=release.covers_to, scope=Scope())
