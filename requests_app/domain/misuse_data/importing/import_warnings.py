"""What the checks said of a file and did not block."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from requests_app.domain.misuse_data.kept import WithItsRelease
from requests_app.domain.misuse_data.models import Release


class ImportWarning(WithItsRelease, models.Model):
    """What a check said of a file and did not block; accepted with a reason before the review."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="warnings")
    rule = models.CharField(max_length=40)
    where = models.CharField(max_length=300)
    message = models.TextField()
    reason = models.TextField(blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, reason="")
                | (Q(accepted_at__isnull=False) & ~Q(reason="")),
                name="warning_is_accepted_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"

    @property
    def is_accepted(self) -> bool:
        return self.accepted_at is not None
