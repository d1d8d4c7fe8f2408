"""What an agency is found by besides its name: ORIs and other names."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords

from requests_app.domain.agencies.models.agency import Agency
from requests_app.domain.agencies.models.folded import FoldedName


class Ori(models.Model):
    """Originating Agency Identifier: nine characters, `CA` + county number + agency."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="oris")
    code = models.CharField(max_length=9, unique=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "ORI"
        verbose_name_plural = "ORIs"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Alias(FoldedName):
    """Another name that the agency appears under in returned data."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    folded_name = models.CharField(max_length=200, editable=False, db_index=True)

    history = HistoricalRecords(excluded_fields=["folded_name"])

    class Meta:
        verbose_name_plural = "aliases"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "folded_name"], name="one_alias_per_agency_and_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name
