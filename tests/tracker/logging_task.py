"""A task for the tests: says a word in the log and enqueues itself again, so many times."""

import logging

from celery import shared_task

log = logging.getLogger("tracker.tests")


@shared_task(name="tests.say_and_go_on")
def say_and_go_on(times: int) -> None:
    log.info("said")
    if times:
        say_and_go_on.delay(times - 1)
