"""Which reminders are due: due at or before now and not in the ledger, never due exactly now."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.reminders.kinds import KIND_RULES, KindRule, ReminderKind
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.recipients import NAMED, Reachable
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.models import RecordsRequest

BATCH = 500
NO_DATE = "The request has no statutory date."
ASKED_AGAIN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """A reminder that is due: its kind, and the date it speaks of."""

    kind: ReminderKind
    speaks_of: date


def due_kinds(dates: Mapping[str, date | None], *, on: date) -> list[Due]:
    """The reminders due on a day for a request with these stored dates. Pure.

    `dates`: "due_on" and "latest_arguable_on" of an unanswered request; a missing date gives none.
    "reminded_from": what was late for good before that day is not reminded of.
    """
    return [
        Due(kind, speaks_of)
        for kind, rule in KIND_RULES.items()
        if (speaks_of := dates.get(rule.speaks_of)) and _is_due(rule, dates, on)
    ]


def _is_due(rule: KindRule, dates: Mapping[str, date | None], on: date) -> bool:
    first = dates.get(rule.first.column)
    if first is None or on < days_after(first, rule.first.days):
        return False
    if rule.last is None:
        begins = dates.get("reminded_from")
        return begins is None or first >= begins
    last = dates.get(rule.last.column)
    return last is not None and on <= days_after(last, rule.last.days)


def _window(rule: KindRule, on: date) -> Q:
    """The same question as `_is_due`, asked of the database (a test holds the two together)."""
    asked = Q(**{f"{rule.first.column}__lte": days_after(on, -rule.first.days)})
    if rule.last is None:
        asked &= Q(reminded_from=None) | Q(**{f"{rule.first.column}__gte": F("reminded_from")})
    else:
        asked &= Q(**{f"{rule.last.column}__gte": days_after(on, -rule.last.days)})
    return asked


def plan_reminders(*, at: datetime) -> int:
    """Plans each reminder that is due and that no row of the ledger accounts for; returns how many.

    A row that was skipped accounts for nothing: when what it was skipped for is no longer so, it
    is planned again, or another is written for whoever is the right recipient now. What was sent
    or has failed is never planned again. Two planners at once write each row once (unique
    constraint; the second is ignored).
    """
    reachable = Reachable.now()
    for kind, rule in KIND_RULES.items():
        batch: list[Reminder] = []
        for pk, speaks_of, is_sample, *named in _unaccounted(kind, rule, at).iterator(BATCH):
            recipient = reachable.first_of(named, is_sample=is_sample)
            if recipient is None:
                continue  # Nobody can be reached; the row is planned once somebody can.
            batch.append(
                Reminder(
                    recipient_id=recipient,
                    records_request_id=pk,
                    kind=kind,
                    speaks_of=speaks_of,
                    message_id=_new_message_id(),
                    planned_at=at,
                )
            )
        for start in range(0, len(batch), BATCH):
            _write(batch[start : start + BATCH], at=at)
    return Reminder.objects.filter(state=Reminder.State.PLANNED, planned_at=at).count()


def _unaccounted(kind: ReminderKind, rule: KindRule, at: datetime) -> QuerySet:
    """Requests for which this kind is due: key, date, whether sample, the people of `NAMED`."""
    # Without a date on the clock but with one in the row, the row is about to be recomputed:
    # asking once a day is enough, and every minute would write without end.
    only_just_without_date = Q(reason=NO_DATE, finished_at__gt=at - ASKED_AGAIN_AFTER)
    accounted = Reminder.objects.filter(
        ~Q(state=Reminder.State.SKIPPED) | only_just_without_date,
        records_request=OuterRef("pk"),
        kind=kind,
        speaks_of=OuterRef(rule.speaks_of),
    )
    return (
        RecordsRequest.objects.awaiting_determination()
        .filter(_window(rule, local_day(at)), waiting_on_us_since__isnull=True)
        .filter(~Exists(accounted))
        .values_list("pk", rule.speaks_of, "is_sample", *NAMED)
    )


def _write(batch: list[Reminder], *, at: datetime) -> None:
    """Rows of one kind: brings back those that the ledger holds as skipped, adds the others."""
    wanted = {(row.records_request_id, row.recipient_id, row.speaks_of) for row in batch}
    skipped = Reminder.objects.filter(
        state=Reminder.State.SKIPPED,
        kind__in={row.kind for row in batch},
        records_request__in=[row.records_request_id for row in batch],
    ).values_list("pk", "records_request_id", "recipient_id", "speaks_of")
    again = [pk for pk, *what in skipped if tuple(what) in wanted]
    if again:
        # The state is asked once more in the write: whoever was quicker has planned or sent it.
        Reminder.objects.filter(pk__in=again, state=Reminder.State.SKIPPED).update(
            state=Reminder.State.PLANNED,
            reason="",
            attempts=0,
            planned_at=at,
            claimed_at=None,
            finished_at=None,
        )
    # Those just brought back stand in the way of their likes, which are ignored.
    Reminder.objects.bulk_create(batch, ignore_conflicts=True)


def _new_message_id() -> str:
    return f"<reminder.{uuid.uuid4().hex}@{urlsplit(settings.SITE_URL).hostname}>"
