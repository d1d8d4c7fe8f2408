"""What a list shows of a reminder: what it is about, in words and with its page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from requests_app.domain.agencies.models import Agency
from requests_app.domain.reminders.kinds import KIND_RULES, ReminderKind
from requests_app.domain.reminders.models import OwnReminder, Reminder
from requests_app.domain.request_log.models import Campaign, RecordsRequest

_DESK_PAGES = {
    ReminderKind.YEAR_TO_OPEN: "staff:campaigns",
    ReminderKind.YEARLY_UPKEEP: "staff:law",
}


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
    kind = ReminderKind(reminder.kind)
    title, sub, address = _subject(reminder, kind)
    request = reminder.records_request
    return ReminderRow(
        reminder=reminder,
        title=title,
        sub=sub,
        address=address,
        sentence=KIND_RULES[kind].sentence,
        is_sample=bool(request and request.is_sample),
    )


def _subject(reminder: Reminder, kind: ReminderKind) -> tuple[str, str, str]:
    about = reminder.about
    if isinstance(about, OwnReminder):
        name, _, address = _thing(about.subject)
        return about.note, name, address
    if about is not None:
        return _thing(about)
    return "The desk's work", str(reminder.speaks_of.year), reverse(_DESK_PAGES[kind])


def _thing(about: RecordsRequest | Campaign | Agency) -> tuple[str, str, str]:
    if isinstance(about, RecordsRequest):
        return str(about.agency), about.number, reverse("staff:request", args=[about.pk])
    page, sub = ("agency", "agency") if isinstance(about, Agency) else ("board", "campaign")
    return about.name, sub, reverse(f"staff:{page}", args=[about.pk])
