"""Questions asked of figures and releases."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from requests_app.domain.accounts.models import Person
from requests_app.domain.misuse_data.vocabulary import ISSUED_STATES, SET_ASIDE_STATES, ReleaseState
from requests_app.domain.reporting.said.kinds import SaidKind
from requests_app.domain.reporting.said.models import Said
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.sight import seen_by

# About somebody whom the directory lacks. (Also the condition of an index: it has to read the
# same.)
UNMATCHED = Q(agency__isnull=True) & ~Q(agency_as_written="")


class ReleaseQuerySet(models.QuerySet):
    def published(self) -> ReleaseQuerySet:
        """What the public may see: published, not superseded, not part of the sample."""
        return self.filter(state="published", is_sample=False)

    def issued(self) -> ReleaseQuerySet:
        """What was published once, superseded meanwhile or not; nothing that was withdrawn."""
        return self.filter(state__in=ISSUED_STATES)

    def known_beside(self, records_request: RecordsRequest | None) -> ReleaseQuerySet:
        """What an import of a file of that request (None: it came without one) is held against:
        no draft of a restricted campaign but the file's own, which not everybody who imports may
        know of."""
        kept = Q(records_request__campaign__is_restricted=True)
        if records_request is not None and records_request.campaign_id:
            kept &= ~Q(records_request__campaign=records_request.campaign_id)
        return self.exclude(kept & ~Q(state__in=ISSUED_STATES))

    def current(self) -> ReleaseQuerySet:
        """Releases that stand: all but the superseded and the withdrawn."""
        return self.exclude(state__in=SET_ASIDE_STATES)


class FigureQuerySet(models.QuerySet):
    def published(self) -> FigureQuerySet:
        """Figures of published releases; nothing of a draft, of one that was superseded or
        withdrawn, or of the sample."""
        return self.filter(release__state="published", release__is_sample=False)

    def current(self) -> FigureQuerySet:
        """Figures of releases that stand: all but the superseded and the withdrawn."""
        return self.exclude(release__state__in=SET_ASIDE_STATES)

    def not_withdrawn(self, *, but: int | None = None) -> FigureQuerySet:
        """What figures are held against, superseded issues among them; `but`: the key of one whose
        own page is shown, withdrawn or not."""
        return self.filter(~Q(release__state=ReleaseState.WITHDRAWN) | Q(pk=but or 0))

    def unmatched(self) -> FigureQuerySet:
        """About somebody whom the directory lacks, in releases that stand."""
        return self.current().filter(UNMATCHED)

    def of_single_years(self) -> FigureQuerySet:
        return self.filter(year_from=F("year_to"))

    def of_year(self, year: int) -> FigureQuerySet:
        """About exactly this calendar year, not a longer period that contains it."""
        return self.filter(year_from=year, year_to=year)

    def take_back(self) -> int:
        """Deletes the figures of an import that is undone, a million as quickly as one, and without
        a history row of each: the audit says who undid it."""
        return self._raw_delete(self.db)

    def of_periods_with(self, year: int) -> FigureQuerySet:
        """About this calendar year, or about a longer period that contains it."""
        return self.filter(year_from__lte=year, year_to__gte=year)

    def statewide_or_of(self, year: int) -> FigureQuerySet:
        """About the whole state in whatever year, and about anybody in this one."""
        of_state = Q(agency__isnull=True, agency_as_written="")
        return self.filter(of_state | Q(year_from__lte=year, year_to__gte=year))

    def of_bodies(self) -> FigureQuerySet:
        """About an agency or another body, not about the whole state."""
        return self.exclude(agency__isnull=True, agency_as_written="")

    def with_cause(self, cause: str, *, person: Person | None = None) -> FigureQuerySet:
        """Of agencies that gave this cause (of `Cause`) for the figure's own single year, in words
        that are there for `person`."""
        gave = seen_by(Said.objects.standing(), person).filter(
            kind=SaidKind.CAUSE,
            cause=cause,
            agency=OuterRef("agency"),
            reporting_year=OuterRef("year_to"),
        )
        return self.of_single_years().filter(Exists(gave))

    def statewide(self) -> FigureQuerySet:
        """About the whole state. (A NULL agency with a name is somebody the directory lacks.)"""
        return self.filter(agency__isnull=True, agency_as_written="")


def about_subject(subject: tuple[int | None, str]) -> Q:
    """Figures about the agency with this key, the body of this folded name, or the state."""
    agency_id, name = subject
    if agency_id is not None:
        return Q(agency_id=agency_id)
    return Q(agency__isnull=True) & (~Q(agency_as_written="") if name else Q(agency_as_written=""))
