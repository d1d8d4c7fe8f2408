"""The yearly duty: each agency reports a year's misuse to the DOJ by 1 February of the next."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from requests_app.domain.agencies.models import Agency
from requests_app.domain.deadlines.years import FIRST_YEAR, LAST_YEAR
from requests_app.domain.reporting.answers import Answer, Teller
from requests_app.domain.reporting.queries import AnnualDutyQuerySet

__all__ = ["AnnualDuty", "Answer", "FoundAnswer"]


class AnnualDuty(models.Model):
    """What became of one agency's duty for one year: what a person entered, else what the releases
    tell (`FoundAnswer`)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="annual_duties")
    reporting_year = models.PositiveSmallIntegerField(help_text="The year that is reported on.")
    due_on = models.DateField(help_text="1 February of the next year; a policy date, never rolled.")
    answer = models.CharField(max_length=20, choices=Answer.choices, default=Answer.UNKNOWN)
    said = models.CharField(
        max_length=200, blank=True, help_text="What was reported, in words: 4 investigations."
    )
    reported_on = models.DateField(null=True, blank=True)
    evidence = models.TextField(blank=True, help_text="Where this is known from.")
    # Entered by a person: an import never puts another answer in its place.
    by_hand = models.BooleanField(default=False)
    # A release that stands says otherwise.
    is_contradicted = models.BooleanField(default=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    history = HistoricalRecords()
    objects = AnnualDutyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "annual duties"
        ordering = ["-reporting_year", "agency__name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reporting_year__range=(FIRST_YEAR, LAST_YEAR)),
                name="duty_is_of_a_year_of_ours",
            ),
            models.UniqueConstraint(
                fields=["agency", "reporting_year"], name="one_duty_per_agency_and_year"
            ),
            models.CheckConstraint(
                condition=models.Q(reported_on__isnull=True)
                | models.Q(answer__in=["reported", "reported_zero", "unclear", "withheld"]),
                name="only_an_answered_duty_has_a_day_it_was_reported_on",
            ),
            models.CheckConstraint(
                condition=models.Q(by_hand=False) | ~models.Q(answer="unknown"),
                name="only_an_answer_is_entered_by_hand",
            ),
        ]
        indexes = [models.Index(fields=["reporting_year", "answer"], name="duties_by_year")]

    def __str__(self) -> str:
        return f"{self.agency}, {self.reporting_year}: {self.get_answer_display()}"

    @property
    def is_late(self) -> bool:
        """Reported, but after 1 February."""
        return self.reported_on is not None and self.reported_on > self.due_on

    @property
    def in_words(self) -> str:
        """ "Reported 4 investigations", "Reported zero", "Did not report"."""
        label = str(Answer(self.answer).label)
        return f"{label} {self.said}" if self.said and self.answer == Answer.REPORTED else label


class FoundAnswer(models.Model):
    """What one release tells of an agency's year. Written by `found.py`, never edited.

    The release is named by its number and title: this room knows no releases.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="found_answers")
    reporting_year = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=20, choices=Answer.choices)
    said = models.CharField(max_length=200, blank=True)
    # Told by saying nothing: the agency is on none of the release's lists (`absent.py`).
    is_absence = models.BooleanField(default=False)
    told_by = models.CharField(max_length=10, choices=Teller.choices)
    release_number = models.PositiveIntegerField()
    release_title = models.CharField(max_length=200)
    # False once a later issue of the same source has replaced the release.
    stands = models.BooleanField(default=True)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["reporting_year", "agency", "-found_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["release_number", "agency", "reporting_year"],
                name="one_answer_per_release_agency_and_year",
            ),
            models.CheckConstraint(
                condition=~models.Q(answer="unknown"), name="a_found_answer_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "reporting_year"], name="found_answers_by_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.release_title}: {self.get_answer_display()}"
