"""What is done to many requests at once, and what is done every hour, among few and among very
many requests."""

import time
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from bench.measure import Broken
from requests_app.domain.accounts.models import Person
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.search_index import catch_up, catch_up_lately
from requests_app.domain.upkeep.bulk.changes import Assigning
from requests_app.domain.upkeep.bulk.operations import do_in_bulk

CHANGED = 500
ROUNDS = 5


def bulk_change(at: datetime) -> float:
    """Seconds, the fastest of some: 500 open requests assigned in one step, and rolled back."""
    people = list(Person.objects.order_by("pk")[:2])
    opened = RecordsRequest.objects.filter(is_open=True).exclude(assignee=people[1])
    ids = list(opened.order_by("due_on", "id").values_list("pk", flat=True)[:CHANGED])

    def assign() -> None:
        with transaction.atomic():
            done = do_in_bulk(change=Assigning(people[1]), requests=ids, by=people[0], at=at)
            if len(done.items) != CHANGED:
                raise Broken(f"{len(done.items)} requests were assigned, not {CHANGED}")
            transaction.set_rollback(True)

    return min(_seconds(assign) for _ in range(ROUNDS))


def hourly_look() -> float:
    """Seconds, the fastest of some: a look whether the search misses anything, when it does not."""
    catch_up()

    def look() -> None:
        if missing := catch_up_lately():
            raise Broken(f"{missing} things were missing in a search that was complete")

    return min(_seconds(look) for _ in range(ROUNDS))


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
