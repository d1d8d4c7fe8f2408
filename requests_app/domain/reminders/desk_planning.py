"""Planning of what is not a request: own reminders, the rounds, the desk's year."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from requests_app.domain.reminders.entries import Tell, silent
from requests_app.domain.reminders.fact_finding import (
    facts_of_own,
    facts_of_rounds,
    facts_of_the_desk,
)
from requests_app.domain.reminders.facts import Facts, OwnFacts
from requests_app.domain.reminders.kinds import About, kinds_about
from requests_app.domain.reminders.ledger import Subject, entry_why_not, row_of, write
from requests_app.domain.reminders.models import DeskWishes, OwnReminder, Reminder
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.verdicts import verdicts
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.models import Campaign

CHUNK = 2_000

Book = Callable[[], AddressBook]


def plan_own(
    *, at: datetime, book: Book, tell: Tell = silent, goes_on: Callable[[], bool] = lambda: True
) -> int:
    """Plans the own reminders that are due and not in the ledger, chunk by chunk, each all or
    nothing, while `goes_on()`; returns how many. Two planners at once share them out between them.

    Those that nobody is to have, or nobody can be sent, are marked, and passed over until
    `plan_desk` looks at the day, or looks again.
    """
    planned, place = 0, Q()
    while goes_on():
        found = _plan_own_chunk(place, at=at, book=book, tell=tell)
        if found is None:
            return planned
        new, last = found
        planned += new
        place = Q(due_on__gt=last.due_on) | Q(due_on=last.due_on, pk__gt=last.pk)
    return planned


@transaction.atomic
def _plan_own_chunk(
    place: Q, *, at: datetime, book: Book, tell: Tell
) -> tuple[int, OwnFacts] | None:
    """How many of the next ones are new, and the last of them; None: none is left."""
    known = Reminder.objects.filter(own_reminder=OuterRef("pk"), speaks_of=OuterRef("due_on"))
    locked = list(
        OwnReminder.objects.due(on=local_day(at))
        .filter(place, was_in_vain=False)
        .exclude(Exists(known.exclude(state=Reminder.State.SKIPPED)))
        .order_by("due_on", "pk")
        .select_for_update(skip_locked=True, no_key=True)
        .values_list("pk", flat=True)[:CHUNK]
    )
    if not locked:
        return None
    ours = OwnReminder.objects.filter(pk__in=locked)
    found = facts_of_own(ours.order_by("due_on", "pk"))
    subjects = (({"own_reminder_id": one.pk}, one) for one in found)
    due = list(_due(subjects, About.OWN, at=at, book=book(), tell=tell))
    in_vain = set(locked) - {one.own_reminder_id for one in due}
    if in_vain:
        ours.filter(pk__in=in_vain).update(was_in_vain=True)
    of_the_same = Reminder.objects.filter(own_reminder__in=locked)
    return write(due, of_the_same, tell=tell), found[-1]


@transaction.atomic
def plan_desk(*, at: datetime, book: Book, tell: Tell = silent) -> int:
    """Plans what is due of the rounds and of the desk's year; once a day, at its first sweep.
    Returns how many. Has the own reminders that were in vain looked at again (`plan_own`)."""
    on = local_day(at)
    if DeskWishes.objects.filter(looked_on=on).exists():
        return 0
    DeskWishes.objects.get_or_create(pk=1)
    # Of two at once the second waits here, and then finds that it is done.
    if not DeskWishes.objects.exclude(looked_on=on).update(looked_on=on):
        return 0
    OwnReminder.objects.filter(was_in_vain=True).update(was_in_vain=False)
    people = book()
    rounds = (({"campaign_id": one.pk}, one) for one in facts_of_rounds(Campaign.objects.all()))
    desk: list[tuple[Subject, Facts]] = [({}, facts_of_the_desk(on=on))]
    due = [
        *_due(rounds, About.ROUND, at=at, book=people, tell=tell),
        *_due(desk, About.DESK, at=at, book=people, tell=tell),
    ]
    kinds = [*kinds_about(About.ROUND), *kinds_about(About.DESK)]
    return write(due, Reminder.objects.filter(kind__in=kinds), tell=tell)


def _due(
    subjects: Iterable[tuple[Subject, Facts]],
    about: About,
    *,
    at: datetime,
    book: AddressBook,
    tell: Tell,
) -> Iterable[Reminder]:
    kinds = kinds_about(about)
    for subject, facts in subjects:
        for one in verdicts(facts, kinds, on=local_day(at), book=book):
            if one.why_not:
                tell(entry_why_not(one, subject))
            else:
                yield row_of(one, subject, at=at)
