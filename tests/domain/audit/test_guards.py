"""The database refuses what nobody may do, whoever asks."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from requests_app.domain.audit.guards import missing_guards
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.audit.sealing import seal_waiting
from tests.builders import a_person
from tests.domain.audit.records import a_record, found

pytestmark = pytest.mark.django_db
TABLE = "requests_app_auditentry"


def refuses(statement: str) -> None:
    refused = pytest.raises(IntegrityError, match="audit record")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        "id = id + 1000",
        "at = '2020-01-01 00:00:00+00:00'",
        "actor_number = 5",
        "actor_number = NULL",
        "actor_name = 'Nobody'",
        "verb = ''",
        "subject_kind = ''",
        "subject_id = ''",
        "subject_label = ''",
        "details = '{}'",
        "hash = 'f', position = 1",
        "hash = '', position = NULL",
    ],
)
def test_a_sealed_entry_is_not_changed(change: str) -> None:
    a_record(1)
    refuses(f"UPDATE {TABLE} SET {change}")


def test_an_entry_is_not_changed_before_it_is_sealed() -> None:
    a_record(1, sealed=False)
    refuses(f"UPDATE {TABLE} SET actor_name = 'Nobody'")
    refuses(f"UPDATE {TABLE} SET actor_name = 'Nobody', position = 1, hash = 'f'")
    assert AuditEntry.objects.get().position is None


@pytest.mark.parametrize("sealed", [True, False])
def test_an_entry_is_not_deleted(sealed: bool) -> None:
    a_record(2, sealed=sealed)
    refuses(f"DELETE FROM {TABLE}")
    if connection.vendor == "postgresql":
        refuses(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {TABLE}")


def test_an_entry_is_not_replaced_on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a way of SQLite alone")
    [entry, _] = a_record(2)
    columns = "id, at, actor_name, verb, subject_kind, subject_id, subject_label, details"
    taken = f"{columns}, hash, position"
    refuses(f"INSERT OR REPLACE INTO {TABLE} ({taken}) SELECT {taken} FROM {TABLE}")
    refuses(f"UPDATE OR REPLACE {TABLE} SET position = 2 WHERE id = {entry.pk}")


def test_an_account_is_not_exchanged_but_it_may_go() -> None:
    entries = a_record(3)
    person, other = entries[0].actor, a_person()
    assert person is not None
    refuses(f"UPDATE {TABLE} SET actor_id = {other.pk}")
    number, name = person.pk, str(person)
    person.delete()
    for entry in AuditEntry.objects.all():
        assert (entry.actor, entry.actor_number, entry.actor_name) == (None, number, name)
    assert found().is_sound, "the seals outlive the account"


def test_an_account_may_go_before_its_entries_are_sealed() -> None:
    [entry] = a_record(1, sealed=False)
    entry.actor.delete()
    seal_waiting()
    assert found().is_sound


def test_all_guards_stand(settings: Any) -> None:
    assert missing_guards() == []
