"""The door for clocks: each task reads the time once and makes one call."""

import logging

from celery import shared_task
from django.utils import timezone

from requests_app.domain.reminders.sending import send_due_reminders as sweep

log = logging.getLogger(__name__)


@shared_task
def send_due_reminders() -> None:
    """Sends every reminder that is due now and has not gone out."""
    log.info("reminders: %s", sweep(at=timezone.now()))
