"""Every night the audit record is verified, and administrators hear of it when it is not sound."""

from typing import Any

import pytest

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditChain, AuditEntry
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
