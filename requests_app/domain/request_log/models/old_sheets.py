"""The spreadsheets that requests were kept in before, as they were uploaded to be imported."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class OldSheet(models.Model):
    """One uploaded file, what its columns were said to hold, and the requests made from it.

    The mapping of the newest imported sheet with the same headings is proposed for the next one.
    """

    ways_to_campaign = ("defaults__campaign",)

    file = models.FileField(max_length=200)
    original_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    sheet_name = models.CharField(max_length=100, blank=True)
    headings_key = models.CharField(max_length=64, blank=True, db_index=True)
    mapping = models.JSONField(default=dict, help_text="Heading -> what the column holds.")
    # What holds for every row that says nothing else: year, subject, method, campaign (id).
    defaults = models.JSONField(default=dict, blank=True)
    # Agencies that a person took for names the directory does not know: name -> id.
    chosen = models.JSONField(default=dict, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    imported_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    made = models.JSONField(default=list, blank=True, help_text="Ids of the requests made.")

    class Meta:
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.original_name
