"""What the desk and its people wish of reminders. An empty value: as the desk has it, or else as
the product comes (`wishes.py`)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from requests_app.domain.reminders.kinds import ReminderKind


class DigestWishes(models.Model):
    """When a digest comes."""

    digest_at = models.TimeField(null=True, blank=True, help_text="By the recipient's own clock.")
    zone = models.CharField(max_length=60, blank=True, help_text="America/Los_Angeles")
    quiet_weekends = models.BooleanField(null=True, blank=True)
    quiet_holidays = models.BooleanField(null=True, blank=True)
    also_when_nothing = models.BooleanField(null=True, blank=True)

    class Meta:
        abstract = True


class DeskWishes(DigestWishes):
    """The organisation's: one row, made when it is first changed."""

    # Where reminders go that nobody is named for.
    address = models.EmailField(blank=True)
    # The last day on which the reminders of campaigns and of the year were looked at.
    looked_on = models.DateField(null=True, editable=False)

    history = HistoricalRecords(excluded_fields=["looked_on"])

    class Meta:
        verbose_name_plural = "desk wishes"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="there_is_one_desk")]

    def __str__(self) -> str:
        return "The desk"


class PersonWishes(DigestWishes):
    """One person's own choice, and who stands in while they are away."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="wishes"
    )
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True, help_text="The last day away.")
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "person wishes"
        constraints = [
            models.CheckConstraint(
                condition=Q(away_from__isnull=True, away_until__isnull=True)
                | Q(away_from__isnull=False, away_until__gte=models.F("away_from")),
                name="absence_ends_on_or_after_the_day_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}"

    def is_away(self, *, on: date) -> bool:
        if self.away_from is None or self.away_until is None:
            return False
        return self.away_from <= on <= self.away_until


class KindWish(models.Model):
    """What the desk (no person) or a person wishes of one kind of reminder."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="kind_wishes"
    )
    kind = models.CharField(max_length=30, choices=ReminderKind.choices)
    wanted = models.BooleanField(null=True, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    at_once = models.BooleanField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "kind wishes"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(person__isnull=False),
                name="one_wish_of_a_person_per_kind",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(person__isnull=True),
                name="one_wish_of_the_desk_per_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or 'The desk'}: {self.get_kind_display()}"
