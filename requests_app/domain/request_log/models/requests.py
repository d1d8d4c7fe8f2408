"""A records request and how it is numbered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Upper
from simple_history.models import HistoricalRecords

from requests_app.domain.agencies.models import Agency
from requests_app.domain.deadlines.years import FIRST_YEAR, LAST_YEAR
from requests_app.domain.request_log.event_kinds import Status
from requests_app.domain.request_log.models.campaigns import Campaign
from requests_app.domain.request_log.models.tags import Tag
from requests_app.domain.request_log.queries import IN_A_PORTAL, PHASE, RecordsRequestQuerySet


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

    ways_to_campaign = ("campaign",)

    number = models.CharField(max_length=20, unique=True, help_text="Ours: TD-year-sequence.")
    # Its index is `requests_by_agency`.
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="records_requests", db_index=False
    )
    # Its index is `requests_by_campaign`.
    campaign = models.ForeignKey(
        Campaign,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="records_requests",
        db_index=False,
    )
    reporting_year = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=300)
    method = models.CharField(max_length=20, choices=Method.choices)
    portal_number = models.CharField(max_length=100, blank=True, db_index=True)
    # Its index is `requests_by_assignee`.
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    sent_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    received_basis = models.CharField(max_length=20, choices=ReceivedBasis.choices, blank=True)
    claimed_received_on = models.DateField(null=True, blank=True)
    agency_due_on = models.DateField(null=True, blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="records_requests")
    is_sample = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    # An imported request may be late for years: what was late before this day brings no mail.
    reminded_from = models.DateField(null=True, editable=False)
    # Made with the form that is shown once: a second click with the same key logs nothing new.
    form_key = models.CharField(max_length=36, null=True, blank=True, unique=True)
    # Counts the writes: the second of two people who edit at once is told what changed.
    version = models.PositiveIntegerField(default=1)

    status = models.CharField(max_length=30, choices=Status.choices, default=Status.LOGGED)
    is_open = models.BooleanField(default=True)
    # What the agency came to; stays when the request is closed, and empty until it determines.
    answer = models.CharField(max_length=30, choices=Status.choices, blank=True, editable=False)
    extension_days = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True, editable=False)
    earliest_arguable_on = models.DateField(null=True, editable=False)
    latest_arguable_on = models.DateField(null=True, editable=False)
    heard_on = models.DateField(null=True, editable=False)
    determined_on = models.DateField(null=True, editable=False)
    estimated_on = models.DateField(null=True, editable=False)
    waiting_on_us_since = models.DateField(null=True, editable=False)
    closed_on = models.DateField(null=True, editable=False)
    # Since when the agency is silent: it was last heard from, or last answered by us, on this day.
    silent_since = models.DateField(null=True, editable=False)
    # The day of the newest entry that staff made on the timeline and that stands.
    last_event_on = models.DateField(null=True, editable=False)
    # How often what calendars show of it has changed, a date or its end: calendars ask for it
    # (RFC 5545, SEQUENCE).
    dates_moved = models.PositiveIntegerField(default=0, editable=False)
    # The day on which the reminders look at it next. Whatever changes the request sets it to the
    # day of the change, and the reminders alone move it on; None: nothing is ahead.
    look_on = models.DateField(null=True, editable=False)

    history = HistoricalRecords(excluded_fields=["look_on"])
    objects = RecordsRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reporting_year__range=(FIRST_YEAR, LAST_YEAR)),
                name="request_is_about_a_year_of_ours",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_on__isnull=True)
                | models.Q(received_on__isnull=True)
                | models.Q(received_on__gte=models.F("sent_on")),
                name="request_is_received_on_or_after_the_day_it_is_sent",
            ),
            models.CheckConstraint(
                condition=models.Q(received_on__isnull=True) | models.Q(sent_on__isnull=False),
                name="request_is_not_received_unless_it_is_sent",
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
                fields=["latest_arguable_on", "due_on"],
                name="undetermined_by_latest_date",
                condition=models.Q(is_open=True, determined_on__isnull=True),
            ),
            models.Index(
                fields=["silent_since", "id"],
                name="acknowledged_and_silent",
                condition=models.Q(
                    is_open=True, determined_on__isnull=True, status=Status.ACKNOWLEDGED
                ),
            ),
            models.Index(
                fields=["last_event_on", "id"],
                name="portals_by_last_event",
                condition=models.Q(is_open=True, determined_on__isnull=True) & IN_A_PORTAL,
            ),
            models.Index(
                fields=["waiting_on_us_since", "id"],
                name="requests_waiting_on_us",
                condition=models.Q(is_open=True, waiting_on_us_since__isnull=False),
            ),
            models.Index(
                fields=["estimated_on", "id"],
                name="requests_with_an_estimate",
                condition=models.Q(is_open=True, estimated_on__isnull=False),
            ),
            models.Index(
                fields=["look_on", "id"],
                name="requests_to_look_at",
                condition=models.Q(look_on__isnull=False),
            ),
            models.Index(fields=["status", "is_open", "due_on", "id"], name="requests_by_status"),
            models.Index(fields=["assignee", "is_open", "due_on"], name="requests_by_assignee"),
            models.Index(fields=["campaign", "status"], name="requests_by_campaign"),
            # What the directory counts for each agency, from the index alone.
            models.Index(fields=["agency", "is_open", "determined_on"], name="requests_by_agency"),
            # Filters of the list, each in the order that it comes in.
            models.Index(
                fields=["campaign", "is_open", "due_on", "id"], name="campaign_by_due_date"
            ),
            models.Index(
                fields=["reporting_year", "is_open", "due_on", "id", "method"],
                name="year_by_due_date",
            ),
            models.Index(fields=["agency", "is_open", "due_on", "id"], name="agency_by_due_date"),
            models.Index(fields=["is_open", "sent_on", "id"], name="open_requests_by_sending"),
            models.Index(fields=["is_open", "received_on", "id"], name="open_requests_by_receipt"),
            models.Index(fields=["sent_on", "id"], name="requests_by_sending"),
            models.Index(
                fields=["due_on", "id", "silent_since"],
                name="acknowledged_by_due_date",
                condition=models.Q(
                    is_open=True, determined_on__isnull=True, status=Status.ACKNOWLEDGED
                ),
            ),
            models.Index(PHASE, models.F("due_on"), models.F("id"), name="phase_by_due_date"),
            models.Index(Upper("portal_number"), name="requests_by_portal_number"),
            # The order in which a change of the law goes through them.
            models.Index(fields=["received_on", "id"], name="requests_by_receipt"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.agency}"
