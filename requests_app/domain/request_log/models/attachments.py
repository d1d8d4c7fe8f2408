"""The files that came back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from requests_app.domain.request_log.models.requests import RecordsRequest


class Attachment(models.Model):
    """A file as it came, never altered; known by its hash."""

    class State(models.TextChoices):
        NORMAL = "normal", "Normal"
        RESTRICTED = "restricted", "Restricted"
        QUARANTINED = "quarantined", "In quarantine"

    records_request = models.ForeignKey(
        RecordsRequest, on_delete=models.CASCADE, related_name="attachments"
    )
    file = models.FileField(max_length=200)
    original_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    content_kind = models.CharField(max_length=20, help_text="Read from the content: csv, xlsx …")
    state = models.CharField(max_length=20, choices=State.choices, default=State.NORMAL)
    came_on = models.DateField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField()

    history = HistoricalRecords()

    class Meta:
        ordering = ["-added_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["records_request", "sha256"], name="one_attachment_per_request_and_content"
            ),
        ]

    def __str__(self) -> str:
        return self.original_name
