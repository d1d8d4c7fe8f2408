"""The rows that the ledger would get for one person by a moment to come; none is written."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from requests_app.domain.accounts.models import Person
from requests_app.domain.reminders.fact_finding import (
    facts_of_own,
    facts_of_requests,
    facts_of_rounds,
    facts_of_the_desk,
)
from requests_app.domain.reminders.facts import Facts
from requests_app.domain.reminders.kinds import About, kinds_about
from requests_app.domain.reminders.ledger import SUBJECTS, row_of
from requests_app.domain.reminders.loading import CLOCKS
from requests_app.domain.reminders.models import OwnReminder, Reminder
from requests_app.domain.reminders.outlook import named_in
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.verdicts import verdicts
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.models import Campaign, RecordsRequest

MOST_ROUNDS = 5  # the newest that somebody leads; older ones are over
_OF_REQUESTS = tuple(
    path.removeprefix("records_request__")
    for path in CLOCKS
    if path.startswith("records_request__")
)


class Forecast:
    """What is planned by `at` for `person` beside what is in the ledger already. is_cut: more
    than `most` requests or own reminders come up, and the rest was not looked at."""

    def __init__(self, person: Person, *, at: datetime, book: AddressBook, most: int):
        self._person, self._at, self._book, self._most = person, at, book, most
        self._on = local_day(at)
        self._named = [
            person.pk,
            *(
                pk
                for pk, wish in book.wishes.items()
                if wish.stand_in_id == person.pk and wish.is_away(on=self._on)
            ),
        ]
        self.is_cut = False

    def rows(self) -> list[Reminder]:
        """Unsaved rows, with what a mail says of each. A fixed number of queries."""
        return [*self._of_requests(), *self._own(), *self._of_rounds(), *self._of_the_desk()]

    def _of_requests(self) -> Iterator[Reminder]:
        ahead = RecordsRequest.objects.filter(look_on__lte=self._on, is_open=True)
        keys = self._cut(ahead.filter(named_in(self._named)).order_by("look_on", "pk"))
        rows = RecordsRequest.objects.filter(pk__in=keys).select_related("agency", "campaign")
        found = {one.pk: one for one in rows.prefetch_related(*_OF_REQUESTS)}
        known = _known(Reminder.objects.filter(records_request__in=keys))
        for facts in facts_of_requests(keys):
            subject = {"records_request_id": facts.pk}
            for row in self._due(About.REQUEST, facts, subject, known):
                row.records_request = found[facts.pk]
                yield row

    def _own(self) -> Iterator[Reminder]:
        due = OwnReminder.objects.due(on=self._on).filter(person__in=self._named)
        keys = self._cut(due.order_by("due_on", "pk"))
        rows = OwnReminder.objects.filter(pk__in=keys)
        whole = rows.with_subject().select_related("records_request__campaign", "made_by")
        paths = [f"records_request__{path}" for path in _OF_REQUESTS]
        found = {one.pk: one for one in whole.prefetch_related(*paths)}
        known = _known(Reminder.objects.filter(own_reminder__in=keys))
        for facts in facts_of_own(rows):
            for row in self._due(About.OWN, facts, {"own_reminder_id": facts.pk}, known):
                row.own_reminder = found[facts.pk]
                yield row

    def _of_rounds(self) -> Iterator[Reminder]:
        led = Campaign.objects.filter(lead__in=self._named).order_by("-reporting_year", "-pk")
        found = {one.pk: one for one in led[:MOST_ROUNDS]}
        known = _known(Reminder.objects.filter(campaign__in=found))
        for facts in facts_of_rounds(Campaign.objects.filter(pk__in=found)):
            for row in self._due(About.ROUND, facts, {"campaign_id": facts.pk}, known):
                row.campaign = found[facts.pk]
                yield row

    def _of_the_desk(self) -> Iterator[Reminder]:
        known = _known(Reminder.objects.filter(kind__in=kinds_about(About.DESK)))
        yield from self._due(About.DESK, facts_of_the_desk(on=self._on), {}, known)

    def _due(
        self, about: About, facts: Facts, subject: dict[str, int], known: set[tuple[Any, ...]]
    ) -> Iterator[Reminder]:
        for one in verdicts(facts, kinds_about(about), on=self._on, book=self._book):
            # What is wanted at once has gone by then, in a mail of its own.
            if one.why_not or one.at_once:
                continue
            row = row_of(one, subject, at=self._at)
            if row.recipient_id != self._person.pk or _what(row) in known:
                continue
            row.recipient = self._person
            if row.stands_in_for_id:
                row.stands_in_for = self._book.wishes[row.stands_in_for_id].person
            yield row

    def _cut(self, rows: QuerySet[Any]) -> list[int]:
        keys = list(rows.values_list("pk", flat=True)[: self._most + 1])
        self.is_cut |= len(keys) > self._most
        return keys[: self._most]


def _known(rows: QuerySet[Reminder]) -> set[tuple[Any, ...]]:
    """What the ledger accounts for among these."""
    counted: Iterable[Any] = rows.exclude(state=Reminder.State.SKIPPED)
    return set(counted.values_list("kind", "speaks_of", *SUBJECTS))  # type: ignore[attr-defined]


def _what(row: Reminder) -> tuple[Any, ...]:
    return row.kind, row.speaks_of, *(getattr(row, name) for name in SUBJECTS)
