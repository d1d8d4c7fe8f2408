"""The door for clocks: each task reads the time once and makes one call."""

import logging
from datetime import timedelta
from time import monotonic

from celery import shared_task
from django.utils import timezone

from requests_app.domain.reminders.planning import look_at_everything
from requests_app.domain.reminders.sweep import send_due_reminders as sweep
from requests_app.domain.request_log.mail_drafts import KEPT_DAYS, forget_drafts
from requests_app.domain.request_log.search_index import catch_up
from requests_app.domain.request_log.text_reading import read_pending
from requests_app.domain.upkeep.moves import bring_up_to_date, carry_on

log = logging.getLogger(__name__)

LOOKING_SECONDS = 60.0


@shared_task
def send_due_reminders() -> None:
    """Sends every reminder that is due now and has not gone out."""
    log.info("reminders: %s", sweep(at=timezone.now()))


@shared_task
def look_at_every_request(after: int = 0) -> None:
    """Looks at every open request for reminders, `after` the key of one; with very many of them
    in several turns, each well below the time that a task may take."""
    until = monotonic() + LOOKING_SECONDS
    place = look_at_everything(at=timezone.now(), after=after, goes_on=lambda: monotonic() < until)
    if place is not None:
        look_at_every_request.delay(after=place)


@shared_task
def carry_on_moving() -> None:
    """Goes on with every change of the rules that has not reached all requests yet; with very
    many of them in several turns, each well below the time that a task may take."""
    if carry_on(at=timezone.now()):
        carry_on_moving.delay()


@shared_task
def check_every_date() -> None:
    """Moves whatever differs from the rules as they stand, as after a new release."""
    log.info("dates that differed: %s", bring_up_to_date(at=timezone.now()) or "none")


@shared_task
def forget_mail_drafts() -> None:
    """Removes mails that were looked at days ago; what was saved of them is attached."""
    forgotten = forget_drafts(before=timezone.now() - timedelta(days=KEPT_DAYS))
    log.info("mails forgotten: %s", forgotten)


@shared_task
def read_files() -> None:
    """Reads the text of a file that nobody has read; with more of them in several turns, so that
    reminders go out between two."""
    if read_pending(at=timezone.now(), most=1):
        read_files.delay()


@shared_task
def complete_search() -> None:
    """Puts into the search whatever a bulk change or a new name of an agency left out."""
    log.info("put into the search: %s", catch_up())
