"""Where a reminder leads, and whether what it is about was invented: the same for a mail and a
list."""

from django.urls import reverse

from requests_app.domain.agencies.models import Agency
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.models import OwnReminder, Reminder
from requests_app.domain.request_log.models import Campaign, RecordsRequest

Thing = RecordsRequest | Campaign | Agency

_PAGES: dict[type[Thing], str] = {
    RecordsRequest: "staff:request",
    Campaign: "staff:board",
    Agency: "staff:agency",
}
_DESK_PAGES = {
    ReminderKind.YEAR_TO_OPEN: "staff:duties",
    ReminderKind.YEARLY_UPKEEP: "staff:law",
}


def thing_of(reminder: Reminder) -> Thing | None:
    """What it is about; of an own reminder, what that is about. None: the desk's whole work."""
    about = reminder.about
    return about.subject if isinstance(about, OwnReminder) else about


def page_of(reminder: Reminder) -> str:
    """The path of the page of what it is about."""
    thing = thing_of(reminder)
    if thing is None:
        return reverse(_DESK_PAGES[ReminderKind(reminder.kind)])
    return reverse(_PAGES[type(thing)], args=[thing.pk])


def is_about_a_sample(reminder: Reminder) -> bool:
    thing = thing_of(reminder)
    return isinstance(thing, RecordsRequest | Campaign) and thing.is_sample
