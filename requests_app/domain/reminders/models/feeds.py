"""The secret addresses at which a calendar program reads what is due."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from requests_app.domain.accounts.models import Person
from requests_app.domain.request_log.models import Campaign


class FeedKind(models.TextChoices):
    """What a calendar is about."""

    PERSON = "person", "My requests and reminders"
    CAMPAIGN = "campaign", "A campaign"
    DUTIES = "duties", "1 February"


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def live(self) -> CalendarFeedQuerySet:
        """Those that nobody has revoked."""
        return self.filter(revoked_at__isnull=True)

    def of(self, person: Person) -> CalendarFeedQuerySet:
        """Those that are this person's."""
        return self.filter(person=person)

    def unread_since(self, moment: datetime) -> CalendarFeedQuerySet:
        """Those that no program has read since, as far as it was written down."""
        return self.filter(Q(last_read_at__isnull=True) | Q(last_read_at__lt=moment))


class CalendarFeed(models.Model):
    """One calendar of one person, who made its address and alone knows it.

    The address holds a token that is derived from `nonce` and the site's secret key: it can be
    shown again, and whoever has this table alone opens nothing.
    """

    ways_to_campaign = ("campaign",)

    # Its index is the unique constraint's, which begins with it.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    kind = models.CharField(max_length=10, choices=FeedKind.choices)
    campaign = models.ForeignKey(
        Campaign, null=True, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    nonce = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True, help_text="To about an hour.")

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            # NULL differs from NULL, 0 does not: there is no campaign with that key.
            models.UniqueConstraint(
                "person",
                "kind",
                Coalesce("campaign", 0),
                condition=Q(revoked_at__isnull=True),
                name="one_live_calendar_per_person_and_subject",
            ),
            models.CheckConstraint(
                condition=Q(kind="campaign", campaign__isnull=False)
                | (~Q(kind="campaign") & Q(campaign__isnull=True)),
                name="calendar_of_a_campaign_names_it_and_no_other_does",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign or self.get_kind_display()}, of {self.person}"
