"""Sending again what could not be delivered."""

from datetime import datetime
from enum import Enum

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.audit.operations import record
from requests_app.domain.reminders.following import look_again_at
from requests_app.domain.reminders.models import DeskWishes, Reminder, ReminderMail
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.request_log.models import RecordsRequest

HANDED_ON = "Its recipient could not be reached: planned anew for whoever can be."


class Again(Enum):
    """What became of a mail that was to be sent again; the words of the message."""

    WAITS = "It goes again with the next sweep, in a minute or so."
    NEXT_MAIL = "What was missing in it goes with the next mail."
    HANDED_ON = "Its recipient cannot be reached: what it held is planned anew for whoever can be."
    NOTHING = "Nothing to send again: it is on its way already, or has gone."


def may_send_again(what: ReminderMail | Reminder, by: Person) -> bool:
    """Whether they may send a mail, or what it held, again: their own, or who looks after people
    anybody's."""
    return by.may(Permission.MANAGE_PEOPLE) or what.recipient_id == by.pk


@transaction.atomic
def send_again(*, mail: ReminderMail, by: Person, at: datetime) -> Again:
    """Sends a mail that failed once more, or what in it failed.

    It is the same mail, with the same Message-ID: whether the first try reached anybody after all
    is known to nobody, and a mail program then shows one. What it holds is read again just before
    it goes, and it goes to the address that its recipient has by now. A second click finds that it
    waits and does nothing.
    """
    locked = ReminderMail.objects.select_for_update(of=("self",), no_key=True).get(pk=mail.pk)
    done = _again(locked, at=at)
    if done is not Again.NOTHING:
        record(verb="sent reminder mail again", subject=locked, by=by, at=at, outcome=done.name)
    return done


def _again(mail: ReminderMail, *, at: datetime) -> Again:
    failed = Reminder.objects.filter(mail=mail, state=Reminder.State.FAILED)
    if not AddressBook.now().address_of(mail.recipient_id):
        return _hand_on(mail, at=at)
    if mail.state != ReminderMail.State.FAILED:
        # It went without what could not be put into words.
        planned = failed.update(
            state=Reminder.State.PLANNED, reason="", planned_at=at, finished_at=None, mail=None
        )
        return Again.NEXT_MAIL if planned else Again.NOTHING
    failed.update(state=Reminder.State.CLAIMED, reason="", finished_at=None)
    mail.state, mail.reason, mail.attempts = ReminderMail.State.WAITING, "", 0
    mail.try_after = mail.claimed_at = mail.finished_at = None
    mail.claim, mail.may_have_arrived = "", True  # for all we know; so it stays a mail of its own
    mail.save()
    return Again.WAITS


def _hand_on(mail: ReminderMail, *, at: datetime) -> Again:
    failed = Reminder.objects.filter(mail=mail, state=Reminder.State.FAILED)
    requests = list(failed.exclude(records_request=None).values_list("records_request", flat=True))
    if not failed.update(state=Reminder.State.SKIPPED, reason=HANDED_ON, finished_at=at):
        return Again.NOTHING
    look_again_at(RecordsRequest.objects.filter(pk__in=requests), at=at)
    DeskWishes.objects.update(looked_on=None)
    return Again.HANDED_ON
