"""One year's round of the same request."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from requests_app.domain.deadlines.years import FIRST_YEAR, LAST_YEAR


class Campaign(models.Model):
    """One year's round of the same request to many agencies."""

    ways_to_campaign = ("pk",)

    name = models.CharField(max_length=200, unique=True)
    reporting_year = models.PositiveSmallIntegerField(
        help_text="The calendar year whose misuse the requests ask about."
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(blank=True, help_text="What the request asks for.")
    # There for its members alone, and for who manages campaigns: `sight.py` has the rule.
    is_restricted = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["-reporting_year", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reporting_year__range=(FIRST_YEAR, LAST_YEAR)),
                name="campaign_is_about_a_year_of_ours",
            ),
        ]
        indexes = [
            # Few of all, and asked for with every page.
            models.Index(
                fields=["id"],
                name="restricted_campaigns",
                condition=models.Q(is_restricted=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name
