"""What was done to many requests in one step, with all that is needed to take it back."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from requests_app.domain.accounts.roles import Permission


class BulkKind(models.TextChoices):
    EVENT = "event", "Record what happened"
    ASSIGN = "assign", "Assign"
    ADD_TAG = "add_tag", "Add a tag"
    REMOVE_TAG = "remove_tag", "Remove a tag"
    REMIND = "remind", "Set a reminder"


# What each asks for is what doing it to one request asks for.
CHANGE_PERMISSIONS: dict[BulkKind, Permission] = {
    BulkKind.EVENT: Permission.RECORD_EVENTS,
    BulkKind.ASSIGN: Permission.LOG_REQUESTS,
    BulkKind.ADD_TAG: Permission.LOG_REQUESTS,
    BulkKind.REMOVE_TAG: Permission.LOG_REQUESTS,
    BulkKind.REMIND: Permission.RECORD_EVENTS,
}


class BulkAction(models.Model):
    """One step over many requests: who did what, and what it found before.

    `items` has a key for each request (its id, as text): the id of the event or reminder that was
    made, the id of the assignee before, or the id of the tag.
    """

    kind = models.CharField(max_length=20, choices=BulkKind.choices)
    what = models.CharField(max_length=400, help_text="What was done, as the message says it.")
    items = models.JSONField(default=dict)
    # Whom the requests were assigned to: taken back only where it is still so.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    # Made with the form that is shown once: a second click with the same key does nothing new.
    form_key = models.CharField(max_length=36, null=True, blank=True, unique=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.what

    def request_ids(self) -> list[int]:
        """The requests that were changed, in order of id."""
        return sorted(int(pk) for pk in self.items)
