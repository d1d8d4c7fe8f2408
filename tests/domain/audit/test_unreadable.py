"""What cannot be read is a finding like any other, and hides nothing that stands behind it."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from requests_app.domain.audit.heads import current_head, note_head
from requests_app.domain.audit.models import AuditChain, AuditEntry
from requests_app.domain.audit.verification import keep_result
from tests.builders import NOW
from tests.domain.audit.records import LATER, a_record, change, found, named, unguarded

pytestmark = pytest.mark.django_db

SEALED, CHAIN = "requests_app_auditentry", "requests_app_auditchain"
DEEP = "[" * 100_000 + "]" * 100_000
# What SQLite takes into a column, whatever its type.
CELLS = {
    "a name that is bytes": "subject_label = x'ff'",
    "a name that is no text": "subject_label = CAST(x'ff' AS TEXT)",
    "a moment that is none": "at = 'xyz'",
    "a moment of no calendar": "at = '2026-13-45'",
    "a moment that is bytes": "at = x'ff'",
    "details without end": """details = '{"a":1e999}'""",
    "details nested too deep": f"details = '{DEEP}'",
    "details with too long a number": f"details = '{'1' * 5000}'",
    "details that are bytes": "details = x'ff'",
    "details that are broken": "details = '{bad'",
    "an account that is bytes": "actor_number = x'ff', actor_id = NULL",
    "a seal that is bytes": "hash = x'ff'",
    "a seal that is no text": "hash = CAST(x'ff' AS TEXT)",
}


def put(statement: str) -> None:
    """Past everything, as whoever has the file of the database can."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite alone takes any value into any column")
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute(statement.replace("%", "%%"))
        cursor.execute("PRAGMA ignore_check_constraints = OFF")


@pytest.mark.parametrize("what", CELLS)
def test_a_cell_that_cannot_be_read_is_a_finding_at_its_position(what: str) -> None:
    a_record(8)
    put(f"UPDATE {SEALED} SET {CELLS[what]} WHERE position = 5")
    seen = found()
    assert named(seen) == {"changed": {5}}, seen.sentences()
    assert (seen.entries, seen.position) == (8, 8)


def test_what_stands_behind_it_is_looked_at() -> None:
    a_record(8)
    note_head(at=NOW)
    put(f"UPDATE {SEALED} SET at = '2026-13-45' WHERE position = 2")
    with unguarded():
        change(7, actor_name="Nobody")
        AuditEntry.objects.filter(position=4).delete()
    seen = found()
    # An entry behind a gap is not held against its seal: nobody knows what it followed.
    assert named(seen) == {"changed": {2, 7}, "gap": {4}}, seen.sentences()
    assert seen.heads == 1


def test_a_last_seal_that_cannot_be_read_is_named() -> None:
    a_record(3)
    note_head(at=NOW)
    put(f"UPDATE {SEALED} SET hash = CAST(x'ff' AS TEXT) WHERE position = 3")
    assert named(found())["changed"] == {3}


@pytest.mark.parametrize("position", ["'abc'", "x'ff'", "1.5", "CAST(x'ff' AS TEXT)"])
def test_a_position_that_is_no_number_is_named_and_so_is_its_place(position: str) -> None:
    entries = a_record(6)
    put(f"UPDATE {SEALED} SET position = {position} WHERE position = 5")
    seen = found()
    assert {finding.position for finding in seen.findings} >= {5}, seen.sentences()
    assert entries[4].pk in {finding.entry for finding in seen.findings}


@pytest.mark.parametrize("value", ["'abc'", "x'ff'", "CAST(x'ff' AS TEXT)"])
@pytest.mark.parametrize("column", ["position", "hash", "noted_position"])
def test_a_head_that_cannot_be_read_is_named(column: str, value: str) -> None:
    a_record(3)
    note_head(at=NOW)
    put(f"UPDATE {CHAIN} SET {column} = {value}")
    seen = found()
    kind = "notes of the head" if column == "noted_position" else "head does not agree"
    assert kind in named(seen), seen.sentences()
    assert seen.entries == 3
    if column == "position":
        assert current_head() == (0, "")


@pytest.mark.parametrize("column", ["position", "hash", "noted_at", "noted_position"])
def test_what_came_of_it_is_kept_whatever_the_head_holds(column: str) -> None:
    a_record(3)
    put(f"UPDATE {CHAIN} SET {column} = CAST(x'ff' AS TEXT)")
    keep_result(found(), at=LATER)
    assert AuditChain.objects.filter(verified_at=LATER).exists()


def test_a_note_with_a_position_that_no_record_has_is_named(settings: Any) -> None:
    a_record(3)
    note_head(at=NOW)
    with Path(settings.AUDIT_HEADS).open("a") as notes:
        notes.write(f"2026-06-22T17:00:00+00:00 99999999999999999999999 {'a' * 64}\n")
    [finding] = found().findings
    assert finding.sentence.startswith("Line 2 of")


def test_a_moment_that_python_has_not_is_a_finding_on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("a value of PostgreSQL alone")
    a_record(8)
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {SEALED} SET at = 'infinity' WHERE position = 5")
    with unguarded():
        change(7, actor_name="Nobody")
    seen = found()
    assert named(seen) == {"changed": {5, 7}}, seen.sentences()
    assert (seen.entries, seen.position) == (8, 8)
