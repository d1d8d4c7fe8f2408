"""The yearly duty: each agency reports a year's misuse to the DOJ by 1 February of the next."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from requests_app.domain.agencies.models import Agency


class Answer(models.TextChoices):
    """What became of one agency's duty for one year. None of these is ever shown as 0."""

    UNKNOWN = "unknown", "Not known yet"
    REPORTED = "reported", "Reported"
    REPORTED_ZERO = "reported_zero", "Reported zero"
    DID_NOT_REPORT = "did_not_report", "Did not report"
    WITHHELD = "withheld", "Withheld"
    UNCLEAR = "unclear", "Unreadable or unclear"


class AnnualDutyQuerySet(models.QuerySet["AnnualDuty"]):
    def of_year(self, reporting_year: int) -> AnnualDutyQuerySet:
        return self.filter(reporting_year=reporting_year)


class AnnualDuty(models.Model):
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="annual_duties")
    reporting_year = models.PositiveSmallIntegerField(help_text="The year that is reported on.")
    due_on = models.DateField(help_text="1 February of the next year; a policy date, never rolled.")
    answer = models.CharField(max_length=20, choices=Answer.choices, default=Answer.UNKNOWN)
    reported_on = models.DateField(null=True, blank=True)
    evidence = models.TextField(blank=True, help_text="Where this is known from.")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    history = HistoricalRecords()
    objects = AnnualDutyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "annual duties"
        ordering = ["-reporting_year", "agency__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "reporting_year"], name="one_duty_per_agency_and_year"
            ),
            models.CheckConstraint(
                condition=models.Q(reported_on__isnull=True)
                | models.Q(answer__in=["reported", "reported_zero", "unclear", "withheld"]),
                name="only_an_answered_duty_has_a_day_it_was_reported_on",
            ),
        ]
        indexes = [models.Index(fields=["reporting_year", "answer"], name="duties_by_year")]

    def __str__(self) -> str:
        return f"{self.agency}, {self.reporting_year}: {self.get_answer_display()}"

    @property
    def is_late(self) -> bool:
        """Reported, but after 1 February."""
        return self.reported_on is not None and self.reported_on > self.due_on
