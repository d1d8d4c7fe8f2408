"""What people deleted, until it is emptied."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from requests_app.domain.request_log.models.attachments import Attachment


class BinnedItemQuerySet(models.QuerySet["BinnedItem"]):
    def over(self, *, at: datetime) -> BinnedItemQuerySet:
        """What has lain there for BIN_DAYS at `at`."""
        return self.filter(binned_at__lte=at - timedelta(days=settings.BIN_DAYS))

    def file_names(self) -> models.QuerySet:
        """The storage names of what has a file."""
        return self.exclude(file="").values_list("file", flat=True)


class BinnedItem(models.Model):
    """One thing that was deleted: its rows as they were, from which it is made again.

    The rows are nowhere else, so nothing that lists, finds, hands over or publishes meets them.
    """

    ways_to_campaign = ("campaign", "records_request__campaign")

    class Kind(models.TextChoices):
        FILE = "file", "File"
        REQUEST = "request", "Request"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    label = models.CharField(max_length=300)
    # The request that it belonged to, in words too: that may be deleted one day itself.
    records_request = models.ForeignKey(
        "requests_app.RecordsRequest",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # That of the request, which cannot say it itself any more once it is gone.
    campaign = models.ForeignKey(
        "requests_app.Campaign", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    of = models.CharField(max_length=300, blank=True)
    rows = models.JSONField(help_text="Django's serialization, in the order they are made again.")
    file = models.FileField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True, help_text="Bytes.")
    file_state = models.CharField(max_length=20, blank=True, help_text="Of `Attachment.State`.")
    reason = models.CharField(max_length=300, blank=True)
    is_sample = models.BooleanField(default=False)
    binned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    binned_at = models.DateTimeField(db_index=True)

    objects = BinnedItemQuerySet.as_manager()

    class Meta:
        ordering = ["-binned_at", "-id"]

    def __str__(self) -> str:
        return self.label

    @property
    def file_state_words(self) -> str:
        """ "Restricted"; empty for what is no file."""
        return Attachment.State(self.file_state).label if self.file_state else ""

    @property
    def until(self) -> datetime:
        """When the night takes it that comes next."""
        return self.binned_at + timedelta(days=settings.BIN_DAYS)
