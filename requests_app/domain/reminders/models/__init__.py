"""What is kept of reminders: the ledger, the mails, what people wish, what staff set themselves."""

from requests_app.domain.reminders.models.feeds import CalendarFeed, FeedKind
from requests_app.domain.reminders.models.ledger import Reminder
from requests_app.domain.reminders.models.mails import ReminderMail
from requests_app.domain.reminders.models.own import OwnReminder, OwnReminderQuerySet
from requests_app.domain.reminders.models.wishes import DeskWishes, KindWish, PersonWishes

__all__ = [
    "CalendarFeed",
    "DeskWishes",
    "FeedKind",
    "KindWish",
    "OwnReminder",
    "OwnReminderQuerySet",
    "PersonWishes",
    "Reminder",
    "ReminderMail",
]
