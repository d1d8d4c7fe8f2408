"""What comes next: the kinds ahead of a subject, each with its day and whom it is for, or why it
will not come as things stand. From the same verdicts that plan and send."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from requests_app.domain.accounts.models import Person
from requests_app.domain.reminders.considering import LATER_SAYS_MORE
from requests_app.domain.reminders.fact_finding import facts_of_requests
from requests_app.domain.reminders.facts import Facts
from requests_app.domain.reminders.kinds import KIND_RULES, ReminderKind
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.planning import KINDS
from requests_app.domain.reminders.recipients import NOBODY, AddressBook
from requests_app.domain.reminders.verdicts import NOT_WANTED, Verdict, verdicts
from requests_app.domain.request_log.models import Campaign, RecordsRequest

Known = Collection[tuple[str, date]]


@dataclass(frozen=True)
class Prospect:
    """One kind ahead of one subject. comes_on: the day, or None where it will not come, and then
    why_not says why. person: whom it is for on that day; None: the desk's address."""

    kind: ReminderKind
    speaks_of: date
    comes_on: date | None
    why_not: str
    person: Person | None = None
    stands_in_for: Person | None = None


def prospects(
    facts: Facts,
    kinds: Iterable[ReminderKind],
    *,
    on: date,
    book: AddressBook,
    known: Known = (),
) -> list[Prospect]:
    """The kinds ahead, the next first, then those that will not come. `known`: kind and date of
    what the ledger accounts for, which is left out. Pure, given the book."""
    ahead = [
        _prospect(one, facts, on=on, book=book, is_known=(one.kind, one.speaks_of) in known)
        for one in verdicts(facts, kinds, on=on, book=book)
    ]
    found = [one for one in ahead if one]
    return sorted(found, key=lambda one: (one.comes_on is None, one.comes_on or on))


def _prospect(
    verdict: Verdict, facts: Facts, *, on: date, book: AddressBook, is_known: bool
) -> Prospect | None:
    considered = verdict.considered
    is_now = considered.is_due and not is_known
    day = on if is_now else considered.next_on
    if day is None and is_known:
        return None
    # Of that day: somebody who is there today may be away by then.
    recipient = book.whom(KIND_RULES[verdict.kind].to, facts, on=day) if day else verdict.recipient
    why_not = ""
    if day is None:
        why_not = considered.why_not
    elif considered.good_until is not None and day > considered.good_until:
        why_not = LATER_SAYS_MORE
    elif recipient is None:
        why_not = NOBODY
    elif not book.choice(recipient.person, verdict.kind).wanted:
        why_not = NOT_WANTED
    comes_back = KIND_RULES[verdict.kind].comes_back
    return Prospect(
        kind=verdict.kind,
        speaks_of=day if day and comes_back and not is_now else considered.speaks_of,
        comes_on=None if why_not else day,
        why_not=why_not,
        person=_person(book, recipient.person) if recipient else None,
        stands_in_for=_person(book, recipient.stands_in_for) if recipient else None,
    )


def _person(book: AddressBook, pk: int | None) -> Person | None:
    # Who is away may have no address of their own; who stands in has one.
    return book.people.get(pk) if pk else None


def prospects_of_requests(
    requests: Iterable[int], *, on: date, book: AddressBook
) -> Mapping[int, list[Prospect]]:
    """What is ahead of each of these requests, by its key. Two queries; nothing is ahead of one
    that is closed."""
    keys = list(requests)
    known: defaultdict[int, set[tuple[str, date]]] = defaultdict(set)
    rows = Reminder.objects.filter(records_request__in=keys).exclude(state=Reminder.State.SKIPPED)
    for pk, kind, speaks_of in rows.values_list("records_request", "kind", "speaks_of"):
        known[pk].add((kind, speaks_of))
    return {
        facts.pk: prospects(facts, KINDS, on=on, book=book, known=known[facts.pk])
        for facts in facts_of_requests(keys)
        if facts.is_open
    }


def looked_at_next(person: Person | None = None) -> QuerySet[RecordsRequest]:
    """The requests that the reminders look at some day: all, or those that a person is assigned
    or leads. To be ordered by `look_on` and the key, along its index."""
    # None that is closed is looked at; said for the indexes of a person's open requests.
    ahead = RecordsRequest.objects.filter(look_on__isnull=False, is_open=True)
    return ahead if person is None else ahead.filter(named_in([person.pk]))


def looked_at_for_the_desk() -> QuerySet[RecordsRequest]:
    """Those of them that name nobody: what is due of them goes to the desk's address."""
    nobody_leads = Q(campaign__isnull=True) | Q(campaign__lead__isnull=True)
    return looked_at_next().filter(nobody_leads, assignee__isnull=True)


def named_in(people: Iterable[Any]) -> Q:
    """Requests that one of these people is assigned, or leads the campaign of. One query, for the
    campaigns: two indexes can be joined then."""
    keys = list(people)
    led = list(Campaign.objects.filter(lead__in=keys).values_list("pk", flat=True))
    return Q(assignee__in=keys) | Q(campaign__in=led)
