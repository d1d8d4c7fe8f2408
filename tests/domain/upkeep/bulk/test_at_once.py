"""Two clicks, or two people, at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Event
from requests_app.domain.request_log.timeline import Happening
from requests_app.domain.upkeep.bulk.changes import Recording
from requests_app.domain.upkeep.bulk.models import BulkAction
from requests_app.domain.upkeep.bulk.operations import (
    AlreadyUndone,
    BulkChanged,
    do_in_bulk,
    undo,
)
from tests.builders import NOW, TODAY, a_person, a_request

pytestmark = pytest.mark.django_db(transaction=True)
SENT = Recording(Happening(EventKind.SENT, TODAY))


def at_once(*jobs: Callable[[], object]) -> list[object]:
    """What each came to, its refusal included."""
    ready = Barrier(len(jobs))

    def run(job: Callable[[], object]) -> object:
        try:
            ready.wait()
            return job()
        except (BulkChanged, AlreadyUndone) as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.mark.parametrize("keys", [("a", "a"), ("a", "b")], ids=["two clicks", "two people"])
def test_what_is_done_twice_at_once_is_done_once(keys: tuple[str, str]) -> None:
    ids, by = [a_request(sent_on=None).pk for _ in range(5)], a_person()

    def job(key: str) -> Callable[[], object]:
        return lambda: do_in_bulk(change=SENT, requests=ids, by=by, at=NOW, form_key=key)

    came_to = at_once(*map(job, keys))
    action = BulkAction.objects.get()
    assert Event.objects.count() == 5
    if keys[0] == keys[1]:
        assert came_to == [action, action]
    else:
        assert sorted(came_to, key=str) == sorted([action, BulkChanged], key=str)


def test_undoing_twice_at_once_undoes_once() -> None:
    ids, by = [a_request(sent_on=None).pk for _ in range(5)], a_person()
    action = do_in_bulk(change=SENT, requests=ids, by=by, at=NOW)
    came_to = at_once(*[lambda: undo(action=action, by=by, at=NOW)] * 2)
    assert came_to.count(AlreadyUndone) == 1
    assert Event.objects.count() == 10
