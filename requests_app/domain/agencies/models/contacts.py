"""Where requests to an agency go, and when that was last known to be right."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from requests_app.domain.agencies.models.agency import CONTACT_IS_OLD_AFTER, Agency
from requests_app.domain.deadlines.spans import days_after


class Contact(models.Model):
    """Where requests to the agency go."""

    class Kind(models.TextChoices):
        EMAIL = "email", "E-mail"
        PORTAL = "portal", "Portal"
        POST = "post", "Post"
        FAX = "fax", "Fax"

    class PortalKind(models.TextChoices):
        NEXTREQUEST = "nextrequest", "NextRequest"
        GOVQA = "govqa", "GovQA"
        JUSTFOIA = "justfoia", "JustFOIA"
        OTHER = "other", "Another portal"

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=300)
    portal_kind = models.CharField(max_length=20, choices=PortalKind.choices, blank=True)
    last_confirmed_on = models.DateField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "value"], name="one_contact_per_agency_kind_and_value"
            ),
            models.CheckConstraint(
                condition=Q(portal_kind="") | Q(kind="portal"), name="only_a_portal_has_its_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"

    def is_to_check(self, *, on: date) -> bool:
        """Whether nobody has confirmed it within the year before `on`."""
        old = days_after(on, -CONTACT_IS_OLD_AFTER)
        return self.last_confirmed_on is None or self.last_confirmed_on < old
