"""Writing the audit record. Called inside the transaction of the change it speaks of."""

from datetime import datetime
from typing import Any

from django.db import models

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.models import AuditEntry

BY_ITSELF = "Tenth Day"


def record(
    *, verb: str, subject: models.Model, by: Person | None, at: datetime, **details: Any
) -> AuditEntry:
    """Adds one entry: `by` (None = the program itself) did `verb` to `subject` at `at`.

    `details` are JSON-ready facts, e.g. the old and new value. No transaction of its own:
    if the change is rolled back, so is the entry.
    """
    return AuditEntry.objects.create(
        at=at,
        actor=by,
        actor_name=str(by) if by else BY_ITSELF,
        verb=verb,
        subject_kind=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        subject_label=str(subject)[:300],
        details=details,
    )
