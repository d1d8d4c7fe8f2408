"""What a mail says of one reminder, as plain words: the templates only set it out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from requests_app.domain.agencies.models import Agency
from requests_app.domain.deadlines.days import strip_text
from requests_app.domain.deadlines.one_line import in_one_line
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.reminders.item_lines import Line, lines_of
from requests_app.domain.reminders.kinds import (
    KIND_RULES,
    NEEDS_THE_CLOCK,
    URGENCY,
    ReminderKind,
)
from requests_app.domain.reminders.models import OwnReminder, Reminder
from requests_app.domain.reminders.pages import is_about_a_sample, page_of, thing_of
from requests_app.domain.reminders.why_you import why_you
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.domain.request_log.next_steps import step_of
from requests_app.domain.request_log.recompute import clock_of

LATE = frozenset(
    {
        ReminderKind.LATE_BEYOND_EVERY_READING,
        ReminderKind.NOTHING_HAPPENED,
        ReminderKind.FIRST_DAY_LATE,
    }
)
# What the date is that a kind speaks of, by its name in the facts.
DATE_LABELS = {
    "due_on": "Due",
    "latest_arguable_on": "Last day",
    "left_alone_since": "Since",
    "waiting_on_us_since": "Since",
    "silent_since": "Since",
    "estimated_on": "Estimate",
    "may_be_destroyed_from": "From",
    "reports_due_on": "Due",
}

# A kind, and what its sentence says as well: about the same request one of them is enough.
SAYS_ALSO = {ReminderKind.NOTHING_HAPPENED: ReminderKind.LATE_BEYOND_EVERY_READING}

DATE_GONE = "The request has no statutory date any more."


class DateGone(Exception):
    """The row still has a date that the clock does not have: it is about to be worked out anew."""


@dataclass(frozen=True, slots=True)
class Item:
    """One reminder in a mail. title: the agency, campaign or year; of an own reminder the note.
    sentence: why now; of an own reminder what it is about and who set it. reference: our number,
    or "". date_label: what `speaks_of` is. strip: the day strip in words, or "". working_out: how
    the date was reached, in one line, or "". step: what to do next, or "". lines: what the mail
    lists besides. address: the page to open, whole. record: the page to record what happened on,
    or ""."""

    reminder: Reminder
    kind: ReminderKind
    label: str
    sentence: str
    title: str
    reference: str
    subject: str
    date_label: str
    speaks_of: date
    strip: str
    working_out: str
    step: str
    why_you: str
    address: str
    record: str
    lines: tuple[Line, ...]
    is_late: bool
    is_sample: bool

    @property
    def urgency(self) -> tuple[int, date]:
        """To sort by: the most urgent kind first, then the oldest date."""
        return URGENCY[self.kind], self.speaks_of

    @property
    def in_a_line(self) -> str:
        """What it is about, where there is one line for it."""
        if self.kind is ReminderKind.OWN:
            return f"{self.title}: {self.sentence.removesuffix('.')}"
        return self.title


def in_order(items: Iterable[Item]) -> list[Item]:
    """The most urgent first, without what another of them says as well (`SAYS_ALSO`)."""
    found = list(items)
    said = {
        (item.reminder.records_request_id, SAYS_ALSO[item.kind])
        for item in found
        if item.kind in SAYS_ALSO
    }
    rest = [one for one in found if (one.reminder.records_request_id, one.kind) not in said]
    return sorted(rest, key=lambda item: item.urgency)


def item_of(reminder: Reminder, *, on: date, rules: Rules) -> Item:
    """What the mail of a reminder says on that day. Queries only for what is not prefetched, and
    for the kinds that list something. Raises `DateGone`."""
    kind = ReminderKind(reminder.kind)
    own = reminder.own_reminder
    about = thing_of(reminder)
    request = about if isinstance(about, RecordsRequest) else None
    clock = clock_of(request, on=on, rules=rules) if request else None
    due = clock.due if clock else None
    if due is None and kind in NEEDS_THE_CLOCK:
        raise DateGone(DATE_GONE)
    return Item(
        reminder=reminder,
        kind=kind,
        label=kind.label,
        sentence=_set_by(own, reminder) if own else KIND_RULES[kind].sentence,
        title=own.note if own else _name(about, kind, reminder),
        reference=request.number if request else "",
        subject=request.subject if request else "",
        # What somebody set for a day is not due by a statute.
        date_label="Day" if own else DATE_LABELS.get(KIND_RULES[kind].speaks_of, "Day"),
        speaks_of=reminder.speaks_of,
        strip=strip_text(due, on=on, determined_on=clock.determined_on) if due and clock else "",
        working_out=in_one_line(due) if due and kind in NEEDS_THE_CLOCK else "",
        step=step_of(request, clock.standing, on=on).words if request and clock else "",
        why_you=why_you(reminder),
        address=settings.SITE_URL + page_of(reminder),
        record=_record(request) if request else "",
        lines=lines_of(reminder, on=on),
        is_late=kind in LATE or (clock is not None and clock.standing.is_late),
        is_sample=is_about_a_sample(reminder),
    )


def _set_by(own: OwnReminder, reminder: Reminder) -> str:
    name = _name(own.subject, ReminderKind.OWN, reminder)
    if own.made_by is None:
        return f"{name}."
    who = "you" if own.made_by_id == reminder.recipient_id else str(own.made_by)
    return f"{name}; set by {who}."


def _name(about: object, kind: ReminderKind, reminder: Reminder) -> str:
    if isinstance(about, RecordsRequest):
        return about.agency.name
    if isinstance(about, Campaign | Agency):
        return about.name
    return f"{kind.label}, {reminder.speaks_of.year}"


def _record(request: RecordsRequest) -> str:
    return f"{settings.SITE_URL}{reverse('staff:request', args=[request.pk])}#record"
