"""Remind me again in some days: what the button of a mail does, once."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.operations import record
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.reminders.kinds import KIND_RULES, About, ReminderKind
from requests_app.domain.reminders.links import LinkBroken, LinkRefused, SnoozeLink
from requests_app.domain.reminders.models import OwnReminder, Reminder
from requests_app.domain.reminders.own import Subject, put_off, set_reminder
from requests_app.domain.reminders.stopping import is_stopped, person_of
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.domain.request_log.sight import sees

SNOOZE_DAYS = (3, 7)


class ReminderOver(LinkRefused):
    """What it was about is gone."""


class NotTheirsAnyMore(LinkRefused):
    """The account may not set reminders now."""


class OwnRemindersStopped(LinkRefused):
    """The person stopped the mails in which it would come."""


@dataclass(frozen=True)
class Snooze:
    """What a link offers. due_on: the day it would be. known: what was set with it, or with the
    other button of the same reminder, before; None: nothing yet."""

    reminder: Reminder
    person: Person
    due_on: date
    known: OwnReminder | None

    @property
    def about(self) -> Subject:
        """The request, campaign or agency."""
        found = self.reminder.about
        subject = found.subject if isinstance(found, OwnReminder) else found
        assert isinstance(subject, RecordsRequest | Campaign | Agency)  # The desk's has no button.
        return subject


def can_be_snoozed(reminder: Reminder) -> bool:
    """Whether its mail has the buttons: not for the desk's address, nor the desk's year."""
    about = KIND_RULES[ReminderKind(reminder.kind)].about
    return reminder.recipient_id is not None and about is not About.DESK


def offered(*, link: SnoozeLink, on: date) -> Snooze:
    """What the link offers on that day. Changes nothing.

    Raises `ReminderOver`, `LinkBroken`, `NobodyIsMailed`, `NotTheirsAnyMore` and
    `OwnRemindersStopped`.
    """
    reminder = Reminder.objects.with_subject().filter(pk=link.reminder).first()
    if reminder is None:
        raise ReminderOver("What this reminder was about is gone from the log.")
    if reminder.recipient_id != link.person or not can_be_snoozed(reminder):
        raise LinkBroken("This reminder is not for whom the link was made.")
    person = person_of(link.person)
    if not sees(person, reminder):
        raise ReminderOver("What this reminder was about is gone from the log.")
    if not person.may(Permission.RECORD_EVENTS):
        raise NotTheirsAnyMore(f"The account of {person} may not set reminders any more.")
    known = _known(reminder)
    if known is None and is_stopped(person=person, kind=ReminderKind.OWN):
        raise OwnRemindersStopped(
            "You do not want mails of own reminders, so this one would never come. Have them sent "
            "again first."
        )
    return Snooze(reminder, person, days_after(on, link.days), known)


@transaction.atomic
def snooze(*, link: SnoozeLink, at: datetime) -> tuple[OwnReminder, bool]:
    """Sets an own reminder for the recipient, or puts the one that the mail was about off; returns
    it, and whether this is new. Each reminder is snoozed once, by whichever button came first.

    Raises what `offered` raises.
    """
    # Both buttons wait here for each other, and for whoever takes the own reminder back, which
    # locks in this order. They are read after that: what comes with a lock may be from before it.
    own_one = OwnReminder.objects.filter(reminders=link.reminder)
    own_one.select_for_update(of=("self",)).first()
    Reminder.objects.select_for_update().filter(pk=link.reminder).first()
    offer = offered(link=link, on=local_day(at))
    if offer.known:
        return offer.known, False
    reminder, person = offer.reminder, offer.person
    if reminder.own_reminder:
        own = put_off(
            reminder=reminder.own_reminder,
            seen=reminder.speaks_of,
            by=person,
            at=at,
            days=link.days,
        )
    else:
        own = set_reminder(
            subject=offer.about,
            note=f"Snoozed: {reminder.get_kind_display()}",
            due_on=offer.due_on,
            person=person,
            by=person,
            at=at,
            form_key=_key(reminder),
        )
    record(verb="snoozed from a mail", subject=reminder, by=person, at=at, until=str(own.due_on))
    return own, True


def _known(reminder: Reminder) -> OwnReminder | None:
    own = reminder.own_reminder
    if own is None:
        return OwnReminder.objects.with_subject().filter(form_key=_key(reminder)).first()
    return own if own.done_at or own.due_on != reminder.speaks_of else None


def _key(reminder: Reminder) -> str:
    """The form key of what is set from a reminder: the forms of the site use UUIDs."""
    return f"snoozed {reminder.pk}"
