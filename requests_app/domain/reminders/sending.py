"""Sending: claim, read the facts again, write, hand over, settle; mail by mail over one connection.

A mail is handed over only when the one before is settled: a process that is killed leaves one mail
behind of which nobody knows whether it went.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from requests_app.domain.reminders.entries import Tell, silent
from requests_app.domain.reminders.fresh import Fresh
from requests_app.domain.reminders.handing_over import hand_over
from requests_app.domain.reminders.ledger import entry_of
from requests_app.domain.reminders.loading import reminders_in
from requests_app.domain.reminders.models import ReminderMail
from requests_app.domain.reminders.outbox import (
    State,
    claim_next,
    follow_mails,
    give_back,
    put_off,
    settle,
)
from requests_app.domain.reminders.pauses import Delay, delay_after
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.refusals import Refusal, refusal
from requests_app.domain.reminders.second_look import SecondLook
from requests_app.domain.reminders.writing import Pen, Written, in_words, write
from requests_app.domain.statute_book.rules import rules_in_force

log = logging.getLogger(__name__)

Book = Callable[[], AddressBook]
Clock = Callable[[], datetime]


class NoWayOut(Exception):
    """No mail can go: the server is away, or it takes none of ours. Everything waits."""


@dataclass
class Sent:
    """What became of the mails of one run, and of the reminders in them. mails: those that went."""

    mails: int = 0
    sent: int = 0
    failed: int = 0
    skipped: int = 0
    put_off: int = 0


def send_mails(
    *, at: datetime, clock: Clock, book: Book, goes_on: Callable[[], bool], tell: Tell = silent
) -> Sent:
    """Sends the mails that may go at `at`, while `goes_on()`. Safe to run twice, and in parallel.

    clock: what time it is, by which claims are made and run out; a run by hand may be for another
    moment than its own.

    A mail that the server refuses for now is tried again after a pause that grows; one that it
    refuses for good, or that cannot be written, is marked failed. Neither stops the others. Where
    no mail can go (server away, wrong password) the run ends and every mail waits, however long
    that lasts.
    """
    tried, people = set[int](), Fresh(book)
    run = _Run(get_connection(), at, clock, goes_on, tell)
    try:
        while goes_on() and (batch := claim_next(at=at, now=clock(), tried=tried)):
            tried |= {mail.pk for mail in batch}
            run.send(batch, Pen(people(), rules_in_force(), at))
        if tried:
            follow_mails()
    except NoWayOut as error:
        log.warning("reminders wait for the mail server: %s", error)
    finally:
        run.connection.close()
    return run.done


class _Run:
    """One run of the sender; `done` says what it did so far."""

    def __init__(
        self,
        connection: BaseEmailBackend,
        at: datetime,
        clock: Clock,
        goes_on: Callable[[], bool],
        tell: Tell,
    ) -> None:
        self.connection, self._at, self._clock = connection, at, clock
        self._goes_on, self._tell = goes_on, tell
        self.done = Sent()

    def send(self, batch: Sequence[ReminderMail], pen: Pen) -> None:
        """Sends the mails of a batch, until its claim runs out. Raises `NoWayOut`."""
        left = list(batch)
        try:
            self._send(left, pen)
        finally:
            give_back(left)
            follow_mails(mail.pk for mail in batch)

    def _send(self, left: list[ReminderMail], pen: Pen) -> None:
        """Takes away from `left` what it begins to hand over."""
        contents = reminders_in(left)
        look = SecondLook(
            [one for rows in contents.values() for one in rows], at=pen.at, book=pen.book
        )
        while left and self._goes_on():
            mail, reminders = left[0], contents[left[0].pk]
            written = write(mail, reminders, look.reasons_not_to_send(reminders), pen)
            left.pop(0)
            if not self._hand_over(written):
                return  # The claim of all of them ran out: they are somebody else's.

    def _hand_over(self, written: Written) -> bool:
        """Hands a mail over and writes down how it fared; False where its claim ran out
        meanwhile."""
        mail = written.mail
        try:
            if written.message:
                hand_over(written.message, self.connection)
                written.went()
        except OSError as error:
            # A connection that broke is opened anew for the next one.
            self.connection.close()
            verdict = refusal(error)
            mail.attempts += verdict is not Refusal.OF_EVERY_MAIL
            if delay := delay_after(verdict, mail.attempts, at=self._at):
                return self._put_off(written, in_words(error), delay)
            written.fails(error)
        except Exception as error:
            # Whatever is wrong with one mail, the others must not wait for it.
            log.exception("reminder mail %s could not be sent", mail.pk)
            written.fails(error)
        return self._settle(written)

    def _put_off(self, written: Written, words: str, delay: Delay) -> bool:
        self.done.put_off += 1
        for one in written.reminders:
            self._tell(entry_of(one, "put_off", words))
        is_held = put_off(
            written.mail, words, until=delay.until, may_have_arrived=delay.may_have_arrived
        )
        if delay.of_every_mail:
            raise NoWayOut(words)
        return is_held

    def _settle(self, written: Written) -> bool:
        mail, failed, skipped = written.mail, written.failed, written.skipped
        sent = written.said if mail.state == State.SENT else []
        is_held = settle(mail, sent=sent, failed=failed, skipped=skipped, at=self._clock())
        self.done.mails += mail.state == State.SENT
        self.done.sent += len(sent)
        self.done.failed += len(failed)
        self.done.skipped += len(skipped)
        for one in written.reminders:
            outcome, why = written.outcome_of(one)
            self._tell(entry_of(one, outcome, why))
        return is_held
