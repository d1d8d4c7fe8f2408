"""Which reminders are due: due at or before now and not in the ledger, never due exactly now."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.reminders.kinds import KIND_RULES, KindRule, ReminderKind
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.models import RecordsRequest

BATCH = 500
NO_DATE = "The request has no statutory date."


@dataclass(frozen=True)
class Due:
    """A reminder that is due: its kind, and the date it speaks of."""

    kind: ReminderKind
    speaks_of: date


def due_kinds(dates: Mapping[str, date | None], *, on: date) -> list[Due]:
    """The reminders due on a day for a request with these stored dates. Pure.

    `dates`: "due_on" and "latest_arguable_on" of an unanswered request; a missing date gives none.
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
        return True
    last = dates.get(rule.last.column)
    return last is not None and on <= days_after(last, rule.last.days)


def _window(rule: KindRule, on: date) -> Q:
    """The same question as `_is_due`, asked of the database (a test holds the two together)."""
    asked = Q(**{f"{rule.first.column}__lte": days_after(on, -rule.first.days)})
    if rule.last:
        asked &= Q(**{f"{rule.last.column}__gte": days_after(on, -rule.last.days)})
    return asked


def plan_reminders(*, at: datetime) -> int:
    """Writes a ledger row for each reminder that is due and not in the ledger; returns how many.

    Two planners at once write each row once (unique constraint; the second is ignored).
    """
    on = local_day(at)
    fallback = _an_administrator()
    for kind, rule in KIND_RULES.items():
        in_ledger = Reminder.objects.filter(
            records_request=OuterRef("pk"), kind=kind, speaks_of=OuterRef(rule.speaks_of)
        )
        due = (
            RecordsRequest.objects.awaiting_determination()
            .filter(_window(rule, on), waiting_on_us_since__isnull=True)
            .filter(~Exists(in_ledger))
            .values_list("pk", rule.speaks_of, "assignee_id", "campaign__lead_id", "created_by_id")
        )
        batch: list[Reminder] = []
        for pk, speaks_of, *people in due.iterator(chunk_size=BATCH):
            recipient = next((person for person in people if person), fallback)
            if recipient is None:
                continue  # Nobody has an account yet; the row is planned once somebody has.
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
        Reminder.objects.bulk_create(batch, batch_size=BATCH, ignore_conflicts=True)
    return Reminder.objects.filter(state=Reminder.State.PLANNED, planned_at=at).count()


def _an_administrator() -> int | None:
    """Whoever looks after the desk gets what nobody else is named for."""
    return (
        Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
        .order_by("is_sample", "pk")
        .values_list("pk", flat=True)
        .first()
    )


def _new_message_id() -> str:
    return f"<reminder.{uuid.uuid4().hex}@{urlsplit(settings.SITE_URL).hostname}>"
