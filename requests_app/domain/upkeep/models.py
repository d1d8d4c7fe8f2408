"""A change of the rules on its way through the requests."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Event, RecordsRequest
from requests_app.domain.request_log.queries import RecordsRequestQuerySet
from requests_app.domain.statute_book.models import Law


class DatesMoveQuerySet(models.QuerySet["DatesMove"]):
    def under_way(self) -> DatesMoveQuerySet:
        """Those that have not reached all requests yet, oldest first."""
        return self.filter(finished_at__isnull=True).order_by("pk")

    def worth_telling(self) -> DatesMoveQuerySet:
        """Without changes at one agency (a merge of entries, say) that moved nothing."""
        return self.exclude(agency__isnull=False, finished_at__isnull=False, moved=0)


class DatesMove(models.Model):
    """One change that moves dates: whose, how far it has gone, and what it moved.

    The change itself (a closure, a holiday, a law) is saved when the move begins. The first
    requests follow in the same transaction, the others chunk by chunk; a move that was broken
    off goes on from its place.
    """

    what = models.CharField(max_length=300, help_text="What changed, as the timelines say it.")
    # Whose dates it may move; where nothing is given, everybody's.
    agency = models.ForeignKey(Agency, null=True, on_delete=models.CASCADE, related_name="+")
    law = models.CharField(max_length=10, choices=Law.choices, blank=True)
    since = models.DateField(null=True, help_text="Received on this day or later.")
    extended_since = models.DateField(null=True, help_text="Or extended on this day or later.")
    across = models.DateField(null=True, help_text="A day that the period reaches or passes.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    looked_at = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    # The last request looked at, in the order of receipt.
    place_received_on = models.DateField(null=True)
    place_pk = models.BigIntegerField(default=0)

    objects = DatesMoveQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["id"], name="unfinished_moves", condition=Q(finished_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.what

    def requests(self) -> RecordsRequestQuerySet:
        """The requests whose dates it may move."""
        found = RecordsRequest.objects.filter(received_on__isnull=False)
        if self.agency_id:
            found = found.filter(agency=self.agency_id)
        if self.law:
            found = found.filter(agency__records_law=self.law)
        if self.since:
            found = found.filter(Q(received_on__gte=self.since) | self._extended())
        if self.across:
            # From the day after receipt to the last date of any reading.
            begun = Q(received_on__lt=self.across) | Q(claimed_received_on__lt=self.across)
            found = found.filter(begun, latest_arguable_on__gte=self.across)
        return found

    def _extended(self) -> Q:
        """Those with a notice since the day on which the lawful grounds changed."""
        if self.extended_since is None:
            return Q()
        notices = Event.objects.filter(
            records_request=OuterRef("pk"),
            kind=EventKind.EXTENSION_NOTICE,
            on__gte=self.extended_since,
        )
        return Q(Exists(notices))

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class AgencyMerge(models.Model):
    """Two entries of the directory made one, with all that it takes to undo it.

    moved: "model.field" -> ids of the rows that went along. changed: [model, id, field, what it
    was, what it was made]. dropped: rows that both had, whole, as Django's serializer writes them.
    """

    gone = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    gone_name = models.CharField(max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    moved = models.JSONField(default=dict)
    changed = models.JSONField(default=list)
    dropped = models.JSONField(default=list)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kept", "undone_at"], name="merges_by_agency")]

    def __str__(self) -> str:
        return f"{self.gone_name} into {self.kept}"
