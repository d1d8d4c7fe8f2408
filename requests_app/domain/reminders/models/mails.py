"""The mails in which reminders go out."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

DIGEST = "digest"


class ReminderMailQuerySet(models.QuerySet["ReminderMail"]):
    def not_begun(self) -> ReminderMailQuerySet:
        """Waiting, and no server has seen them."""
        return self.filter(state=ReminderMail.State.WAITING, attempts=0, may_have_arrived=False)

    def to_send(self, *, at: datetime, claimed_before: datetime) -> ReminderMailQuerySet:
        """Waiting and to be tried by now, or claimed before by a worker that never finished."""
        waiting = Q(state=ReminderMail.State.WAITING)
        may_be_tried = Q(try_after__isnull=True) | Q(try_after__lte=at)
        left_behind = Q(state=ReminderMail.State.CLAIMED, claimed_at__lt=claimed_before)
        return self.filter((waiting & may_be_tried) | left_behind)


class ReminderMail(models.Model):
    """One mail to one recipient: the digest of a day, or what could not wait for it.

    A row is there before the mail goes, with the Message-ID it will have however often it is
    tried. `recipient` None: the desk's shared address.
    """

    # A mail that speaks of one request of a restricted campaign is as closed as that one.
    ways_to_campaign = (
        "reminders__campaign",
        "reminders__records_request__campaign",
        "reminders__own_reminder__campaign",
        "reminders__own_reminder__records_request__campaign",
    )

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        CLAIMED = "claimed", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        EMPTY = "empty", "Nothing left to say"

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="reminder_mails",
    )
    day = models.DateField(help_text="The recipient's own day.")
    # "digest", or "at once" with the first reminder in it: two planners make the same.
    key = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it waits or failed.")
    message_id = models.CharField(max_length=200, unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(null=True, blank=True)
    # Given to a server that never said what became of it: it goes again as the same mail only.
    may_have_arrived = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    # Whose turn it is: a mark of the process that makes it or sends it.
    claim = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    address = models.CharField(max_length=254, blank=True, help_text="Where it went.")
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)

    objects = ReminderMailQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                Coalesce("recipient", 0), "day", "key", name="one_mail_per_recipient_day_and_key"
            ),
        ]
        indexes = [
            models.Index(
                fields=["claimed_at", "id"],
                name="reminder_mails_to_send",
                condition=Q(state__in=["waiting", "claimed"]),
            ),
            models.Index(
                fields=["claim"],
                name="reminder_mails_by_claim",
                condition=Q(state__in=["waiting", "claimed"]),
            ),
            models.Index(fields=["state", "-made_at"], name="reminder_mails_by_state"),
        ]

    def __str__(self) -> str:
        return self.subject or f"{self.key} of {self.day}"

    @property
    def is_digest(self) -> bool:
        return self.key == DIGEST
