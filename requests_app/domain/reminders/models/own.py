"""What staff want to be reminded of themselves."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.models import Campaign, RecordsRequest


class OwnReminderQuerySet(models.QuerySet["OwnReminder"]):
    def open(self) -> OwnReminderQuerySet:
        """Those that nobody has done yet."""
        return self.filter(done_at__isnull=True)

    def due(self, *, on: date) -> OwnReminderQuerySet:
        """Open, and to be thought of on that day or before."""
        return self.open().filter(due_on__lte=on)

    def of(self, person: Person) -> OwnReminderQuerySet:
        """Those that are for this person."""
        return self.filter(person=person)

    def of_campaigns_led_by(self, person: Person) -> OwnReminderQuerySet:
        """Those about a campaign that this person leads, or about a request in one."""
        led = Campaign.objects.filter(lead=person).values("pk")
        return self.filter(Q(campaign__in=led) | Q(records_request__campaign__in=led))

    def with_subject(self) -> OwnReminderQuerySet:
        """With what a list shows of each, in the same query."""
        return self.select_related("records_request__agency", "campaign", "agency", "person")


class OwnReminder(models.Model):
    """What somebody wants to be reminded of on a day: a request, a campaign or an agency."""

    ways_to_campaign = ("campaign", "records_request__campaign")

    records_request = models.ForeignKey(
        RecordsRequest, null=True, on_delete=models.CASCADE, related_name="own_reminders"
    )
    campaign = models.ForeignKey(
        Campaign, null=True, on_delete=models.CASCADE, related_name="own_reminders"
    )
    agency = models.ForeignKey(
        Agency, null=True, on_delete=models.CASCADE, related_name="own_reminders"
    )
    note = models.CharField(max_length=300, help_text="What to think of.")
    due_on = models.DateField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="own_reminders"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    # It was due, and nobody was to have it: looked at again with the desk's year, once a day.
    was_in_vain = models.BooleanField(default=False, editable=False)
    times_put_off = models.PositiveSmallIntegerField(default=0)
    # Made with the form that is shown once: a second click with the same key sets nothing new.
    form_key = models.CharField(max_length=36, null=True, blank=True, unique=True)

    objects = OwnReminderQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    records_request__isnull=False, campaign__isnull=True, agency__isnull=True
                )
                | Q(records_request__isnull=True, campaign__isnull=False, agency__isnull=True)
                | Q(records_request__isnull=True, campaign__isnull=True, agency__isnull=False),
                name="own_reminder_is_about_exactly_one_thing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="open_own_reminders",
                condition=Q(done_at__isnull=True),
            ),
            models.Index(
                fields=["due_on", "id"],
                name="own_reminders_to_plan",
                condition=Q(done_at__isnull=True, was_in_vain=False),
            ),
            models.Index(
                fields=["id"],
                name="own_reminders_in_vain",
                condition=Q(was_in_vain=True),
            ),
            models.Index(
                fields=["person", "due_on", "id"],
                name="open_own_reminders_of_people",
                condition=Q(done_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.note} ({self.subject})"

    @property
    def subject(self) -> RecordsRequest | Campaign | Agency:
        """The one thing it is about."""
        found = self.records_request or self.campaign or self.agency
        assert found is not None  # The database holds that there is exactly one.
        return found
