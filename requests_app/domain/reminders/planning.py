"""Planning: whatever is due at or before now and not in the ledger is written into it.

A request is looked at when its `look_on` has come: each change of it sets that to the day of the
change, and each look moves it on to the next day on which something may become due. What is due
follows from the facts and the ledger alone, so that one look too many does nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from django.db import transaction
from django.db.models import Case, DateField, QuerySet, Value, When

from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.reminders.considering import look_next
from requests_app.domain.reminders.entries import Tell, silent
from requests_app.domain.reminders.fact_finding import facts_of_requests
from requests_app.domain.reminders.kinds import About, kinds_about
from requests_app.domain.reminders.ledger import entry_why_not, row_of, write
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.verdicts import Verdict, verdicts
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.models import RecordsRequest

# Requests in one transaction: what a killed planner has done in vain, and how long those who
# change one of them may wait.
CHUNK = 4_000
KINDS = kinds_about(About.REQUEST)

Book = Callable[[], AddressBook]


def plan_requests(
    *, at: datetime, book: Book, tell: Tell = silent, goes_on: Callable[[], bool] = lambda: True
) -> int:
    """Plans what is due of the requests to be looked at by `at`; returns how many are new.

    Chunk by chunk, each all or nothing, while `goes_on()`. `book` is asked for when there is
    something to look at. Two planners at once share the requests out between them.
    """
    planned = 0
    while goes_on():
        found = _plan_chunk(at=at, book=book, tell=tell)
        if found is None:
            break
        planned += found
    return planned


@transaction.atomic
def _plan_chunk(*, at: datetime, book: Book, tell: Tell) -> int | None:
    """None: no request is left to look at."""
    # Locked against whoever changes them meanwhile: what is read here is what `look_on` says.
    locked = list(
        RecordsRequest.objects.filter(look_on__lte=local_day(at))
        .order_by("look_on", "pk")
        .select_for_update(skip_locked=True, no_key=True)
        .values_list("pk", flat=True)[:CHUNK]
    )
    return look_at(locked, at=at, book=book(), tell=tell) if locked else None


def look_at(
    requests: Sequence[int],
    *,
    at: datetime,
    book: AddressBook,
    tell: Tell = silent,
    stored: Mapping[int, date | None] = MappingProxyType({}),
) -> int:
    """Plans what is due of these requests, which the caller has locked, and sets the day on which
    each is looked at next. Returns how many reminders were planned. At most five queries.

    `stored`: the days that are known to stand there; they are not written again.
    """
    on = local_day(at)
    due: list[Reminder] = []
    next_looks: dict[date | None, list[int]] = defaultdict(list)
    for facts in facts_of_requests(requests):
        subject = {"records_request_id": facts.pk}
        found = verdicts(facts, KINDS, on=on, book=book) if facts.is_open else []
        for one in found:
            if not one.why_not:
                due.append(row_of(one, subject, at=at))
            elif tell is not silent:
                tell(entry_why_not(one, subject))
        day = _next_look(found, on=on)
        if facts.pk not in stored or stored[facts.pk] != day:
            next_looks[day].append(facts.pk)
    known = Reminder.objects.filter(records_request__in={one.records_request_id for one in due})
    planned = write(due, known, tell=tell)
    if next_looks:
        _move_on(next_looks)
    return planned


def _next_look(found: Sequence[Verdict], *, on: date) -> date | None:
    if any(one.reaches_nobody for one in found):
        return days_after(on, 1)  # somebody may be back tomorrow
    return look_next(one.considered for one in found)


def _move_on(next_looks: Mapping[date | None, Sequence[int]]) -> None:
    """One statement, however many different days there are."""
    commonest, *others = sorted(next_looks, key=lambda day: -len(next_looks[day]))
    whens = [When(pk__in=next_looks[day], then=Value(day)) for day in others]
    RecordsRequest.objects.filter(pk__in=[pk for pks in next_looks.values() for pk in pks]).update(
        look_on=Case(*whens, default=Value(commonest), output_field=DateField())
    )


def look_again(requests: QuerySet[RecordsRequest], *, on: date) -> int:
    """Has the open ones among `requests` looked at once more: what recipients wish has changed."""
    return requests.filter(is_open=True).update(look_on=on)


def look_at_everything(
    *, at: datetime, after: int = 0, goes_on: Callable[[], bool] = lambda: True
) -> int | None:
    """Looks at every open request, in the order of their keys, whatever its `look_on` says: mends
    a day that was set wrongly, and writes only where something differs. Returns the key to go on
    after, None when it is through.
    """
    book = AddressBook.now()
    place: int | None = after
    while place is not None and goes_on():
        place = _look_at_next(place, at=at, book=book)
    return place


@transaction.atomic
def _look_at_next(after: int, *, at: datetime, book: AddressBook) -> int | None:
    rows = RecordsRequest.objects.filter(is_open=True, pk__gt=after).order_by("pk")
    locked = rows.select_for_update(skip_locked=True, no_key=True)
    stored = dict(locked.values_list("pk", "look_on")[:CHUNK])
    if not stored:
        return None
    look_at(list(stored), at=at, book=book, stored=stored)
    return max(stored)
