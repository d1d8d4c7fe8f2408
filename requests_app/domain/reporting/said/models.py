"""What an agency said about a year, and our requests for its comment."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from requests_app.domain.agencies.models import Agency
from requests_app.domain.reporting.said.kinds import SAID_KINDS, Cause, SaidKind
from requests_app.domain.request_log.dates import shown
from requests_app.domain.request_log.models import Attachment, RecordsRequest


class OnAYear(models.QuerySet):
    """Of what was entered about agencies' years."""

    def about(self, agency: int, reporting_year: int) -> OnAYear:
        return self.filter(agency=agency, reporting_year=reporting_year)

    def standing(self) -> OnAYear:
        """What nobody has taken back."""
        return self.filter(taken_back_at__isnull=True)

    def published(self) -> OnAYear:
        return self.standing().filter(is_public=True)


class AboutAYear(models.Model):
    """What both have in common. Taken back: it stays readable in the workspace, and counts no
    more."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    reporting_year = models.PositiveSmallIntegerField()
    is_public = models.BooleanField(default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    entered_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = OnAYear.as_manager()

    class Meta:
        abstract = True


class Said(AboutAYear):
    """One thing that an agency said about its year, with its source and day."""

    ways_to_campaign = ("records_request__campaign", "attachment__records_request__campaign")
    open_to_all = Q(is_public=True)

    kind = models.CharField(max_length=20, choices=SaidKind.choices)
    cause = models.CharField(max_length=20, choices=Cause.choices, blank=True)
    text = models.TextField(blank=True, help_text="In its words.")
    said_on = models.DateField(help_text="The day of the source.")
    url = models.URLField(max_length=500, blank=True)
    attachment = models.ForeignKey(
        Attachment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    records_request = models.ForeignKey(
        RecordsRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="said"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "said"
        ordering = ["-reporting_year", "said_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="cause") & ~Q(cause=""))
                | (~Q(kind="cause") & Q(cause="") & ~Q(text="")),
                name="a_cause_is_one_of_the_table_and_all_else_is_in_words",
            ),
            models.CheckConstraint(
                condition=~Q(url="")
                | Q(attachment__isnull=False)
                | Q(records_request__isnull=False),
                name="what_was_said_has_a_source",
            ),
        ]
        indexes = [models.Index(fields=["agency", "reporting_year"], name="said_by_agency")]

    def __str__(self) -> str:
        return f"{self.agency}, {self.reporting_year}: {self.get_kind_display().lower()}"

    @property
    def in_words(self) -> str:
        """ "concealed-carry checks: counted per query"."""
        label = str(Cause(self.cause).label) if self.cause else ""
        return ": ".join(filter(None, [label, self.text]))

    @property
    def claimed(self) -> str:
        """ "gave as the cause"."""
        return SAID_KINDS[SaidKind(self.kind)].claimed


class Comment(AboutAYear):
    """A request of ours for the agency's comment on a year, and its answer."""

    asked_on = models.DateField()
    asked_by = models.CharField(max_length=200, help_text="Who asked.")
    question = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True, help_text="In its words.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["-reporting_year", "asked_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(answered_on__isnull=True) & Q(answer=""))
                | (Q(answered_on__gte=models.F("asked_on")) & ~Q(answer="")),
                name="a_comment_is_answered_in_words_and_after_it_was_asked",
            ),
        ]
        indexes = [models.Index(fields=["agency", "reporting_year"], name="comments_by_agency")]

    def __str__(self) -> str:
        return f"{self.agency}, {self.reporting_year}: comment asked on {self.asked_on}"

    def standing_on(self, on: date) -> str:
        """ "answered on Fri 3 Jan 2025", or "no answer by Mon 22 Jun 2026": silence is no
        statement."""
        if self.answered_on:
            return f"answered on {shown(self.answered_on)}"
        return f"no answer by {shown(on)}"
