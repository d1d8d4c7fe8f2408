"""The facts, read again just before sending: is there still a reason to?"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from requests_app.domain.reminders.fact_finding import (
    facts_of_own,
    facts_of_requests,
    facts_of_rounds,
    facts_of_the_desk,
)
from requests_app.domain.reminders.facts import Facts
from requests_app.domain.reminders.kinds import KIND_RULES, About, ReminderKind
from requests_app.domain.reminders.models import OwnReminder, Reminder
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.verdicts import NOT_WANTED, verdicts
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.models import Campaign

MOVED = "The date moved, or a later reminder says more."
WENT_TO_ANOTHER = "It went to somebody else already."

Subject = tuple[About, int]


def reasons_not_to_send(
    reminders: Sequence[Reminder], *, at: datetime, book: AddressBook
) -> dict[int, str]:
    """Why each of these has become pointless, by its key; those still worth sending are left out.
    A query for each of the sorts of subject among them, and one more."""
    on = local_day(at)
    facts = _facts_of(reminders, on=on)
    elsewhere = _sent_to_others(reminders)
    found = {}
    for one in reminders:
        reason = WENT_TO_ANOTHER if one.pk in elsewhere else ""
        reason = reason or _unreachable(one, book) or _pointless(one, facts, on=on, book=book)
        if reason:
            found[one.pk] = reason
    return found


def subject_of(reminder: Reminder) -> Subject:
    """What it is about, as the key of its facts."""
    about = KIND_RULES[ReminderKind(reminder.kind)].about
    keys = {
        About.REQUEST: reminder.records_request_id,
        About.OWN: reminder.own_reminder_id,
        About.ROUND: reminder.campaign_id,
    }
    return about, keys.get(about) or 0


def _facts_of(reminders: Iterable[Reminder], *, on: date) -> dict[Subject, Facts]:
    keys: dict[About, list[int]] = {}
    for one in reminders:
        about, pk = subject_of(one)
        keys.setdefault(about, []).append(pk)
    found: dict[Subject, Facts] = {}
    if requests := keys.get(About.REQUEST):
        found |= {(About.REQUEST, one.pk): one for one in facts_of_requests(requests)}
    if own := keys.get(About.OWN):
        rows = facts_of_own(OwnReminder.objects.filter(pk__in=own))
        found |= {(About.OWN, one.pk): one for one in rows}
    if rounds := keys.get(About.ROUND):
        asked = facts_of_rounds(Campaign.objects.filter(pk__in=rounds))
        found |= {(About.ROUND, one.pk): one for one in asked}
    if About.DESK in keys:
        found[About.DESK, 0] = facts_of_the_desk(on=on)
    return found


def _sent_to_others(reminders: Sequence[Reminder]) -> set[int]:
    """Two planners that saw different people reachable wrote a row each; one mail is enough."""
    requests = {one.records_request_id for one in reminders if one.records_request_id}
    if not requests:
        return set()
    sent = set(
        Reminder.objects.filter(
            records_request__in=requests, state=Reminder.State.SENT
        ).values_list("records_request_id", "kind", "speaks_of")
    )
    return {
        one.pk for one in reminders if (one.records_request_id, one.kind, one.speaks_of) in sent
    }


def _unreachable(reminder: Reminder, book: AddressBook) -> str:
    if book.address_of(reminder.recipient_id):
        return ""
    if reminder.recipient is None:
        return "The desk has no address."
    if not reminder.recipient.is_active:
        return "The recipient's account is switched off."
    return "The recipient has no e-mail address."


def _pointless(
    reminder: Reminder, facts: dict[Subject, Facts], *, on: date, book: AddressBook
) -> str:
    known = facts.get(subject_of(reminder))
    if known is None:
        return "What it was about is gone."
    kind = ReminderKind(reminder.kind)
    if not book.choice(reminder.recipient_id, kind).wanted:
        return NOT_WANTED
    for one in verdicts(known, [kind], on=on, book=book):
        if one.speaks_of == reminder.speaks_of:
            return one.considered.why_not
    return MOVED
