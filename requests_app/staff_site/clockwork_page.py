"""What the page of the clockwork shows, and the line that warns of a standstill elsewhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.deadlines.words import count_of
from requests_app.domain.reminders.models import Reminder, ReminderMail
from requests_app.domain.request_log.sight import seen_by
from requests_app.domain.upkeep.clockwork.looking import Clockwork, look, look_at_tasks
from requests_app.domain.upkeep.clockwork.standings import (
    Silent,
    Standing,
    TaskLine,
    pulses_of,
)
from requests_app.staff_site.paging import capped_count
from tracker.clockwork import LIMITS, ask_broker, schedule

FAILED_WITHIN = timedelta(days=7)
# Word, class: what a reader sees of a standing.
STANDINGS = {
    Standing.FINE: ("In time", "is-done"),
    Standing.STARTING: ("Not yet", "is-calm"),
    Standing.LATE: ("Late", "is-late"),
    Standing.FAILING: ("Failing", "is-late"),
}
UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


@dataclass(frozen=True)
class Standstill:
    """What warns on other pages. stops: nothing runs at all, `since` then (None: it never did);
    else `wrong` are the tasks that are late or failing."""

    stops: bool
    since: datetime | None
    wrong: list[str]


@dataclass(frozen=True)
class Row:
    """A task as the table shows it. outcome: of its last run, in words."""

    line: TaskLine
    began: str
    took: str
    outcome: str
    word: str
    style: str


def clockwork_context(*, at: datetime, person: Person) -> dict[str, Any]:
    """Everything, the broker asked as well."""
    found = look(schedule(), broker=ask_broker(), at=at, patience=LIMITS)
    return {
        "now": at,
        "found": found,
        "heard": in_words(found.heard),
        "silent_pulses": [pulse for pulse in found.pulses if pulse.who is Silent.WORKER],
        "rows": [_row(line, at=at) for line in found.lines],
        "logs": settings.VAR_DIR / "log",
        "failed_days": FAILED_WITHIN.days,
        **_waiting(found, person),
    }


def _waiting(found: Clockwork, person: Person) -> dict[str, Any]:
    """Mails and reminders that wait and are there for `person`; how many as far as anybody
    counts."""
    state = ReminderMail.State
    every = seen_by(ReminderMail.objects.all(), person)
    mails = every.filter(state__in=[state.WAITING, state.CLAIMED])
    failed = every.filter(state=state.FAILED, made_at__gte=found.at - FAILED_WITHIN)
    planned = seen_by(Reminder.objects.waiting(), person)
    # By two indexes, each read from its old end.
    oldest = planned.order_by("planned_at", "id").values_list("planned_at", flat=True).first()
    return {
        "mails_waiting": capped_count(mails),
        "mails_age": in_words(found.backlog.age) if found.backlog.waits_since else "",
        "mails_failed": capped_count(failed),
        "reminders_waiting": capped_count(planned),
        "reminders_oldest": oldest,
    }


def _row(line: TaskLine, *, at: datetime) -> Row:
    run, (word, style) = line.run, STANDINGS[line.standing]
    outcome = run.get_outcome_display() if run else "Has not run"
    if line.broke_off:
        outcome = "Broke off"
    elif line.is_running:
        outcome = "Under way"
    took = run.took_seconds if run and not run.has_not_ended else None
    began = in_words(at - run.started_at) if run else ""
    return Row(line, began, "" if took is None else duration(took), outcome, word, style)


def standstill(person: Person, *, at: datetime) -> Standstill | None:
    """For those who may see the clockwork: that it does not run; None where it does.

    One query and no look at the broker, so that it costs a page nothing.
    """
    if not person.may(Permission.SEE_CLOCKWORK):
        return None
    lines = look_at_tasks(schedule(), at=at, patience=LIMITS)
    stops = all(pulse.is_silent for pulse in pulses_of(lines, None, at=at))
    since = max((line.run.started_at for line in lines if line.run), default=None)
    wrong = [line.entry.name for line in lines if line.is_wrong]
    return Standstill(stops, since, wrong) if wrong else None


def in_words(age: timedelta | None) -> str:
    """ "12 seconds", "3 hours"; "" for None."""
    if age is None:
        return ""
    seconds = max(int(age.total_seconds()), 0)
    size, unit = next((one for one in UNITS if seconds >= one[0]), UNITS[-1])
    return count_of(seconds // size, unit)


def duration(seconds: float) -> str:
    """ "under 0.1 s", "3.2 s", "95 s"."""
    if seconds < 0.1:
        return "under 0.1 s"
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
