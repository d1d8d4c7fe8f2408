"""The facts, read again just before sending: is there still a reason to?

They are read for a handful of mails at once, and again as soon as they are older than a moment: a
server that takes its time never makes old facts of them.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Q

from requests_app.domain.reminders.fact_finding import (
    facts_of_own,
    facts_of_requests,
    facts_of_rounds,
    facts_of_the_desk,
)
from requests_app.domain.reminders.facts import Facts
from requests_app.domain.reminders.fresh import Fresh
from requests_app.domain.reminders.kinds import KIND_RULES, About, ReminderKind
from requests_app.domain.reminders.models import OwnReminder, Reminder, ReminderMail
from requests_app.domain.reminders.recipients import AddressBook, Recipient
from requests_app.domain.reminders.verdicts import NOT_WANTED, verdicts
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.models import Campaign

MOVED = "The date moved, or a later reminder says more."
WENT_TO_ANOTHER = "It went to somebody else already."
FOR_ANOTHER = "It is for somebody else now."
NOT_A_MEMBER = "The recipient is no member of its campaign, which is restricted."

Subject = tuple[About, int]


class SecondLook:
    """Reads the facts of the reminders of some mails, whenever what it knows is no longer fresh."""

    def __init__(self, reminders: Sequence[Reminder], *, at: datetime, book: AddressBook):
        self._on, self._book = local_day(at), book
        # A query for each of the sorts of subject among the reminders, and one more.
        self._known = Fresh(
            lambda: (_facts_of(reminders, on=self._on), _sent_already(reminders)),
        )

    def reasons_not_to_send(self, reminders: Iterable[Reminder]) -> dict[int, str]:
        """Why each of these has become pointless, by its key; those still worth sending are left
        out."""
        facts, sent = self._known()
        reasons = {one.pk: self._why_not(one, facts, sent) for one in reminders}
        return {pk: reason for pk, reason in reasons.items() if reason}

    def _why_not(self, reminder: Reminder, facts: dict[Subject, Facts], sent: set[tuple]) -> str:
        # Two planners that saw different people reachable wrote a row each; one mail is enough.
        if (reminder.records_request_id, reminder.kind, reminder.speaks_of) in sent:
            return WENT_TO_ANOTHER
        return _unreachable(reminder, self._book) or _pointless(
            reminder, facts, on=self._on, book=self._book
        )


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


def _sent_already(reminders: Iterable[Reminder]) -> set[tuple]:
    """What was sent of the same requests: request, kind, and the date it speaks of."""
    requests = {one.records_request_id for one in reminders if one.records_request_id}
    went = Q(state=Reminder.State.SENT) | Q(
        state=Reminder.State.CLAIMED, mail__state=ReminderMail.State.SENT
    )
    sent = Reminder.objects.filter(went, records_request__in=requests)
    return set(sent.values_list("records_request_id", "kind", "speaks_of"))


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
    if not book.may_know(reminder.recipient_id, known.campaign):
        return NOT_A_MEMBER
    kind = ReminderKind(reminder.kind)
    if not book.choice(reminder.recipient_id, kind).wanted:
        return NOT_WANTED
    for one in verdicts(known, [kind], on=on, book=book):
        if one.speaks_of == reminder.speaks_of:
            return one.considered.why_not or _for_another(reminder, one.recipient)
    return MOVED


def _for_another(reminder: Reminder, recipient: Recipient | None) -> str:
    if recipient is None or recipient.person == reminder.recipient_id:
        return ""
    # A mail that may have arrived goes again as itself, or two people would have it.
    return "" if reminder.mail and reminder.mail.may_have_arrived else FOR_ANOTHER
