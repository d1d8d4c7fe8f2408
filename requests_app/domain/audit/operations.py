"""Writing the audit record. Called inside the transaction of the change it speaks of;
the entry is sealed when that is committed (`sealing.py`). Verbs are those of `verbs.py`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.audit.sealing import seal_after_commit

BY_ITSELF = "Tenth Day"
BATCH = 500


def record(
    *, verb: str, subject: models.Model, by: Person | None, at: datetime, **details: Any
) -> AuditEntry:
    """Adds one entry: `by` (None = the program itself) did `verb` to `subject` at `at`.

    `details` are JSON-ready facts, e.g. the old and new value. No transaction of its own:
    if the change is rolled back, so is the entry.
    """
    [entry] = _entries(verb, [subject], by, at, details)
    entry.save()
    seal_after_commit()
    return entry


def record_many(
    *,
    verb: str,
    subjects: Iterable[models.Model],
    by: Person | None,
    at: datetime,
    **details: Any,
) -> None:
    """Adds an entry for each of `subjects`, to which the same was done in one step, in a few
    statements. `details`: the same of all, the step's own number among them."""
    AuditEntry.objects.bulk_create(_entries(verb, subjects, by, at, details), batch_size=BATCH)
    seal_after_commit()


def _entries(
    verb: str,
    subjects: Iterable[models.Model],
    by: Person | None,
    at: datetime,
    details: dict[str, Any],
) -> list[AuditEntry]:
    every: dict[str, Any] = {
        "at": at,
        "actor": by,
        "actor_number": by.pk if by else None,
        "actor_name": str(by) if by else BY_ITSELF,
        "verb": verb,
        "details": details,
    }
    return [
        AuditEntry(
            **every,
            subject_kind=one._meta.model_name or "",
            subject_id=str(one.pk),
            subject_label=str(one)[:300],
        )
        for one in subjects
    ]
