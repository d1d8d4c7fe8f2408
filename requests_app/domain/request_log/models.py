"""Campaigns, records requests, what happened to them, and the files that came back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.event_kinds import EventKind, Status
from requests_app.domain.request_log.queries import RecordsRequestQuerySet


class Method(models.TextChoices):
    EMAIL = "email", "E-mail"
    PORTAL = "portal", "Portal"
    POST = "post", "Post"
    FAX = "fax", "Fax"
    IN_PERSON = "in_person", "In person"


# What arrives the moment it is sent; post and fax wait for a proof or an acknowledgement.
INSTANT_METHODS = frozenset({Method.EMAIL, Method.PORTAL, Method.IN_PERSON})


class ReceivedBasis(models.TextChoices):
    """How we know the day of receipt. The agency's claim is kept apart, on its own clock."""

    SENT_DATE = "sent_date", "The day it was sent"
    DELIVERY_PROOF = "delivery_proof", "Proof of delivery"
    ACKNOWLEDGEMENT = "acknowledgement", "The agency's acknowledgement"


class Campaign(models.Model):
    """One year's round of the same request to many agencies."""

    name = models.CharField(max_length=200, unique=True)
    reporting_year = models.PositiveSmallIntegerField(
        help_text="The calendar year whose misuse the requests ask about."
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(blank=True, help_text="What the request asks for.")
    is_sample = models.BooleanField(default=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["-reporting_year", "name"]

    def __str__(self) -> str:
        return self.name


class NumberSequence(models.Model):
    """The last request number given out in a year; locked while the next one is taken."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class RecordsRequest(models.Model):
    """A public-records request to one agency.

    The first group is what staff enter; the second is a cache that `recompute.py` alone writes
    from the timeline and the law, so that lists can filter and sort on it.
    """

    number = models.CharField(max_length=20, unique=True, help_text="Ours: TD-year-sequence.")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="records_requests")
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="records_requests"
    )
    reporting_year = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=300)
    method = models.CharField(max_length=20, choices=Method.choices)
    portal_number = models.CharField(max_length=100, blank=True, db_index=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    received_basis = models.CharField(max_length=20, choices=ReceivedBasis.choices, blank=True)
    claimed_received_on = models.DateField(null=True, blank=True)
    agency_due_on = models.DateField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    # Made with the form that is shown once: a second click with the same key logs nothing new.
    form_key = models.CharField(max_length=36, null=True, blank=True, unique=True)
    # Counts the writes: the second of two people who edit at once is told what changed.
    version = models.PositiveIntegerField(default=1)

    status = models.CharField(max_length=30, choices=Status.choices, default=Status.LOGGED)
    is_open = models.BooleanField(default=True)
    extension_days = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True, editable=False)
    earliest_arguable_on = models.DateField(null=True, editable=False)
    latest_arguable_on = models.DateField(null=True, editable=False)
    heard_on = models.DateField(null=True, editable=False)
    determined_on = models.DateField(null=True, editable=False)
    estimated_on = models.DateField(null=True, editable=False)
    waiting_on_us_since = models.DateField(null=True, editable=False)
    closed_on = models.DateField(null=True, editable=False)

    history = HistoricalRecords()
    objects = RecordsRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_on__isnull=True)
                | models.Q(received_on__isnull=True)
                | models.Q(received_on__gte=models.F("sent_on")),
                name="request_is_received_on_or_after_the_day_it_is_sent",
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__isnull=True)
                | models.Q(
                    earliest_arguable_on__lte=models.F("due_on"),
                    latest_arguable_on__gte=models.F("due_on"),
                ),
                name="request_due_date_lies_between_its_arguable_dates",
            ),
        ]
        indexes = [
            # The two orders in which staff read the list: what is due next, and what is newest.
            models.Index(fields=["is_open", "due_on", "id"], name="open_requests_by_due_date"),
            models.Index(fields=["due_on", "id"], name="requests_by_due_date"),
            models.Index(
                fields=["due_on", "id"],
                name="undetermined_by_due_date",
                condition=models.Q(is_open=True, determined_on__isnull=True),
            ),
            # Few of very many, asked for on Today: without these each is looked for among all.
            models.Index(
                fields=["latest_arguable_on"],
                name="undetermined_by_latest_date",
                condition=models.Q(is_open=True, determined_on__isnull=True),
            ),
            models.Index(
                fields=["due_on", "id"],
                name="unsent_requests",
                condition=models.Q(is_open=True, received_on__isnull=True),
            ),
            models.Index(fields=["status", "due_on", "id"], name="requests_by_status"),
            models.Index(fields=["assignee", "is_open", "due_on"], name="requests_by_assignee"),
            models.Index(fields=["campaign", "status"], name="requests_by_campaign"),
            # The order in which a change of the law goes through them.
            models.Index(fields=["received_on", "id"], name="requests_by_receipt"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.agency}"


class Event(models.Model):
    """Something that happened to a request. Never edited: a correction supersedes it."""

    records_request = models.ForeignKey(
        RecordsRequest, on_delete=models.CASCADE, related_name="events"
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
    note = models.TextField(blank=True)
    # The event that this one replaces. Its kind is what should have stood there; kind "correction"
    # takes the old one back and puts nothing in its place.
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
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
