"""What a sweep would plan and send at a moment, and why not the rest. Only read, and in chunks."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from requests_app.domain.reminders.entries import Entry
from requests_app.domain.reminders.fact_finding import (
    facts_of_own,
    facts_of_requests,
    facts_of_rounds,
    facts_of_the_desk,
)
from requests_app.domain.reminders.facts import Facts
from requests_app.domain.reminders.kinds import KIND_RULES, About, kinds_about
from requests_app.domain.reminders.ledger import SUBJECTS, Subject, entry_of, entry_why_not
from requests_app.domain.reminders.models import OwnReminder, Reminder
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.second_look import SecondLook
from requests_app.domain.reminders.verdicts import verdicts
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.models import Campaign, RecordsRequest

CHUNK = 1_000
WAITING = (Reminder.State.PLANNED, Reminder.State.CLAIMED)
GONE_BEFORE = {
    Reminder.State.SENT: "It was sent already.",
    Reminder.State.FAILED: "Its mail has failed: it goes again when somebody sends it again.",
}


class DryRun:
    """Of whatever waits in the ledger, of each open request, open own reminder that is due, round
    and of the desk's year: an entry for each kind that has a date, "planned" or "skipped"."""

    def __init__(self, *, at: datetime):
        self._at, self._on, self._book = at, local_day(at), AddressBook.now()

    def entries(self) -> Iterator[Entry]:
        yield from self._waiting()
        for keys in _chunks(RecordsRequest.objects.filter(is_open=True)):
            found = (({"records_request_id": one.pk}, one) for one in facts_of_requests(keys))
            known = Reminder.objects.filter(records_request__in=keys)
            yield from self._considered(found, About.REQUEST, known)
        for keys in _chunks(OwnReminder.objects.due(on=self._on)):
            facts = facts_of_own(OwnReminder.objects.filter(pk__in=keys))
            own = (({"own_reminder_id": one.pk}, one) for one in facts)
            known = Reminder.objects.filter(own_reminder__in=keys)
            yield from self._considered(own, About.OWN, known)
        for keys in _chunks(Campaign.objects.all()):
            asked = facts_of_rounds(Campaign.objects.filter(pk__in=keys))
            rounds = (({"campaign_id": one.pk}, one) for one in asked)
            known = Reminder.objects.filter(campaign__in=keys, own_reminder=None)
            yield from self._considered(rounds, About.ROUND, known)
        known = Reminder.objects.filter(kind__in=kinds_about(About.DESK))
        year: list[tuple[Subject, Facts]] = [({}, facts_of_the_desk(on=self._on))]
        yield from self._considered(year, About.DESK, known)

    def _waiting(self) -> Iterator[Entry]:
        """What is in the ledger and has not gone."""
        for keys in _chunks(Reminder.objects.filter(state__in=WAITING)):
            rows = list(Reminder.objects.filter(pk__in=keys).select_related("recipient", "mail"))
            look = SecondLook(rows, at=self._at, book=self._book)
            why_not = look.reasons_not_to_send(rows)
            for one in rows:
                outcome = "skipped" if one.pk in why_not else "planned"
                yield entry_of(one, outcome, why_not.get(one.pk) or _why_it_waits(one))

    def _considered(
        self, subjects: Iterable[tuple[Subject, Facts]], about: About, known: QuerySet[Reminder]
    ) -> Iterator[Entry]:
        states = {
            tuple(what): Reminder.State(state)
            for state, *what in known.exclude(state=Reminder.State.SKIPPED).values_list(
                "state", *SUBJECTS, "kind", "speaks_of"
            )
        }
        for subject, facts in subjects:
            for one in verdicts(facts, kinds_about(about), on=self._on, book=self._book):
                what = (*(subject.get(name) for name in SUBJECTS), one.kind, one.speaks_of)
                state = states.get(what)
                if state in WAITING:
                    continue  # told with what waits
                entry = entry_why_not(one, subject)
                if state is not None:
                    yield replace(entry, reason=GONE_BEFORE[state])
                elif one.why_not:
                    yield entry
                else:
                    reason = KIND_RULES[one.kind].sentence
                    yield replace(entry, outcome="planned", reason=reason)


def _why_it_waits(reminder: Reminder) -> str:
    """Why it is in the ledger, and what keeps its mail."""
    sentence = KIND_RULES[reminder.kind].sentence  # type: ignore[index]
    held = f" Its mail waits: {reminder.mail.reason}" if _is_put_off(reminder) else ""  # type: ignore[union-attr]
    return f"{sentence} It waits in the ledger.{held}"


def _is_put_off(reminder: Reminder) -> bool:
    return reminder.mail is not None and bool(reminder.mail.reason)


def _chunks(rows: QuerySet[Any]) -> Iterator[list[int]]:
    """The keys, in their order."""
    after = 0
    ordered = rows.order_by("pk").values_list("pk", flat=True)
    while keys := list(ordered.filter(pk__gt=after)[:CHUNK]):
        yield keys
        after = keys[-1]
