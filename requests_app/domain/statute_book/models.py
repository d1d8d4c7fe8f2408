"""What staff enter about the law: versions to come, and days appointed one by one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from simple_history.models import HistoricalRecords

from requests_app.domain.statute_book.states import VersionState


class Law(models.TextChoices):
    """The laws of `deadlines.law_book` of which a later version can be entered."""

    CPRA = "cpra", "California Public Records Act"
    FOIA = "foia", "Federal FOIA"


class Unit(models.TextChoices):
    CALENDAR_ROLLED = "calendar_rolled", "calendar days, moved off a day off"
    CALENDAR = "calendar", "calendar days, never moved"
    WORKING = "working", "business days"


class LawVersionQuerySet(models.QuerySet["LawVersion"]):
    def in_force(self) -> LawVersionQuerySet:
        """Those that count, from their day on."""
        return self.filter(state=VersionState.IN_FORCE)


class LawVersion(models.Model):
    """A version of a law that the program does not know by itself: what a bill would change.

    What it does not say stays as in the version before it. Pending until a lead enacts it.
    """

    law = models.CharField(max_length=10, choices=Law.choices)
    act = models.CharField(max_length=120, help_text="The bill: AB 1821 of 2026.")
    citation = models.CharField(max_length=200, help_text="The section that gives the period.")
    days = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20, choices=Unit.choices)
    extension_days = models.PositiveSmallIntegerField()
    extension_citation = models.CharField(max_length=200)
    # [{"words": …, "citation": …}, …]; their keys follow from the row, see rules.py.
    added_grounds = models.JSONField(default=list, blank=True)
    struck_grounds = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=300, help_text="Where its text and fate are known from.")
    note = models.TextField(blank=True)
    state = models.CharField(
        max_length=10, choices=VersionState.choices, default=VersionState.PENDING
    )
    in_force_from = models.DateField(null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    entered_at = models.DateTimeField()
    # Counts the writes: of two people who edit or enact at once the second is told.
    version = models.PositiveIntegerField(default=1)

    history = HistoricalRecords()
    objects = LawVersionQuerySet.as_manager()

    class Meta:
        ordering = ["law", "in_force_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=VersionState.IN_FORCE, in_force_from__isnull=False)
                | (~Q(state=VersionState.IN_FORCE) & Q(in_force_from__isnull=True)),
                name="law_version_in_force_has_its_first_day",
            ),
            models.UniqueConstraint(
                fields=["law", "in_force_from"], name="one_version_of_a_law_begins_on_a_day"
            ),
            models.UniqueConstraint(
                Lower("act"),
                "law",
                condition=~Q(state=VersionState.DROPPED),
                name="one_bill_of_a_name_changes_a_law",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} ({self.get_law_display()})"


class AppointedBy(models.TextChoices):
    GOVERNOR = "governor", "The Governor"
    PRESIDENT = "president", "The President"


class AppointedHoliday(models.Model):
    """One day that was appointed a public holiday (Code Civ. Proc. § 135; Gov. Code § 6700)."""

    on = models.DateField(unique=True)
    name = models.CharField(max_length=120, help_text="National Day of Mourning …")
    appointed_by = models.CharField(max_length=10, choices=AppointedBy.choices)
    source = models.CharField(max_length=300, help_text="The proclamation or order; an address.")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    entered_at = models.DateTimeField()

    history = HistoricalRecords()

    class Meta:
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.name} on {self.on}"

    @property
    def reason(self) -> str:
        """As a working-out names it: "National Day of Mourning, appointed by the President"."""
        who = AppointedBy(self.appointed_by).label
        return f"{self.name}, appointed by {who[0].lower()}{who[1:]}"


def appointed_days(holidays: Iterable[AppointedHoliday]) -> dict[date, str]:
    """Day -> its reason, for `deadlines.rules.Rules`."""
    return {holiday.on: holiday.reason for holiday in holidays}
