"""Telling the worker of something that it would find by itself a little later."""

import logging

from celery import Task
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def tell_worker(task: Task) -> None:
    """Has the task done now. Without a broker it is done when the clock comes to it, which is for
    the page no reason to break."""
    try:
        task.delay()
    except OperationalError:
        log.warning("the worker could not be told of %s", task.name, exc_info=True)
