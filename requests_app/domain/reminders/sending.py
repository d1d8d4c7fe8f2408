"""The sweep: plan, claim, read the facts again, send, settle the ledger row."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import Error as DatabaseTrouble
from django.db.models import F, Q, QuerySet

from requests_app.domain.reminders.mails import deadline_reminder
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.planning import NO_DATE, plan_reminders
from requests_app.domain.reminders.refusals import Refusal, refusal
from requests_app.domain.reminders.second_look import why_not_to_send
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.recompute import clock_of
from requests_app.domain.statute_book.rules import rules_in_force

log = logging.getLogger(__name__)

# A worker that died while sending never finishes its claim; after this the row is anybody's.
CLAIM_LASTS = timedelta(minutes=10)
# How often one mail may be put off by the server before it counts as refused.
MOST_ATTEMPTS = 8
# Less than the minute between two sweeps: two at once would hold every slot of the worker, and
# whatever else it has to do would wait behind them. (Celery kills a task after 240 seconds; a mail
# that is begun can take several time-outs of the server to come to its end.)
SWEEP_SECONDS = 50.0


class NoWayOut(Exception):
    """No mail can go: the server is away, or it takes none of ours. The row waits."""


@dataclass
class Sweep:
    """What one sweep did, in ledger rows."""

    planned: int = 0
    sent: int = 0
    failed: int = 0
    skipped: int = 0
    put_off: int = 0


def send_due_reminders(
    *,
    at: datetime,
    lasts_seconds: float = SWEEP_SECONDS,
    monotonic: Callable[[], float] = time.monotonic,
) -> Sweep:
    """Plans what is due at `at` and sends all that is planned. Safe to run twice, and in parallel.

    A mail that the server refuses for now stays planned and is tried at the next sweep; one that
    it refuses for good, or that cannot be written, is marked failed. Neither stops the others.
    Where no mail can go (server away, wrong password) the sweep ends and every reminder waits,
    however long that lasts. After `lasts_seconds`, counted from the call by `monotonic` (seconds),
    no further mail is begun; the next sweep goes on.
    """
    until = monotonic() + lasts_seconds
    sweep = Sweep(planned=plan_reminders(at=at))
    connection = get_connection()
    try:
        for pk in _unclaimed(at).values_list("pk", flat=True):
            if monotonic() >= until:
                log.info("reminders: %s seconds are over, the next sweep goes on", lasts_seconds)
                break
            if _claim(pk, at=at):
                outcome = _send_one(pk, connection, at=at)
                setattr(sweep, outcome, getattr(sweep, outcome) + 1)
    except NoWayOut as error:
        sweep.put_off += 1
        log.warning("reminders wait for the mail server: %s", error)
    finally:
        connection.close()
    return sweep


def _unclaimed(at: datetime) -> QuerySet[Reminder]:
    return Reminder.objects.filter(
        Q(state=Reminder.State.PLANNED)
        | Q(state=Reminder.State.CLAIMED, claimed_at__lt=at - CLAIM_LASTS)
    ).order_by(F("claimed_at").asc(nulls_first=True), "pk")


def _claim(pk: int, *, at: datetime) -> bool:
    """One conditional write: a changed row is ours, none means that somebody else was quicker."""
    return _unclaimed(at).filter(pk=pk).update(state=Reminder.State.CLAIMED, claimed_at=at) == 1


def _send_one(pk: int, connection: BaseEmailBackend, *, at: datetime) -> str:
    """Sends a claimed reminder; returns which count of the sweep it belongs to."""
    reminder = Reminder.objects.select_related(
        "recipient", "records_request__agency", "records_request__campaign"
    ).get(pk=pk)
    try:
        return _deliver(reminder, connection, at=at)
    except DatabaseTrouble:
        raise  # It says nothing of this mail; the claim runs out and the row comes back.
    except OSError as error:
        # A connection that broke is opened anew for the next one.
        connection.close()
        return _refused(reminder, error, at=at)
    except Exception as error:
        # Whatever is wrong with one row or one text, the others must not wait for it.
        log.exception("reminder %s could not be written or sent", pk)
        return _settle(reminder, Reminder.State.FAILED, at=at, reason=_in_words(error))


def _deliver(reminder: Reminder, connection: BaseEmailBackend, *, at: datetime) -> str:
    reason = why_not_to_send(reminder, at=at)
    if reason:
        return _settle(reminder, Reminder.State.SKIPPED, at=at, reason=reason)
    today = local_day(at)
    clock = clock_of(reminder.records_request, on=today, rules=rules_in_force())
    if clock.due is None:
        return _settle(reminder, Reminder.State.SKIPPED, at=at, reason=NO_DATE)
    mail = deadline_reminder(reminder, clock, today=today)
    mail.connection = connection
    connection.open()
    mail.send()
    # Cut to the column: a ledger row that cannot be saved would send its mail again.
    reminder.subject, reminder.body = str(mail.subject)[:300], str(mail.body)
    return _settle(reminder, Reminder.State.SENT, at=at)


def _refused(reminder: Reminder, error: OSError, *, at: datetime) -> str:
    """Raises `NoWayOut` when the error is not this mail's: that is never counted against it."""
    words = _in_words(error)
    verdict = refusal(error)
    if verdict is Refusal.OF_EVERY_MAIL:
        _put_off(reminder, words)
        raise NoWayOut(words) from error
    reminder.attempts += 1
    if verdict is Refusal.FOR_GOOD or reminder.attempts >= MOST_ATTEMPTS:
        return _settle(reminder, Reminder.State.FAILED, at=at, reason=words)
    return _put_off(reminder, words)


def _in_words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def _put_off(reminder: Reminder, reason: str) -> str:
    # claimed_at stays: what was tried goes to the end of the line, so a mail on which the
    # connection breaks each time ends a sweep only after all others had their turn.
    reminder.state = Reminder.State.PLANNED
    reminder.reason = reason
    reminder.save()
    return "put_off"


def _settle(reminder: Reminder, state: Reminder.State, *, at: datetime, reason: str = "") -> str:
    reminder.state = state
    reminder.reason = reason
    reminder.finished_at = at
    reminder.save()
    return str(state)
