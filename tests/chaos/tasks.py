"""The product's sweep as a task of a real worker, by the clock of the chaos."""

from celery import shared_task

from requests_app.domain.reminders.sweep import SWEEP_SECONDS, send_due_reminders
from tests.chaos import clock

SWEEP, QUEUE = "tests.chaos.sweep", "chaos"


@shared_task(name=SWEEP)
def sweep() -> None:
    """What `requests_app.tasks.send_due_reminders` does."""
    send_due_reminders(at=clock.now(), clock=clock.now, lasts_seconds=SWEEP_SECONDS / clock.speed())
