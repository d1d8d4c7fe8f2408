"""The ledger: one row for each reminder there ever was, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.request_log.models import RecordsRequest


class Reminder(models.Model):
    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        CLAIMED = "claimed", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        SKIPPED = "skipped", "Skipped"

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders"
    )
    records_request = models.ForeignKey(
        RecordsRequest, on_delete=models.CASCADE, related_name="reminders"
    )
    kind = models.CharField(max_length=30, choices=ReminderKind.choices)
    speaks_of = models.DateField(help_text="The deadline that the reminder is about.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was skipped or failed.")
    # Ours and stable: a mail that goes out again after a crash carries the same one.
    message_id = models.CharField(max_length=200, unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    planned_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True, help_text="The text of the mail as it went out.")

    class Meta:
        ordering = ["-planned_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "records_request", "kind", "speaks_of"],
                name="one_reminder_per_recipient_kind_and_due_date",
            ),
        ]
        indexes = [models.Index(fields=["state", "claimed_at"], name="reminders_to_send")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.records_request}, {self.speaks_of}"
