"""Telling the worker of something that it would find by itself a little later."""

import logging

from celery import Task
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def tell_worker(*tasks: Task) -> None:
    """Has the tasks done now. Without a broker they are done when the clock comes to them, which is
    for the page no reason to break."""
    try:
        for task in tasks:
            task.delay()
    except OperationalError:
        log.warning("the worker could not be told of %s", tasks[0].name, exc_info=True)
