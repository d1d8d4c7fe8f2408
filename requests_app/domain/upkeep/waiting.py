"""What waits for a reviewer: queues, each with how many are in it and since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from django.db.models import F, Model, QuerySet

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.choices import years_with_figures
from requests_app.domain.misuse_data.conflicts.first import first_conflicts
from requests_app.domain.misuse_data.importing.import_warnings import ImportWarning
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.vocabulary import ReleaseState
from requests_app.domain.reminders.models import ReminderMail
from requests_app.domain.reminders.undelivered import undelivered_mails
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.letters.unrecorded import late_without_letter
from requests_app.domain.request_log.models import Attachment, RecordsRequest
from requests_app.domain.request_log.sight import seen_by

COUNT_CAP = 1000  # nobody works off more in a day; counting to the end of a table is slow


class Queue(StrEnum):
    """In the order in which they are shown."""

    RELEASES = "releases"
    WARNINGS = "warnings"
    NAMES = "names"
    CONFLICTS = "conflicts"
    LETTERS = "letters"
    MAILS = "mails"
    RESTRICTED = "restricted"
    QUARANTINED = "quarantined"
    UNSCANNED = "unscanned"


@dataclass(frozen=True)
class Waiting:
    """number: of how many; `is_capped`: there are more. since: the day of the oldest, None where
    nothing waits."""

    number: int
    since: date | None = None
    is_capped: bool = False

    def __str__(self) -> str:
        return f"more than {self.number:,}" if self.is_capped else f"{self.number:,}"


class QueueWords(NamedTuple):
    """why: what has to be done. nothing: what is said of an empty queue."""

    label: str
    why: str
    nothing: str


@dataclass(frozen=True)
class QueueRow:
    """A queue of things of one `model`. rows: what is in it at a moment. since: the column that
    says since when, which an index or the number of rows keeps cheap. permission: who sees it."""

    words: QueueWords
    model: type[Model]
    rows: Callable[[datetime], QuerySet]
    since: str
    permission: Permission = Permission.USE_ADMIN_SITE


QUEUES: Mapping[Queue, QueueRow] = {
    Queue.RELEASES: QueueRow(
        QueueWords(
            "Releases in review",
            "Compare each with its file, then publish it or send it back.",
            "No release is in review.",
        ),
        Release,
        lambda at: Release.objects.filter(state=ReleaseState.IN_REVIEW, rounds__ended_at=None),
        "rounds__submitted_at",
    ),
    Queue.WARNINGS: QueueRow(
        QueueWords(
            "Warnings accepted",
            "Of releases in review: see whether the reasons hold.",
            "No warning of a release in review was accepted.",
        ),
        ImportWarning,
        lambda at: ImportWarning.objects.filter(
            release__state=ReleaseState.IN_REVIEW, accepted_at__isnull=False
        ),
        "accepted_at",
    ),
    Queue.NAMES: QueueRow(
        QueueWords(
            "Figures of unmatched agencies",
            "Their names are in no entry of the directory: say whom they mean.",
            "Every figure is about somebody the directory knows.",
        ),
        Figure,
        lambda at: Figure.objects.all().unmatched(),
        "release__imported_at",
    ),
    Queue.LETTERS: QueueRow(
        QueueWords(
            "Letters not recorded",
            "Late on every reading, and no letter of ours is recorded since.",
            "Every late request has its letter on record.",
        ),
        RecordsRequest,
        lambda at: late_without_letter(on=local_day(at)),
        "latest_arguable_on",
    ),
    Queue.MAILS: QueueRow(
        QueueWords(
            "Failed mails",
            "Reminders of the last two weeks that reached nobody: send them again.",
            "Every mail of the last two weeks went out.",
        ),
        ReminderMail,
        lambda at: undelivered_mails(at=at),
        "made_at",
    ),
    Queue.RESTRICTED: QueueRow(
        QueueWords(
            "Restricted files",
            "Kept from most: see whether the reason still holds.",
            "No file is restricted.",
        ),
        Attachment,
        lambda at: Attachment.objects.filter(state=Attachment.State.RESTRICTED),
        "state_changed_at",
        Permission.SEE_RESTRICTED_FILES,
    ),
    Queue.QUARANTINED: QueueRow(
        QueueWords(
            "Files in quarantine",
            "Open to nobody: lift it, or leave them shut.",
            "No file is in quarantine.",
        ),
        Attachment,
        lambda at: Attachment.objects.filter(state=Attachment.State.QUARANTINED),
        "state_changed_at",
        Permission.CHANGE_FILE_STATES,
    ),
    # The scanner gave its reason, and is not asked about them again. Others wait for a minute.
    Queue.UNSCANNED: QueueRow(
        QueueWords(
            "Files that cannot be scanned",
            "The virus scanner gave up on them: have them looked at, then decide their state.",
            "The virus scanner gave up on no file.",
        ),
        Attachment,
        lambda at: Attachment.objects.filter(state=Attachment.State.UNSCANNED).exclude(
            state_reason=""
        ),
        "state_changed_at",
        Permission.CHANGE_FILE_STATES,
    ),
}

# Not of one table: found by comparing figures, and shown by the comparison.
CONFLICTS = QueueWords(
    "Figures in conflict",
    "Sources contradict each other: see who says what, and why probably.",
    "No two sources contradict each other.",
)


def queues_of(person: Person) -> list[Queue]:
    """What `person` is shown."""
    return [one for one in Queue if one not in QUEUES or person.may(QUEUES[one].permission)]


def waiting(queue: Queue, *, at: datetime, person: Person | None = None) -> Waiting:
    """How many are in a queue now that are there for `person`. Two queries, none of which counts
    to the end of a table."""
    row = QUEUES[queue]
    rows = seen_by(row.rows(at), person).order_by()
    number = rows[: COUNT_CAP + 1].count()
    if not number:
        return Waiting(0)
    oldest = rows.order_by(F(row.since).asc(nulls_last=True)).values_list(row.since, flat=True)[0]
    since = local_day(oldest) if isinstance(oldest, datetime) else oldest
    return Waiting(min(number, COUNT_CAP), since, number > COUNT_CAP)


def conflicts_waiting(person: Person | None = None) -> Waiting:
    """The contradictions that the comparison shows `person` first. The queries of
    `first_conflicts`: some tenths of a second among a million figures, and to be kept until
    something changes."""
    every = seen_by(Figure.objects.all().not_withdrawn(), person)
    figures, releases = every.current(), seen_by(Release.objects.current(), person)
    latest = next(iter(years_with_figures(figures.order_by(), releases)), 0)
    found = first_conflicts(figures, latest_year=latest, among=every) if latest else []
    sides = [{s.release for s in one.statements} for one in found]
    came = dict(Release.objects.filter(pk__in=set().union(*sides)).values_list("pk", "imported_at"))
    # Two figures contradict each other since the second of them is here.
    begun = [max(days) for one in sides if (days := [came[pk] for pk in one if pk in came])]
    return Waiting(len(found), local_day(min(begun)) if begun else None)
