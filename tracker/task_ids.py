"""A task's lines in the log carry its id, its name, and the id of the request that caused it.

Celery's own signals are the way to hand something along with a task.
"""

from typing import Any

import structlog
from celery import Task
from celery.signals import before_task_publish, task_postrun, task_prerun

FROM_REQUEST = "tenth_day_request_id"  # the header of a message


@before_task_publish.connect
def hand_on(headers: dict[str, Any], **_: object) -> None:
    """A task that a task enqueues belongs to the same request."""
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    if request_id:
        headers[FROM_REQUEST] = request_id


@task_prerun.connect
def bind(task_id: str, task: Task, **_: object) -> None:
    """What the task before left is not this one's."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(task_id=task_id, task=task.name)
    if request_id := request_id_of(task):
        structlog.contextvars.bind_contextvars(request_id=request_id)


@task_postrun.connect
def unbind(**_: object) -> None:
    structlog.contextvars.clear_contextvars()


def request_id_of(task: Task) -> str | None:
    """Where the task is run by a worker and came from a page; else None."""
    return (task.request.headers or {}).get(FROM_REQUEST) or task.request.get(FROM_REQUEST)
