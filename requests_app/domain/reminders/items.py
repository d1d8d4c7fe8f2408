"""What a mail says of one reminder, as plain words: the templates only set it out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from requests_app.domain.agencies.models import Agency
from requests_app.domain.deadlines.clock import Clock
from requests_app.domain.deadlines.days import strip_text
from requests_app.domain.deadlines.due_dates import Step
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.reminders.kinds import (
    KIND_RULES,
    NEEDS_THE_CLOCK,
    URGENCY,
    ReminderKind,
)
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.why_you import why_you
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.domain.request_log.next_steps import step_of
from requests_app.domain.request_log.recompute import clock_of


@dataclass(frozen=True)
class Item:
    """One reminder in a mail. title: the agency, campaign or year. reference: our number, or "".
    strip: the day strip in words, or "". working_out: how the date was reached, or (). step: what
    to do next, or "". address: the page to open, whole. record: the page to record what happened
    on, or ""."""

    reminder: Reminder
    label: str
    sentence: str
    title: str
    reference: str
    subject: str
    speaks_of: date
    strip: str
    working_out: tuple[Step, ...]
    step: str
    why_you: str
    address: str
    record: str
    is_sample: bool

    @property
    def urgency(self) -> tuple[int, date]:
        """To sort by: the most urgent kind first, then the oldest date."""
        return URGENCY[ReminderKind(self.reminder.kind)], self.speaks_of


def in_order(items: Iterable[Item]) -> list[Item]:
    """The most urgent first."""
    return sorted(items, key=lambda item: item.urgency)


def item_of(reminder: Reminder, *, on: date, rules: Rules) -> Item:
    """What the mail of a reminder says on that day. Queries only for what is not prefetched."""
    kind = ReminderKind(reminder.kind)
    about = reminder.own_reminder.subject if reminder.own_reminder else reminder.about
    request = about if isinstance(about, RecordsRequest) else None
    clock = clock_of(request, on=on, rules=rules) if request else None
    due = clock.due if clock and kind in NEEDS_THE_CLOCK else None
    return Item(
        reminder=reminder,
        label=kind.label,
        sentence=_sentence(reminder, kind),
        title=_title(about, kind, reminder),
        reference=request.number if request else "",
        subject=request.subject if request else "",
        speaks_of=reminder.speaks_of,
        strip=strip_text(due, on=on, determined_on=clock.determined_on) if due and clock else "",
        working_out=due.working_out if due else (),
        step=_step(request, clock, on=on),
        why_you=why_you(reminder),
        address=settings.SITE_URL + _path(about, kind, reminder),
        record=settings.SITE_URL + reverse("staff:request", args=[request.pk]) + "#record"
        if request
        else "",
        is_sample=request.is_sample if request else False,
    )


def _sentence(reminder: Reminder, kind: ReminderKind) -> str:
    return reminder.own_reminder.note if reminder.own_reminder else KIND_RULES[kind].sentence


def _title(about: object, kind: ReminderKind, reminder: Reminder) -> str:
    if isinstance(about, RecordsRequest):
        return about.agency.name
    if isinstance(about, Campaign | Agency):
        return about.name
    return f"{kind.label}, {reminder.speaks_of.year}"


def _step(request: RecordsRequest | None, clock: Clock | None, *, on: date) -> str:
    return step_of(request, clock.standing, on=on).words if request and clock else ""


_PAGES = {
    RecordsRequest: "staff:request",
    Campaign: "staff:board",
    Agency: "staff:agency",
}
_DESK_PAGES = {
    ReminderKind.YEAR_TO_OPEN: "staff:campaigns",
    ReminderKind.YEARLY_UPKEEP: "staff:law",
}


def _path(about: object, kind: ReminderKind, reminder: Reminder) -> str:
    if about is None:
        return reverse(_DESK_PAGES[kind])
    name = _PAGES[type(about)]  # type: ignore[index]
    return reverse(name, args=[about.pk])  # type: ignore[attr-defined]
