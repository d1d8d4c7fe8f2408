"""The sweep: plan what is due, put it into mails, send them. Every minute, by the clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from requests_app.domain.reminders.assembling import assemble
from requests_app.domain.reminders.desk_planning import plan_desk, plan_own
from requests_app.domain.reminders.entries import Tell, silent
from requests_app.domain.reminders.planning import plan_requests
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.sending import Sent, send_mails

# Less than the minute between two sweeps: two at once would hold every slot of the worker, and
# whatever else it has to do would wait behind them. (Celery kills a task after 240 seconds; a mail
# that is begun can take several time-outs of the server to come to its end.)
SWEEP_SECONDS = 50.0


@dataclass(frozen=True)
class Sweep:
    """What one sweep did. planned: rows of the ledger; made: mails."""

    planned: int
    made: int
    done: Sent


def send_due_reminders(
    *,
    at: datetime,
    clock: Callable[[], datetime] | None = None,
    lasts_seconds: float = SWEEP_SECONDS,
    monotonic: Callable[[], float] = time.monotonic,
    tell: Tell = silent,
) -> Sweep:
    """Plans what is due at `at`, puts it into mails and sends them. Safe to run twice, and in
    parallel: what one of two leaves undone the other does, and nothing is done twice.

    clock: what time it is, by which two runs at once leave each other's mails alone; None: it
    stands still at `at`.

    After `lasts_seconds`, counted from the call by `monotonic` (seconds), nothing further is begun;
    the next sweep goes on.
    """
    until = monotonic() + lasts_seconds

    def goes_on() -> bool:
        return monotonic() < until

    planned = plan(at=at, goes_on=goes_on, tell=tell)
    made = assemble(at=at, book=cache(AddressBook.now))
    done = send_mails(
        at=at, clock=clock or (lambda: at), book=AddressBook.now, goes_on=goes_on, tell=tell
    )
    return Sweep(planned, made, done)


def plan(*, at: datetime, goes_on: Callable[[], bool] = lambda: True, tell: Tell = silent) -> int:
    """Writes what is due at `at` into the ledger; returns how many rows are new."""
    book = cache(AddressBook.now)
    return (
        plan_desk(at=at, book=book, tell=tell)  # first: what was in vain is looked at again then
        + plan_own(at=at, book=book, tell=tell, goes_on=goes_on)
        + plan_requests(at=at, book=book, tell=tell, goes_on=goes_on)
    )
