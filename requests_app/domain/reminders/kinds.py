"""The kinds of reminder and when each is due: one table, the most urgent first."""

from dataclasses import dataclass
from enum import Enum, StrEnum

from django.db.models import TextChoices

from requests_app.domain.reminders import conditions as c
from requests_app.domain.reminders.conditions import Condition


class ReminderKind(TextChoices):
    OWN = "own", "Own reminder"
    LATE_BEYOND_EVERY_READING = "late_beyond_every_reading", "Late beyond every reading"
    NOTHING_HAPPENED = "nothing_happened", "Nothing done since it was late"
    DUE_TODAY = "due_today", "Due today"
    FIRST_DAY_LATE = "first_day_late", "Late on our reading"
    EXTENSION_ENDING = "extension_ending", "Extension ending"
    DUE_SOON = "due_soon", "Due soon"
    WAITING_ON_US = "waiting_on_us", "Waiting on us"
    ESTIMATE_PASSED = "estimate_passed", "Estimate passed"
    SILENT = "silent", "Silent since the acknowledgement"
    PORTAL_TO_LOOK_AT = "portal_to_look_at", "Portal to look at"
    MAY_BE_DESTROYED = "may_be_destroyed", "Records may soon be destroyed"
    ROUND_NEXT_ASK = "round_next_ask", "Ask again in the round"
    YEAR_TO_OPEN = "year_to_open", "1 February passed"
    YEARLY_UPKEEP = "yearly_upkeep", "Yearly upkeep"

    # Looked up by the hundred thousand: Enum's own hash is a call of Python each time.
    __hash__ = str.__hash__


class About(Enum):
    """What a kind is about: which facts it reads (`facts.py`)."""

    REQUEST = "a request"
    OWN = "an own reminder"
    ROUND = "a campaign"
    DESK = "the desk's whole work"


class To(StrEnum):
    """Whom a kind is for first (`recipients.py` says who follows)."""

    ASSIGNEE = "the assignee"
    LEAD = "the campaign's lead"
    SETTER = "whom the reminder was set for"

    __hash__ = str.__hash__  # as above


@dataclass(frozen=True)
class Bound:
    """A day counted from a date of the facts: `days` after `fact` (before it, if negative)."""

    fact: str
    days: int = 0


@dataclass(frozen=True)
class KindRule:
    """speaks_of: the date of the facts that it is about. It is due from `days` days after that
    date (`before`: before it) until `until`, where a later kind says more; None: until it is sent.

    comes_back: due again every `days` days, and then it speaks of the day on which it is due.
    conditions: what has to hold, in the order in which a reason why not is given.
    sentence: what the mail says. adjustable: whether people may choose other days.
    """

    sentence: str
    speaks_of: str
    days: int = 0
    before: bool = False
    until: Bound | None = None
    comes_back: bool = False
    conditions: tuple[Condition, ...] = ()
    about: About = About.REQUEST
    to: To = To.ASSIGNEE
    adjustable: bool = True


_CLOCK_RUNS = (c.is_open, c.is_undetermined, c.waits_for_the_agency)

