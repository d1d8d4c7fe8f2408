"""Every night the audit record is verified, and administrators hear of it when it is not sound."""

from typing import Any

import pytest
from django.db import DatabaseError, connection

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditChain, AuditEntry
from requests_app.domain.upkeep import audit_watch
from requests_app.domain.upkeep.audit_watch import verify_and_tell
from tests.builders import NOW, a_person
from tests.domain.audit.records import LATER, a_record, change, unguarded

pytestmark = pytest.mark.django_db


def test_a_sound_record_is_noted_and_nobody_is_mailed(mailoutbox: list[Any], settings: Any) -> None:
    a_person(role=Role.ADMINISTRATOR, email="admin@example.org")
    a_record(3, sealed=False)
    assert "is whole: 3 entries" in verify_and_tell(at=NOW)
    chain = AuditChain.objects.get()
    assert (chain.verified_at, chain.verified_position, chain.findings) == (NOW, 3, "")
    assert chain.noted_position == 3
    assert mailoutbox == []


def test_what_is_wrong_is_kept_and_mailed_to_administrators_alone(mailoutbox: list[Any]) -> None:
    a_person(role=Role.ADMINISTRATOR, email="admin@example.org")
    a_person(role=Role.ADMINISTRATOR, email="gone@example.org", is_active=False)
    a_person(role=Role.LEAD, email="lead@example.org")
    a_record(3)
    with unguarded():
        change(2, actor_name="Nobody")
    assert "NOT SOUND: 1 finding in" in verify_and_tell(at=LATER)
    entry = AuditEntry.objects.get(position=2)
    assert AuditChain.objects.get().findings.startswith(f"Position 2 (entry {entry.pk}) is not")
    [mail] = mailoutbox
    assert mail.to == ["admin@example.org"]
    assert "Position 2" in mail.body and "/admin/requests_app/auditentry/" in mail.body


def broken(*, at: Any) -> Any:
    raise KeyError("nobody thought of it")


def test_a_look_that_broke_off_is_told_and_never_left_as_the_last_good_one(
    mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    a_person(role=Role.ADMINISTRATOR, email="admin@example.org")
    a_record(3)
    verify_and_tell(at=NOW)
    monkeypatch.setattr(audit_watch, "verify", broken)
    with pytest.raises(KeyError):
        verify_and_tell(at=LATER)
    chain = AuditChain.objects.get()
    assert (chain.verified_at, chain.was_verified) == (LATER, False)
    assert chain.findings.startswith("The audit record could not be verified: KeyError")
    [mail] = mailoutbox
    assert "could not be verified" in mail.subject and "nobody thought of it" in mail.body
    assert "is not sound" not in mail.body


def test_it_is_mailed_also_where_it_cannot_be_kept(
    mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    a_person(role=Role.ADMINISTRATOR, email="admin@example.org")

    def full(*_: Any, **__: Any) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(audit_watch, "verify", broken)
    monkeypatch.setattr(audit_watch, "keep_result", full)
    with pytest.raises((KeyError, DatabaseError)):
        verify_and_tell(at=NOW)
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("what", ["position = 'abc'", "noted_at = '2026-13-45'"])
def test_a_head_that_cannot_be_sealed_after_keeps_nobody_from_looking(
    what: str, mailoutbox: list[Any]
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite alone takes any value into any column")
    a_person(role=Role.ADMINISTRATOR, email="admin@example.org")
    a_record(3)
    with unguarded(), connection.cursor() as cursor:
        change(2, actor_name="Nobody")
        cursor.execute(f"UPDATE requests_app_auditchain SET {what}")
    a_record(1, sealed=False)
    assert "NOT SOUND" in verify_and_tell(at=LATER)
    assert "Position 2 (entry" in AuditChain.objects.values_list("findings", flat=True)[0]
    assert len(mailoutbox) == 1
