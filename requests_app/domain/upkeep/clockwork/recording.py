"""Keeping the last run of a task. The audit record has none of it: nobody did anything."""

from datetime import datetime

from django.db import transaction

from requests_app.domain.upkeep.clockwork.models import TaskRun

LONGEST_ERROR = 300  # characters


@transaction.atomic
def begin_run(*, task: str, at: datetime) -> None:
    """The task has begun. One statement, so that two workers at once do not meet."""
    TaskRun.objects.bulk_create(
        [TaskRun(task=task, started_at=at)],
        update_conflicts=True,
        unique_fields=["task"],
        update_fields=["started_at"],
    )


@transaction.atomic
def end_run(
    *, task: str, at: datetime, took_seconds: float, error: Exception | None = None
) -> None:
    """The task has ended, with `error` or well."""
    outcome = TaskRun.Outcome.FAILED if error else TaskRun.Outcome.DONE
    words = f"{type(error).__name__}: {error}"[:LONGEST_ERROR] if error else ""
    succeeded = {} if error else {"succeeded_at": at}
    TaskRun.objects.filter(task=task).update(
        finished_at=at,
        outcome=outcome,
        error=words.replace("\x00", ""),
        took_seconds=took_seconds,
        **succeeded,
    )
