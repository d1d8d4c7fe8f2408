"""What follows when it changes whom reminders are for, or when: what is concerned is looked at
again at the next sweep, and what is planned and in no mail yet is planned anew."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from requests_app.domain.reminders.models import DeskWishes, PersonWishes, Reminder
from requests_app.domain.reminders.outlook import named_in
from requests_app.domain.reminders.planning import look_again
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.models import RecordsRequest

PLANNED_ANEW = "Whom it is for, or when, has changed: it was looked at anew."


def follow_people(people: Iterable[int], *, at: datetime) -> None:
    """People can be reached, or cannot any more, or wish something else. In the transaction of
    the caller; a fixed number of statements.

    Theirs is also what belongs to those for whom they stand in: whoever stands in wishes the days.
    """
    keys = set(people)
    absent = PersonWishes.objects.filter(stand_in__in=keys).values_list("person", flat=True)
    keys |= set(absent)
    theirs = Q(recipient__in=keys) | Q(stands_in_for__in=keys)
    _follow(theirs, RecordsRequest.objects.filter(named_in(keys)), at=at)


def follow_desk(*, at: datetime) -> None:
    """The desk's address or its wishes for all have changed. In the transaction of the caller.

    That concerns every open request: too many to wait for. The door has them looked at
    (`planning.look_at_everything`), and where it cannot, the nightly look does.
    """
    _follow(Q(recipient__isnull=True), RecordsRequest.objects.none(), at=at)


def _follow(which: Q, requests: QuerySet[RecordsRequest], *, at: datetime) -> None:
    """Plans anew what waits and is `which`, and has `requests` looked at besides.

    What waits may be of a request that names none of those concerned: it fell to whoever logged
    it, or to an administrator.
    """
    rows = Reminder.objects.waiting().filter(which)
    waiting = RecordsRequest.objects.filter(pk__in=rows.values("records_request"))
    for some in (requests, waiting):
        look_again_at(some, at=at)
    # A skipped row accounts for nothing (`ledger.write`): the look plans it again, for the same
    # recipient or for another. What a mail has claimed is looked at just before it goes.
    rows.update(state=Reminder.State.SKIPPED, reason=PLANNED_ANEW, finished_at=at)
    # The rounds and the desk's year are looked at once more today.
    DeskWishes.objects.update(looked_on=None)


def look_again_at(requests: QuerySet[RecordsRequest], *, at: datetime) -> int:
    """Has those of `requests` looked at that are open and not to be looked at already."""
    on = local_day(at)
    ahead = Q(look_on__isnull=True) | Q(look_on__gt=on)
    return look_again(requests.filter(ahead), on=on)
