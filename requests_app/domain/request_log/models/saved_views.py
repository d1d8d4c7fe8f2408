"""A list that somebody wants to come back to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from requests_app.domain.accounts.models import Person


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, person: Person) -> SavedViewQuerySet:
        """Those that this person made, and those that others share; what of these is kept from
        them, `saved_views.py` says."""
        return self.filter(Q(owner=person) | Q(is_shared=True), deleted_at__isnull=True)


class SavedView(models.Model):
    """Filters, columns and order of the list of requests, under a name."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=60)
    query = models.CharField(
        max_length=2000, blank=True, help_text="The address's query, known parameters only."
    )
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    # Kept for the undo; nobody sees it any more.
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=Q(deleted_at__isnull=True),
                name="one_saved_view_per_owner_and_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name
