"""Questions asked of the yearly duties."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.reporting.answers import OWED
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.sight import seen_by

# What the board can be filtered by beside the answers themselves.
LATE, OWING, CONTRADICTED = "late", "owing", "contradicted"
FURTHER = ((LATE, "Reported late"), (OWING, "Still owed"), (CONTRADICTED, "Sources disagree"))


class AnnualDutyQuerySet(models.QuerySet):
    def of_year(self, reporting_year: int) -> AnnualDutyQuerySet:
        return self.filter(reporting_year=reporting_year)

    def owing(self, *, on: date) -> AnnualDutyQuerySet:
        """Due before that day, and nothing came: not known yet, or known not to have reported."""
        return self.filter(answer__in=OWED, due_on__lt=on)

    def late(self) -> AnnualDutyQuerySet:
        """Reported after 1 February. (`reported_on` is NULL where the day is not known.)"""
        return self.filter(reported_on__gt=F("due_on"))

    def contradicted(self) -> AnnualDutyQuerySet:
        """Where a release that stands says otherwise."""
        return self.filter(is_contradicted=True)

    def answered_so(self, answer: str, *, on: date) -> AnnualDutyQuerySet:
        """`answer`: one of `Answer`, or of `FURTHER`."""
        if answer == LATE:
            return self.late()
        if answer == OWING:
            return self.owing(on=on)
        return self.contradicted() if answer == CONTRADICTED else self.filter(answer=answer)

    def of_agencies_like(self, text: str) -> AnnualDutyQuerySet:
        """Whose agency's name, alias or ORI has every word of `text`."""
        return self.filter(agency__in=Agency.objects.named_like(text).values("pk"))

    def asked_openly(self, person: Person | None = None) -> AnnualDutyQuerySet:
        """Whose agency an open request of ours asks about that year, one that is there for
        `person`."""
        return self.filter(Exists(_asking(person).filter(is_open=True, sent_on__isnull=False)))

    def never_asked(self, person: Person | None = None) -> AnnualDutyQuerySet:
        """Whose agency no request of ours asks about that year, none that is there for `person`."""
        return self.exclude(Exists(_asking(person)))


def _asking(person: Person | None) -> models.QuerySet[RecordsRequest]:
    asking = RecordsRequest.objects.filter(
        agency=OuterRef("agency"), reporting_year=OuterRef("reporting_year"), is_sample=False
    )
    return seen_by(asking, person)
