"""One agency's sworn officers in one year, as one source gives them."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords

from requests_app.domain.agencies.models import Agency


class SwornOfficers(models.Model):
    """Loaded from a file with its source, never guessed. One number an agency and year."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sworn_officers")
    year = models.PositiveSmallIntegerField()
    officers = models.PositiveIntegerField(help_text="Sworn officers, as the source counts them.")
    source = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "sworn officers"
        ordering = ["agency__name", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year"], name="one_number_of_officers_per_agency_and_year"
            ),
            models.CheckConstraint(
                condition=models.Q(officers__gt=0), name="an_agency_with_officers_has_some"
            ),
            models.CheckConstraint(
                condition=~models.Q(source=""), name="a_number_of_officers_says_where_from"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.year}: {self.officers:,} sworn officers"
