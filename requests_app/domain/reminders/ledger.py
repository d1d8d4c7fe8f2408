"""Writing the ledger: each reminder once, however many planners there are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from requests_app.domain.reminders.entries import NO_ONE, Entry, Tell, silent
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.verdicts import Verdict

BATCH = 5_000
# A statement that names each row is longer than one that adds it.
AGAIN_BATCH = 500
# What a row that was skipped takes from its like: everything but whom it is for and of what.
BROUGHT_BACK = (
    *("stands_in_for", "good_until", "at_once"),
    *("state", "reason", "planned_at", "finished_at", "mail"),
)
SUBJECTS = ("records_request_id", "campaign_id", "own_reminder_id")

Subject = dict[str, int]


def row_of(verdict: Verdict, subject: Subject, *, at: datetime) -> Reminder:
    """The row that the ledger should have of a reminder that is due; not saved."""
    recipient = verdict.recipient
    assert recipient is not None  # Whoever cannot be reached has a `why_not`.
    return Reminder(
        recipient_id=recipient.person,
        stands_in_for_id=recipient.stands_in_for,
        kind=verdict.kind,
        speaks_of=verdict.speaks_of,
        good_until=verdict.considered.good_until,
        at_once=verdict.at_once,
        planned_at=at,
        **subject,
    )


def write(rows: Sequence[Reminder], known: QuerySet[Reminder], *, tell: Tell) -> int:
    """Adds those of `rows` that no row of the ledger accounts for; returns how many that seemed to
    be: what two planners add at the same moment both of them count.

    `known`: what the ledger has of the same subjects. A row that was skipped accounts for nothing:
    it is planned again, or another is written for whoever is the right recipient now. What was
    sent or has failed is never planned again. Two planners at once write each row once (unique
    constraint; the second is ignored).
    """
    if not rows:
        return 0
    accounted: set[tuple] = set()
    skipped: dict[tuple, int] = {}
    columns = ("pk", "state", "recipient_id", "kind", "speaks_of", *SUBJECTS)
    for pk, state, recipient, *what in known.values_list(*columns):
        if state == Reminder.State.SKIPPED:
            skipped[(recipient, *what)] = pk
        else:
            accounted.add(tuple(what))
    new = [row for row in rows if _what(row) not in accounted]
    for row in new:
        row.pk = skipped.get((row.recipient_id, *_what(row)))
    # The state is asked once more in the write: whoever was quicker has planned or sent it.
    Reminder.objects.filter(state=Reminder.State.SKIPPED).bulk_update(
        [row for row in new if row.pk], BROUGHT_BACK, batch_size=AGAIN_BATCH
    )
    Reminder.objects.bulk_create(
        [row for row in new if not row.pk], batch_size=BATCH, ignore_conflicts=True
    )
    if tell is not silent:
        for row in new:
            tell(entry_of(row, "planned"))
    return len(new)


def _what(row: Reminder) -> tuple[Any, ...]:
    return row.kind, row.speaks_of, *(getattr(row, name) for name in SUBJECTS)


def entry_of(row: Reminder, outcome: str, reason: str = "") -> Entry:
    """What became of a row, for whoever is told."""
    subject = {name: pk for name in SUBJECTS if (pk := getattr(row, name))}
    return Entry(
        outcome,
        row.recipient_id,
        about(subject),
        ReminderKind(row.kind),
        row.speaks_of,
        reason,
    )


def about(subject: Subject) -> str:
    """ "records_request 17"; "desk" where it is the desk's whole work."""
    return " ".join(f"{name.removesuffix('_id')} {pk}" for name, pk in subject.items()) or "desk"


def entry_why_not(verdict: Verdict, subject: Subject) -> Entry:
    """What is told of a reminder that was considered and not planned."""
    person = verdict.recipient.person if verdict.recipient else NO_ONE
    return Entry(
        "skipped", person, about(subject), verdict.kind, verdict.speaks_of, verdict.why_not
    )
