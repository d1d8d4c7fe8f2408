"""Sending: claim, read the facts again, send, settle; mail by mail over one connection."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import Error as DatabaseTrouble

from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.reminders.entries import Tell, silent
from requests_app.domain.reminders.handing_over import hand_over
from requests_app.domain.reminders.items import DateGone, Item, item_of
from requests_app.domain.reminders.ledger import entry_of
from requests_app.domain.reminders.loading import reminders_in
from requests_app.domain.reminders.mails import digest, without_links
from requests_app.domain.reminders.models import Reminder, ReminderMail
from requests_app.domain.reminders.outbox import (
    State,
    claim_next,
    give_back,
    is_ours,
    put_off,
    settle,
)
from requests_app.domain.reminders.pauses import try_after, try_after_a_break
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.refusals import Refusal, refusal
from requests_app.domain.reminders.second_look import SecondLook
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.statute_book.rules import rules_in_force

log = logging.getLogger(__name__)

Book = Callable[[], AddressBook]


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


@dataclass(frozen=True)
class Way:
    """What sending one mail needs besides the mail."""

    connection: BaseEmailBackend
    book: AddressBook
    rules: Rules
    at: datetime


def send_mails(
    *, at: datetime, book: Book, goes_on: Callable[[], bool], tell: Tell = silent
) -> Sent:
    """Sends the mails that may go at `at`, while `goes_on()`. Safe to run twice, and in parallel.

    A mail that the server refuses for now is tried again after a pause that grows; one that it
    refuses for good, or that cannot be written, is marked failed. Neither stops the others. Where
    no mail can go (server away, wrong password) the run ends and every mail waits, however long
    that lasts.
    """
    done, tried = Sent(), set[int]()
    connection = get_connection()
    try:
        while goes_on() and (batch := claim_next(at=at, tried=tried)):
            tried |= {mail.pk for mail in batch}
            way = Way(connection, book(), rules_in_force(), at)
            _send_batch(batch, way, done, goes_on=goes_on, tell=tell)
    except NoWayOut as error:
        done.put_off += 1
        log.warning("reminders wait for the mail server: %s", error)
    finally:
        connection.close()
    return done


def _send_batch(
    batch: Iterable[ReminderMail],
    way: Way,
    done: Sent,
    *,
    goes_on: Callable[[], bool],
    tell: Tell,
) -> None:
    contents = reminders_in(batch)
    look = SecondLook([one for rows in contents.values() for one in rows], at=way.at, book=way.book)
    left = list(batch)
    try:
        while left and goes_on():
            mail = left.pop(0)
            if not is_ours(mail):
                continue
            reminders = contents[mail.pk]
            _send_one(mail, reminders, look.reasons_not_to_send(reminders), way, done, tell)
    finally:
        give_back(left)


def _send_one(
    mail: ReminderMail,
    reminders: Sequence[Reminder],
    skipped: dict[int, str],
    way: Way,
    done: Sent,
    tell: Tell,
) -> None:
    worth_it = [one for one in reminders if one.pk not in skipped]
    items, failed, gone = _items(worth_it, way)
    skipped |= gone
    put_off_because = ""
    if items or (not reminders and _wanted_empty(mail, way.book)):
        try:
            _deliver(mail, items, way)
        except OSError as error:
            # A connection that broke is opened anew for the next one.
            way.connection.close()
            put_off_because = _refused(mail, error, at=way.at)
        except DatabaseTrouble:
            raise  # It says nothing of this mail; the claim runs out and the mail comes back.
        except Exception as error:
            # Whatever is wrong with one mail, the others must not wait for it.
            log.exception("reminder mail %s could not be written or sent", mail.pk)
            mail.state, mail.reason = State.FAILED, in_words(error)
    else:
        mail.state = State.FAILED if failed else State.EMPTY
        mail.reason = next(iter({**failed, **skipped}.values()), "")
    if put_off_because:
        done.put_off += 1
        return
    if mail.state == State.FAILED:
        failed |= {item.reminder.pk: mail.reason for item in items}
    sent = [item.reminder for item in items if item.reminder.pk not in failed]
    settle(mail, sent=sent, failed=failed, skipped=skipped, at=way.at)
    done.mails += mail.state == State.SENT
    _count(reminders, failed, skipped, done, tell)


def _items(
    reminders: Iterable[Reminder], way: Way
) -> tuple[list[Item], dict[int, str], dict[int, str]]:
    """What the mail says; why what it cannot say cannot be said; and what is not so any more."""
    items, failed, gone = [], {}, {}
    for one in reminders:
        try:
            items.append(item_of(one, on=local_day(way.at), rules=way.rules))
        except DateGone as why:
            gone[one.pk] = str(why)
        except DatabaseTrouble:
            raise
        except Exception as error:
            # Whatever is wrong with one row, the others must not wait for it.
            log.exception("reminder %s could not be put into words", one.pk)
            failed[one.pk] = in_words(error)
    return items, failed, gone


def _wanted_empty(mail: ReminderMail, book: AddressBook) -> bool:
    return mail.is_digest and mail.recipient_id in book.wanting_empty_digests


def _deliver(mail: ReminderMail, items: Sequence[Item], way: Way) -> None:
    address = way.book.address_of(mail.recipient_id)
    stopped = way.book.stopped_by(mail.recipient_id)
    message = digest(mail, items, on=local_day(way.at), to=address, stopped=stopped)
    # What is kept is ready before it goes, and cut to the column: after the server took a mail
    # nothing may fail, or it would go again.
    mail.subject, mail.text = str(message.subject)[:300], without_links(str(message.body))
    mail.html = without_links(str(message.alternatives[0][0]))
    hand_over(message, way.connection)
    mail.state, mail.reason, mail.address = State.SENT, "", address


def _refused(mail: ReminderMail, error: OSError, *, at: datetime) -> str:
    """Why the mail is put off, "" where it has failed. Raises `NoWayOut` when the error is not
    this mail's: then it never fails for it, however often."""
    words = in_words(error)
    verdict = refusal(error)
    if verdict is Refusal.OF_EVERY_MAIL:
        put_off(mail, words, until=None)
        raise NoWayOut(words) from error
    mail.attempts += 1
    if verdict is Refusal.UNKNOWN:
        until = try_after_a_break(mail.attempts, at=at)
        put_off(mail, words, until=until, may_have_arrived=True)
        raise NoWayOut(words) from error
    until = try_after(mail.attempts, at=at)
    if verdict is Refusal.FOR_GOOD or until is None:
        mail.state, mail.reason = State.FAILED, words
        return ""
    put_off(mail, words, until=until)
    return words


def in_words(error: Exception) -> str:
    """What a row of the ledger says of an error."""
    return f"{type(error).__name__}: {error}"[:300]


def _count(
    reminders: Iterable[Reminder],
    failed: Mapping[int, str],
    skipped: Mapping[int, str],
    done: Sent,
    tell: Tell,
) -> None:
    for one in reminders:
        outcome = "failed" if one.pk in failed else "skipped" if one.pk in skipped else "sent"
        setattr(done, outcome, getattr(done, outcome) + 1)
        tell(entry_of(one, outcome, failed.get(one.pk) or skipped.get(one.pk, "")))
