"""Entries are sealed when they are committed, one after the other, whoever writes at the same
time and whatever becomes of them."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from requests_app.domain.audit import sealing
from requests_app.domain.audit.models import AuditChain, AuditEntry
from requests_app.domain.audit.operations import record, record_many
from requests_app.domain.audit.sealing import seal_batch, seal_waiting
from requests_app.domain.audit.verification import verify
from tests.builders import NOW, a_person
from tests.domain.audit.records import a_record, found

WRITERS, EACH = 4, 12


def positions() -> list[int | None]:
    return list(AuditEntry.objects.order_by("id").values_list("position", flat=True))


@pytest.mark.django_db(transaction=True)
def test_an_entry_is_sealed_once_its_transaction_is_committed() -> None:
    person = a_person()
    with transaction.atomic():
        record(verb="logged request", subject=person, by=person, at=NOW)
        record_many(verb="logged request", subjects=[person, person], by=person, at=NOW)
        assert positions() == [None, None, None]
        ours = [one for one in connection.run_on_commit if one[1] is sealing._seal_ours]
        assert len(ours) == 1, "once for the whole transaction"
    assert positions() == [1, 2, 3]
    record(verb="logged request", subject=person, by=person, at=NOW)
    assert positions() == [1, 2, 3, 4], "without a transaction around it"


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_gap() -> None:
    person = a_person()
    with transaction.atomic():
        record(verb="logged request", subject=person, by=person, at=NOW)
        transaction.set_rollback(True)
    with transaction.atomic():
        with pytest.raises(KeyError), transaction.atomic():
            record(verb="logged request", subject=person, by=person, at=NOW)
            raise KeyError
        record(verb="logged request", subject=person, by=person, at=NOW)
    assert positions() == [1]
    assert found().is_sound


@pytest.mark.django_db
def test_a_second_round_seals_nothing_more(django_assert_max_num_queries: Any) -> None:
    a_record(3)
    before = AuditChain.objects.get().hash
    with django_assert_max_num_queries(1):
        assert seal_waiting() == (0, False)
    assert AuditChain.objects.get().hash == before


@pytest.mark.django_db
def test_very_many_are_sealed_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    a_record(10, sealed=False)
    turns = iter([True, False])
    assert seal_waiting(goes_on=lambda: next(turns)) == (4, True)
    assert seal_waiting() == (6, False)
    assert positions() == list(range(1, 11))
    assert found().is_sound


@pytest.mark.django_db
def test_who_finds_an_entry_sealed_behind_the_chain_says_so() -> None:
    [entry, _] = a_record(2)
    with pytest.raises(sealing.SealedMeanwhile):
        sealing._set([(3, "f" * 64, entry.pk)])


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_chain() -> None:
    people = [a_person() for _ in range(WRITERS)]

    def write(person: Any) -> None:
        try:
            for number in range(EACH):
                with transaction.atomic():
                    record(verb="logged request", subject=person, by=person, at=NOW, n=number)
                    record(verb="tagged request", subject=person, by=person, at=NOW, n=number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, people))
    seal_batch()
    assert sorted(positions()) == list(range(1, 2 * WRITERS * EACH + 1))
    assert found().is_sound


KILLED = """
import os, signal, sys
import django
django.setup()
from django.db import connection, transaction
from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record
from tests.builders import NOW
connection.settings_dict["NAME"] = sys.argv[1]
person = Person.objects.get()
with transaction.atomic():
    # Runs first of what waits for the commit: the process is gone before it seals.
    transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
    record(verb="logged request", subject=person, by=person, at=NOW)
"""


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_process_left_is_sealed_by_the_clock(project_root: Path) -> None:
    a_person()
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-c", KILLED, name]
    ran = subprocess.run(command, cwd=project_root, env=environ, capture_output=True, text=True)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    assert positions() == [None]
    assert not verify(at=NOW + timedelta(hours=1)).is_sound
    assert seal_waiting() == (1, False)
    assert found().is_sound
