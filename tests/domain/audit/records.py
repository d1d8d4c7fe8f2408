"""An audit record to look at, and how somebody with the database in hand would tamper with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.db import connection

from requests_app.domain.audit.findings import Verification
from requests_app.domain.audit.links import BEFORE_THE_FIRST, COVERED, seal_of
from requests_app.domain.audit.models import AuditChain, AuditEntry
from requests_app.domain.audit.operations import record
from requests_app.domain.audit.sealing import seal_waiting
from requests_app.domain.audit.verification import verify
from tests.builders import NOW, a_person

guards = import_module("requests_app.migrations.0038_the_audit_record_guards_itself")

LATER = NOW + timedelta(hours=1)


def a_record(length: int = 6, *, sealed: bool = True) -> list[AuditEntry]:
    """Entries of one person, the first at position 1."""
    person = a_person()
    made = [
        record(verb="logged request", subject=person, by=person, at=NOW, number=n)
        for n in range(1, length + 1)
    ]
    if sealed:
        seal_waiting()
    return made


@contextmanager
def unguarded() -> Iterator[None]:
    """What the owner of the database can do: take the triggers down, and put them up again."""
    with connection.cursor() as cursor:
        for statement in _of(guards._POSTGRESQL_UNDO, guards._SQLITE_UNDO):
            cursor.execute(statement)
        yield
        for statement in _of(guards._POSTGRESQL, guards._SQLITE):
            cursor.execute(statement)


def _of(postgresql: list[str], sqlite: list[str]) -> list[str]:
    return postgresql if connection.vendor == "postgresql" else sqlite


def change(at_position: int, /, **values: Any) -> None:
    AuditEntry.objects.filter(position=at_position).update(**values)


def exchange(one: int, other: int) -> None:
    """Two entries in each other's places, each with its seal."""
    change(one, position=10**9)
    change(other, position=one)
    change(10**9, position=other)


def shift(from_position: int, by: int) -> None:
    """Entries from there on, each `by` places further."""
    places = AuditEntry.objects.filter(position__gte=from_position).order_by("position")
    found = list(places.values_list("position", flat=True))
    for position in reversed(found) if by > 0 else found:
        change(position, position=position + by)


def insert(position: int) -> None:
    """A forged entry, with the entries after it moved on and its own seal worked out."""
    shift(position, 1)
    before = AuditEntry.objects.filter(position=position - 1).values_list("hash", flat=True)
    forged = AuditEntry.objects.create(
        at=NOW, actor_name="Nobody", verb="logged request", subject_kind="person", subject_id="1",
        subject_label="forged",
    )  # fmt: skip
    row = AuditEntry.objects.filter(pk=forged.pk).values_list(*COVERED)[0]
    digest = seal_of(before.first() or BEFORE_THE_FIRST, (position, *row[1:]))
    AuditEntry.objects.filter(pk=forged.pk).update(position=position, hash=digest)


def reseal() -> None:
    """Every seal worked out anew, and the head with them: a chain that holds, of another past."""
    before, position = BEFORE_THE_FIRST, 0
    rows = AuditEntry.objects.filter(position__isnull=False).order_by("position")
    for position, row in enumerate(list(rows.values_list(*COVERED)), 1):
        before = seal_of(before, (position, *row[1:]))
        AuditEntry.objects.filter(pk=row[1]).update(position=position, hash=before)
    AuditChain.objects.update(position=position, hash=before if position else "")


def found() -> Verification:
    return verify(at=LATER)


def named(verification: Verification) -> dict[str, set[int | None]]:
    """The positions that are named, by kind."""
    kinds: dict[str, set[int | None]] = {}
    for one in verification.findings:
        kinds.setdefault(one.kind, set()).add(one.position)
    return kinds
