"""Writing a mail: what it says of each of its reminders, ready to be handed over."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import EmailMessage
from django.db import Error as DatabaseTrouble

from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.reminders.items import DateGone, Item, item_of
from requests_app.domain.reminders.mails import digest, without_links
from requests_app.domain.reminders.models import Reminder, ReminderMail
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.request_log.dates import local_day

log = logging.getLogger(__name__)

State = ReminderMail.State


@dataclass(frozen=True)
class Pen:
    """What writing needs besides the mail. at: the moment that it speaks for."""

    book: AddressBook
    rules: Rules
    at: datetime


@dataclass
class Written:
    """A mail and what became of it so far. failed, skipped: the reason by the key of a reminder
    that is not in it. message: None where there is none to send; then `mail` says why."""

    mail: ReminderMail
    reminders: Sequence[Reminder]
    failed: dict[int, str]
    skipped: dict[int, str]
    message: EmailMessage | None = None

    @property
    def said(self) -> list[Reminder]:
        """Those that are in it."""
        left_out = {**self.failed, **self.skipped}
        return [one for one in self.reminders if one.pk not in left_out]

    def outcome_of(self, reminder: Reminder) -> tuple[str, str]:
        """What became of one of them, once the mail has gone or failed, and why."""
        for outcome, reasons in (("failed", self.failed), ("skipped", self.skipped)):
            if reminder.pk in reasons:
                return outcome, reasons[reminder.pk]
        return "sent", ""

    def went(self) -> None:
        """The server took it."""
        self.mail.state, self.mail.reason = State.SENT, ""

    def fails(self, error: Exception) -> None:
        """It cannot go, and nothing that it says."""
        self.mail.state, self.mail.reason = State.FAILED, in_words(error)
        self.failed |= {one.pk: self.mail.reason for one in self.said}


def write(
    mail: ReminderMail, reminders: Sequence[Reminder], pointless: Mapping[int, str], pen: Pen
) -> Written:
    """The mail with those of its reminders that are not `pointless` (the reason by the key).

    Whatever is wrong with a row, or with the mail, is kept with it: the others must not wait.
    """
    worth_it = [one for one in reminders if one.pk not in pointless]
    items, failed, gone = _items(worth_it, pen)
    written = Written(mail, reminders, failed, {**pointless, **gone})
    if not items and (reminders or not _wanted_empty(mail, pen.book)):
        mail.state = State.FAILED if failed else State.EMPTY
        mail.reason = next(iter({**failed, **written.skipped}.values()), "")
        return written
    try:
        written.message = _message(mail, items, pen)
    except DatabaseTrouble:
        raise  # It says nothing of this mail; the claim runs out and the mail comes back.
    except Exception as error:
        log.exception("reminder mail %s could not be written", mail.pk)
        written.fails(error)
    return written


def _items(
    reminders: Iterable[Reminder], pen: Pen
) -> tuple[list[Item], dict[int, str], dict[int, str]]:
    """What the mail says; why what it cannot say cannot be said; and what is not so any more."""
    items, failed, gone = [], {}, {}
    for one in reminders:
        try:
            items.append(item_of(one, on=local_day(pen.at), rules=pen.rules))
        except DateGone as why:
            gone[one.pk] = str(why)
        except DatabaseTrouble:
            raise
        except Exception as error:
            log.exception("reminder %s could not be put into words", one.pk)
            failed[one.pk] = in_words(error)
    return items, failed, gone


def _wanted_empty(mail: ReminderMail, book: AddressBook) -> bool:
    return mail.is_digest and mail.recipient_id in book.wanting_empty_digests


def _message(mail: ReminderMail, items: Sequence[Item], pen: Pen) -> EmailMessage:
    mail.address = pen.book.address_of(mail.recipient_id)
    stopped = pen.book.stopped_by(mail.recipient_id)
    audit = pen.book.audit_line_of(mail.recipient_id) if mail.is_digest else ""
    on = local_day(pen.at)
    made = digest(mail, items, on=on, to=mail.address, stopped=stopped, audit=audit)
    # What is kept is ready before it goes, and cut to the column: after the server took a mail
    # nothing may fail, or it would go again.
    mail.subject, mail.text = str(made.subject)[:300], without_links(str(made.body))
    mail.html = without_links(str(made.alternatives[0][0]))
    return made


def in_words(error: Exception) -> str:
    """What a row of the ledger says of an error."""
    return f"{type(error).__name__}: {error}"[:300]
