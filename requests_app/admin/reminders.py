"""Reminders on the review site: read, never changed. What changes them is in the staff site."""

from django.contrib import admin
from django.http import HttpRequest

from requests_app.admin.base import RecordAdmin, ReviewAdmin
from requests_app.admin.sight import seen_here
from requests_app.admin.waits import WaitsFilter
from requests_app.domain.reminders.models import (
    CalendarFeed,
    DeskWishes,
    KindWish,
    OwnReminder,
    PersonWishes,
    Reminder,
    ReminderMail,
)
from requests_app.domain.reminders.models.ledger import ReminderQuerySet

# What the name of an own reminder is made of.
OWN_SUBJECT = ["records_request__agency", "campaign", "agency"]


@admin.register(Reminder)
class ReminderAdmin(RecordAdmin):
    list_display = ["kind", "about", "speaks_of", "recipient", "state", "finished_at"]
    list_filter = ["state", "kind"]
    raw_id_fields = ["recipient", "stands_in_for", "mail"]

    def get_queryset(self, request: HttpRequest) -> ReminderQuerySet:
        return seen_here(Reminder.objects.with_subject(), request)


@admin.register(ReminderMail)
class ReminderMailAdmin(RecordAdmin):
    list_display = ["subject", "recipient", "day", "state", "attempts", "made_at", "finished_at"]
    list_filter = [WaitsFilter, "state"]
    list_select_related = ["recipient"]
    ordering = ["-id"]  # in the order in which they are made, along an index


@admin.register(OwnReminder)
class OwnReminderAdmin(RecordAdmin):
    list_display = ["note", "subject", "due_on", "person", "done_at"]
    list_select_related = [*OWN_SUBJECT, "person"]


@admin.register(PersonWishes)
class PersonWishesAdmin(ReviewAdmin):
    list_display = ["person", "digest_at", "zone", "away_from", "away_until", "stand_in"]
    list_select_related = ["person", "stand_in"]


@admin.register(DeskWishes)
class DeskWishesAdmin(ReviewAdmin):
    list_display = ["address", "digest_at", "zone"]


@admin.register(KindWish)
class KindWishAdmin(ReviewAdmin):
    list_display = ["person", "kind", "wanted", "days", "at_once"]
    list_filter = ["kind"]
    list_select_related = ["person"]


@admin.register(CalendarFeed)
class CalendarFeedAdmin(RecordAdmin):
    list_display = ["person", "kind", "campaign", "made_at", "revoked_at", "last_read_at"]
    list_filter = ["kind"]
    list_select_related = ["person", "campaign"]
    exclude = ["nonce"]
