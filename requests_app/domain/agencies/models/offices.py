"""What is special about one office: whole-day closures, holidays it adopted."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords

from requests_app.domain.agencies.models.agency import Agency


class Closure(models.Model):
    """A whole day on which the agency's main office was closed (Code Civ. Proc. § 12b)."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="closures")
    on = models.DateField()
    reason = models.CharField(max_length=200)
    source = models.CharField(max_length=300, help_text="Where this is known from.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "on"], name="one_closure_per_agency_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} closed on {self.on}: {self.reason}"


class AdoptedHoliday(models.Model):
    """A holiday of Gov. Code § 6700 that binds a local body only because it adopted it."""

    class Holiday(models.TextChoices):
        KING = "king", "Martin Luther King Jr. Day"
        MARCH_31 = "march_31", "31 March (Farmworkers Day, before 2026 Cesar Chavez Day)"

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="adopted_holidays")
    holiday = models.CharField(max_length=20, choices=Holiday.choices)
    source = models.CharField(max_length=300, help_text="The resolution or memorandum.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["holiday"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "holiday"], name="one_adoption_per_agency_and_holiday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} adopted {self.get_holiday_display()}"
