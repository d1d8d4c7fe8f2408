"""The ledger: one row for each reminder there ever was, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.models.mails import ReminderMail
from requests_app.domain.reminders.models.own import OwnReminder
from requests_app.domain.request_log.models import Campaign, RecordsRequest


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def waiting(self) -> ReminderQuerySet:
        """Planned, and in no mail yet."""
        return self.filter(state=Reminder.State.PLANNED)

    def with_subject(self) -> ReminderQuerySet:
        """With what a list shows of each: one query, and one or two more where own reminders are
        among them."""
        return self.select_related(
            "recipient",
            "stands_in_for",
            "records_request__agency",
            "records_request__campaign",
            "campaign",
        ).prefetch_related(
            "own_reminder__records_request__agency",
            "own_reminder__campaign",
            "own_reminder__agency",
        )


class Reminder(models.Model):
    """One reminder to one recipient of one subject, because of one date.

    The recipient is a person, or the desk's shared address where there is none. The subject is a
    request, a campaign or an own reminder; where there is none, the desk's whole work (1 February,
    1 November).
    """

    ways_to_campaign = (
        "campaign",
        "records_request__campaign",
        "own_reminder__campaign",
        "own_reminder__records_request__campaign",
    )

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        CLAIMED = "claimed", "In a mail"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        SKIPPED = "skipped", "Skipped"

    # Its index is the unique constraint's, which begins with it.
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="reminders",
    )
    records_request = models.ForeignKey(
        RecordsRequest, null=True, on_delete=models.CASCADE, related_name="reminders"
    )
    campaign = models.ForeignKey(
        Campaign, null=True, on_delete=models.CASCADE, related_name="reminders"
    )
    own_reminder = models.ForeignKey(
        OwnReminder, null=True, on_delete=models.CASCADE, related_name="reminders"
    )
    kind = models.CharField(max_length=30, choices=ReminderKind.choices)
    speaks_of = models.DateField(help_text="The date that the reminder is about.")
    # After this day a later reminder says more; None: it is worth sending until it is sent.
    good_until = models.DateField(null=True)
    at_once = models.BooleanField(default=False, help_text="In a mail of its own, not the digest.")
    stands_in_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was skipped or failed.")
    planned_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(
        ReminderMail, null=True, on_delete=models.SET_NULL, related_name="reminders"
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_at", "-id"]
        constraints = [
            # NULL differs from NULL, 0 does not: there is no row with that key.
            models.UniqueConstraint(
                Coalesce("recipient", 0),
                Coalesce("records_request", 0),
                Coalesce("campaign", 0),
                Coalesce("own_reminder", 0),
                "kind",
                "speaks_of",
                name="one_reminder_per_recipient_subject_kind_and_date",
            ),
            models.CheckConstraint(
                condition=Q(records_request__isnull=True, campaign__isnull=True)
                | Q(records_request__isnull=True, own_reminder__isnull=True)
                | Q(campaign__isnull=True, own_reminder__isnull=True),
                name="reminder_is_about_one_thing_at_most",
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient", "id"],
                name="reminders_in_no_mail_yet",
                condition=Q(state="planned"),
            ),
            models.Index(fields=["-planned_at", "-id"], name="reminders_newest_first"),
            models.Index(fields=["state", "-planned_at", "-id"], name="reminders_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.about}, {self.speaks_of}"

    @property
    def about(self) -> RecordsRequest | Campaign | OwnReminder | None:
        """Its subject; None: the desk's whole work."""
        return self.records_request or self.campaign or self.own_reminder
