"""A table as each of two people typed it, and the file that the two became."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from requests_app.domain.request_log.models import Attachment


class TypedTable(models.Model):
    """What one person read in a file that no program reads."""

    ways_to_campaign = ("attachment__records_request__campaign",)

    attachment = models.ForeignKey(
        Attachment, on_delete=models.CASCADE, related_name="typed_tables"
    )
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    typed_at = models.DateTimeField()
    rows = models.JSONField(help_text="Rows of cells, all of one width.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attachment", "typed_by"], name="one_typed_table_by_each_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attachment} as typed by {self.typed_by}"


class Transcription(models.Model):
    """The two tables made one, as a file of the request beside the one it was read from."""

    ways_to_campaign = ("attachment__records_request__campaign",)

    attachment = models.OneToOneField(
        Attachment, on_delete=models.CASCADE, related_name="transcription"
    )
    table = models.OneToOneField(
        Attachment, on_delete=models.PROTECT, related_name="transcribed_from"
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField()
    chosen = models.JSONField(
        default=dict, help_text="By row and column: what was taken where the two differed."
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.table} transcribed from {self.attachment}"
