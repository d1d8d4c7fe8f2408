"""What a list shows of a reminder: what it is about, in words and with its page."""

from collections.abc import Iterable
from dataclasses import dataclass

from requests_app.domain.agencies.models import Agency
from requests_app.domain.reminders.kinds import KIND_RULES, ReminderKind
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.pages import is_about_a_sample, page_of, thing_of
from requests_app.domain.request_log.models import RecordsRequest


@dataclass(frozen=True)
class ReminderRow:
    """title: the agency, the campaign, the note, or the desk. sub: our number, or what it is.
    address: of the subject's page."""

    reminder: Reminder
    title: str
    sub: str
    address: str
    sentence: str
    is_sample: bool

    @property
    def is_failed(self) -> bool:
        return self.reminder.state == Reminder.State.FAILED


def reminder_rows(reminders: Iterable[Reminder]) -> list[ReminderRow]:
    """Of reminders that come with their subjects (`with_subject`): no query of its own."""
    return [reminder_row(one) for one in reminders]


def reminder_row(reminder: Reminder) -> ReminderRow:
    title, sub = _words(reminder)
    return ReminderRow(
        reminder=reminder,
        title=title,
        sub=sub,
        address=page_of(reminder),
        sentence=KIND_RULES[ReminderKind(reminder.kind)].sentence,
        is_sample=is_about_a_sample(reminder),
    )


def _words(reminder: Reminder) -> tuple[str, str]:
    thing = thing_of(reminder)
    if thing is None:
        return "The desk's work", str(reminder.speaks_of.year)
    if isinstance(thing, RecordsRequest):
        title, sub = str(thing.agency), thing.number
    else:
        title, sub = thing.name, "agency" if isinstance(thing, Agency) else "campaign"
    return (reminder.own_reminder.note, title) if reminder.own_reminder else (title, sub)
