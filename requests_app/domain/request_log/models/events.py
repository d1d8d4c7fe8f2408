"""What happened to a request."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models.letters import Letter
from requests_app.domain.request_log.models.requests import RecordsRequest


class Event(models.Model):
    """Something that happened to a request. Never edited: a correction supersedes it."""

    ways_to_campaign = ("records_request__campaign",)

    # Its index is `events_in_order`.
    records_request = models.ForeignKey(
        RecordsRequest, on_delete=models.CASCADE, related_name="events", db_index=False
    )
    kind = models.CharField(max_length=40, choices=EventKind.choices)
    on = models.DateField()
    names_on = models.DateField(
        null=True, blank=True, help_text="The date the agency named: a new due date, an estimate."
    )
    ground = models.CharField(max_length=40, blank=True)
    # As it read when the notice was recorded: a law may lose its ground, a notice does not.
    ground_words = models.TextField(blank=True)
    in_writing = models.BooleanField(default=True)
    amount = models.CharField(max_length=60, blank=True, help_text="A fee, as it was written.")
    exemptions = models.TextField(blank=True, help_text="The sections that the agency cited.")
    deciders = models.TextField(
        blank=True, help_text="Names and titles of those responsible for a denial."
    )
    note = models.TextField(blank=True)
    # The event that this one replaces. Its kind is what should have stood there; kind "correction"
    # takes the old one back and puts nothing in its place.
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    # What went out, where this is the sending of a letter that was kept.
    letter = models.ForeignKey(
        Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField()
    # Made with the form that is shown once: a second click with the same key records nothing new.
    form_key = models.CharField(max_length=36, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["on", "id"]
        indexes = [
            models.Index(fields=["records_request", "on", "id"], name="events_in_order"),
            models.Index(fields=["on", "id"], name="events_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.on}"
