"""The files that came back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from requests_app.domain.request_log.models.requests import RecordsRequest


class Attachment(models.Model):
    """A file as it came, never altered; known by its hash."""

    ways_to_campaign = ("records_request__campaign",)

    class State(models.TextChoices):
        NORMAL = "normal", "Normal"
        UNSCANNED = "unscanned", "Not scanned yet"
        RESTRICTED = "restricted", "Restricted"
        QUARANTINED = "quarantined", "In quarantine"

    class TextState(models.TextChoices):
        PENDING = "pending", "Not read yet"
        READ = "read", "Read"
        NO_TEXT = "no_text", "No text in it"
        NOT_READ = "not_read", "Not read: a kind without text"
        FAILED = "failed", "Could not be read"

    records_request = models.ForeignKey(
        RecordsRequest, on_delete=models.CASCADE, related_name="attachments"
    )
    file = models.FileField(max_length=200)
    original_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    content_kind = models.CharField(max_length=20, help_text="Read from the content: csv, xlsx …")
    state = models.CharField(max_length=20, choices=State.choices, default=State.NORMAL)
    state_reason = models.TextField(blank=True)
    state_changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state_changed_at = models.DateTimeField(null=True)
    # The untouched original of which this is a redacted copy.
    redacts = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="redacted_copies"
    )
    may_go_out = models.BooleanField(default=False)
    came_on = models.DateField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField()
    # What the worker read of it; `text_reading.py` alone writes these.
    text_state = models.CharField(
        max_length=20, choices=TextState.choices, default=TextState.PENDING, editable=False
    )
    text_why = models.CharField(max_length=300, blank=True, editable=False)
    text_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    text_read_at = models.DateTimeField(null=True, editable=False)
    text_version = models.PositiveSmallIntegerField(default=0, editable=False)
    hides = models.JSONField(default=list, editable=False, help_text="What a workbook hides.")

    history = HistoricalRecords(
        excluded_fields=[
            "text_state", "text_why", "text_tries", "text_read_at", "text_version", "hides",
        ]
    )  # fmt: skip

    class Meta:
        ordering = ["-added_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["records_request", "sha256"], name="one_attachment_per_request_and_content"
            ),
        ]
        indexes = [
            # The few of very many that the worker has not read.
            models.Index(
                fields=["id"], name="files_to_read", condition=models.Q(text_state="pending")
            ),
            models.Index(
                fields=["state", "state_changed_at"],
                name="files_held_back",
                condition=models.Q(state__in=["restricted", "quarantined"]),
            ),
            models.Index(
                fields=["id"], name="files_to_scan", condition=models.Q(state="unscanned")
            ),
        ]

    def __str__(self) -> str:
        return self.original_name


class AttachmentText(models.Model):
    """The words of a file, for the search and for reading it in a page; never the file itself."""

    ways_to_campaign = ("attachment__records_request__campaign",)

    attachment = models.OneToOneField(
        Attachment, primary_key=True, on_delete=models.CASCADE, related_name="words"
    )
    text = models.TextField()

    def __str__(self) -> str:
        return f"Text of {self.attachment}"
