"""The door for clocks: each task reads the time once and makes one call.

When they run is said in tracker/celery.py. Each is a `@recorded_task`: its last run is kept, and
the page of the clockwork and /healthz tell when it stays away.
"""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from celery import Task, shared_task
from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.db import connection
from django.utils import timezone

from requests_app.domain.audit.heads import note_head
from requests_app.domain.audit.sealing import seal_waiting
from requests_app.domain.reminders.planning import look_at_everything
from requests_app.domain.reminders.sweep import send_due_reminders as sweep
from requests_app.domain.request_log.scanning.operations import scan_waiting
from requests_app.domain.request_log.search_index import catch_up, catch_up_lately
from requests_app.domain.request_log.text_reading import read_pending
from requests_app.domain.sign_in.outbox import send_account_mails as send_waiting
from requests_app.domain.upkeep.audit_watch import verify_and_tell
from requests_app.domain.upkeep.clockwork.recording import begin_run, end_run
from requests_app.domain.upkeep.keeping.retention import apply_retention as keep_no_longer
from requests_app.domain.upkeep.moves import bring_up_to_date, carry_on

log = logging.getLogger(__name__)

LOOKING_SECONDS = 60.0
SEALING_SECONDS = 60.0
SCANNED_AT_ONCE = 3  # each may take the scanner a minute


class RecordedTask(Task):
    """Keeps how it went last. What goes wrong is kept and still raised."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        began = time.monotonic()
        self._keep(begin_run)
        try:
            done = super().__call__(*args, **kwargs)
        except Exception as error:
            self._keep(end_run, took_seconds=time.monotonic() - began, error=error)
            raise
        self._keep(end_run, took_seconds=time.monotonic() - began)
        return done

    def _keep(self, operation: Callable[..., None], **facts: Any) -> None:
        """A run that cannot be recorded goes on: the log has it, and its work comes first."""
        try:
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()  # the task's error may have broken it
            operation(task=self.name, at=timezone.now(), **facts)
        except DatabaseTrouble:
            log.exception("the run of %s is not recorded", self.name)


recorded_task = partial(shared_task, base=RecordedTask)


@recorded_task()
def send_due_reminders() -> None:
    """Sends every reminder that is due now and has not gone out."""
    log.info("reminders: %s", sweep(at=timezone.now(), clock=timezone.now))


@recorded_task()
def send_account_mails() -> None:
    """Sends the invitations and links to new passwords that wait."""
    log.info("mails about accounts: %s", send_waiting(at=timezone.now()))


@recorded_task()
def look_at_every_request(*, after: int = 0) -> None:
    """Looks at every open request for reminders, `after` the key of one; with very many of them
    in several turns, each well below the time that a task may take."""
    until = time.monotonic() + LOOKING_SECONDS
    place = look_at_everything(
        at=timezone.now(), after=after, goes_on=lambda: time.monotonic() < until
    )
    if place is not None:
        look_at_every_request.delay(after=place)


@recorded_task()
def carry_on_moving() -> None:
    """Goes on with every change of the rules that has not reached all requests yet; with very
    many of them in several turns, each well below the time that a task may take."""
    if carry_on(at=timezone.now()):
        carry_on_moving.delay()


@recorded_task()
def check_every_date() -> None:
    """Moves whatever differs from the rules as they stand, as after a new release."""
    log.info("dates that differed: %s", bring_up_to_date(at=timezone.now()) or "none")


@recorded_task()
def apply_retention() -> None:
    """Removes what is not kept any longer, in several turns where that is very much."""
    until = time.monotonic() + LOOKING_SECONDS
    gone, is_all = keep_no_longer(at=timezone.now(), goes_on=lambda: time.monotonic() < until)
    log.info("not kept any longer: %s", gone)
    if not is_all:
        apply_retention.delay()


@recorded_task()
def read_files() -> None:
    """Reads the text of a file that nobody has read; with more of them in several turns, so that
    reminders go out between two."""
    if read_pending(at=timezone.now(), most=1):
        read_files.delay()


@recorded_task()
def scan_files() -> None:
    """Has files scanned that wait for it, where the site has a virus scanner. While that is away
    the task fails, which the clockwork tells, and the files wait."""
    if settings.CLAMD and scan_waiting(at=timezone.now(), most=SCANNED_AT_ONCE):
        scan_files.delay()


@recorded_task()
def complete_search() -> None:
    """Puts into the search whatever a bulk change or a new name of an agency left out."""
    log.info("put into the search: %s", catch_up_lately())


@recorded_task()
def check_whole_search() -> None:
    """Looks whether anything at all is missing in the search."""
    log.info("missing in the search: %s", catch_up())


@recorded_task()
def seal_audit_record() -> None:
    """Seals what a killed process left without a seal, and notes the head outside the database;
    with very many entries in several turns."""
    until = time.monotonic() + SEALING_SECONDS
    sealed, is_more = seal_waiting(goes_on=lambda: time.monotonic() < until)
    log.info("audit entries sealed: %s, head noted: %s", sealed, note_head(at=timezone.now()))
    if is_more:
        seal_audit_record.delay()


@recorded_task()
def verify_audit_record() -> None:
    """Looks whether the audit record is whole, and writes to the administrators when it is not."""
    log.info("audit record: %s", verify_and_tell(at=timezone.now()))