KIND_RULES: dict[ReminderKind, KindRule] = {
    ReminderKind.OWN: KindRule(
        sentence="You wanted to be reminded.",
        speaks_of="due_on",
        conditions=(c.is_not_done,),
        about=About.OWN,
        to=To.SETTER,
        adjustable=False,
    ),
    ReminderKind.LATE_BEYOND_EVERY_READING: KindRule(
        sentence="The determination is late on every reading: an overdue letter can go out.",
        speaks_of="latest_arguable_on",
        days=1,
        conditions=_CLOCK_RUNS,
        adjustable=False,
    ),
    ReminderKind.NOTHING_HAPPENED: KindRule(
        sentence="Late on every reading, and nothing was recorded since.",
        speaks_of="left_alone_since",
        days=7,
        conditions=_CLOCK_RUNS,
        to=To.LEAD,
    ),
    ReminderKind.DUE_TODAY: KindRule(
        sentence="The agency's determination is due today.",
        speaks_of="due_on",
        until=Bound("due_on"),
        conditions=_CLOCK_RUNS,
        adjustable=False,
    ),
    ReminderKind.FIRST_DAY_LATE: KindRule(
        sentence="The determination is late on our reading; another reading gives more time.",
        speaks_of="due_on",
        days=1,
        until=Bound("latest_arguable_on"),
        conditions=_CLOCK_RUNS,
        adjustable=False,
    ),
    ReminderKind.EXTENSION_ENDING: KindRule(
        sentence="The extension ends in a few days: the determination is due then.",
        speaks_of="due_on",
        days=3,
        before=True,
        until=Bound("due_on", -1),
        conditions=(*_CLOCK_RUNS, c.is_extended),
    ),
    ReminderKind.DUE_SOON: KindRule(
        sentence="The agency's determination is due in a few days.",
        speaks_of="due_on",
        days=3,
        before=True,
        until=Bound("due_on", -1),
        conditions=(*_CLOCK_RUNS, c.is_not_extended),
    ),
    ReminderKind.WAITING_ON_US: KindRule(
        sentence="The agency asked something and has no answer from us yet.",
        speaks_of="waiting_on_us_since",
        days=2,
        conditions=(c.is_open, c.is_not_settled),
    ),
    ReminderKind.ESTIMATE_PASSED: KindRule(
        sentence="The day that the agency named for the records is past.",
        speaks_of="estimated_on",
        days=1,
        conditions=(c.is_open, c.is_not_settled),
    ),
    ReminderKind.SILENT: KindRule(
        sentence="Acknowledged, and nothing more was heard since.",
        speaks_of="silent_since",
        days=14,
        conditions=(*_CLOCK_RUNS, c.was_only_acknowledged),
    ),
    ReminderKind.PORTAL_TO_LOOK_AT: KindRule(
        sentence="Portals show answers that nobody mails: look whether something is there.",
        speaks_of="last_event_on",
        days=7,
        comes_back=True,
        conditions=(c.is_open, c.is_undetermined, c.is_in_a_portal),
    ),
    ReminderKind.MAY_BE_DESTROYED: KindRule(
        sentence="A local agency may destroy records after two years (Gov. Code § 34090): ask it "
        "to keep these.",
        speaks_of="may_be_destroyed_from",
        days=60,
        before=True,
        conditions=(c.is_open, c.is_not_settled, c.is_a_local_body, c.data_are_not_there),
    ),
    ReminderKind.ROUND_NEXT_ASK: KindRule(
        sentence="Agencies of the round still owe their data: ask again.",
        speaks_of="last_asked_on",
        days=30,
        comes_back=True,
        conditions=(c.somebody_owes_data,),
        about=About.ROUND,
        to=To.LEAD,
    ),
    ReminderKind.YEAR_TO_OPEN: KindRule(
        sentence="The agencies' reports were due on 1 February: open the year's round.",
        speaks_of="reports_due_on",
        days=1,
        until=Bound("reports_due_on", 90),
        conditions=(c.round_is_not_open,),
        about=About.DESK,
        to=To.LEAD,
    ),
    ReminderKind.YEARLY_UPKEEP: KindRule(
        sentence="Once a year: look-up holidays, pending laws, old contacts.",
        speaks_of="upkeep_on",
        until=Bound("upkeep_on", 60),
        about=About.DESK,
        to=To.LEAD,
        adjustable=False,
    ),
}

URGENCY = {kind: place for place, kind in enumerate(KIND_RULES)}
"""The place of a kind in a mail: the most urgent first."""


def kinds_about(about: About) -> list[ReminderKind]:
    return [kind for kind, rule in KIND_RULES.items() if rule.about is about]


NEEDS_THE_CLOCK = frozenset(
    kind
    for kind, rule in KIND_RULES.items()
    if rule.speaks_of in {"due_on", "latest_arguable_on", "left_alone_since"}
    and rule.about is About.REQUEST
)
"""Kinds that speak of a statutory date: their mail shows how it was reached."""
