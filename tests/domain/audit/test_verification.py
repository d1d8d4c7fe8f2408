"""Whatever is done to the record by hand is found, and the place is named."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requests_app.domain.audit.heads import Head, note_head
from requests_app.domain.audit.models import AuditChain, AuditEntry
from requests_app.domain.audit.operations import record
from requests_app.domain.audit.sealing import seal_waiting
from requests_app.domain.audit.verification import verify
from tests.builders import NOW, a_person
from tests.domain.audit.records import (
    LATER,
    a_record,
    change,
    exchange,
    found,
    insert,
    named,
    reseal,
    shift,
    unguarded,
)

pytestmark = pytest.mark.django_db

LENGTH = 8
positions = st.integers(1, LENGTH)
OTHER_WORDS: dict[str, Any] = {
    "at": NOW + timedelta(microseconds=1),
    "actor_number": 999,
    "actor_name": "Somebody Else",
    "verb": "amended request",
    "subject_kind": "agency",
    "subject_id": "1000",
    "subject_label": "",
    "details": {"number": 1.5},
    "hash": "f" * 64,
}


def test_an_untouched_record_is_sound_and_so_is_an_empty_one() -> None:
    assert found().summary() == "The audit record is empty."
    a_record()
    note_head(at=NOW)
    whole = found()
    assert whole.is_sound and (whole.entries, whole.position, whole.heads) == (6, 6, 1)
    assert whole.hash == AuditEntry.objects.get(position=6).hash
    assert "6 entries" in whole.summary()


def tampered(what: str, one: int, other: int) -> set[int]:
    """Does it, and gives the positions of which at least one has to be named."""
    if what in OTHER_WORDS:
        change(one, **{what: OTHER_WORDS[what]})
        return {one}
    if what == "delete":
        AuditEntry.objects.filter(position=one).delete()
        return {one}
    if what == "delete and close up":
        AuditEntry.objects.filter(position=one).delete()
        shift(one + 1, -1)
        return {one}
    if what == "insert":
        insert(one)
        return {one, one + 1}
    if what == "exchange":
        exchange(one, other)
        return {one, other}
    AuditEntry.objects.filter(position__gte=one).delete()
    return {one}


KINDS = [*OTHER_WORDS, "delete", "delete and close up", "insert", "exchange", "cut"]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(what=st.sampled_from(KINDS), one=positions, other=positions)
def test_any_one_change_is_found_and_its_position_named(what: str, one: int, other: int) -> None:
    if what == "exchange" and one == other:
        other = one % LENGTH + 1
    with transaction.atomic():
        a_record(LENGTH)
        with unguarded():
            places = tampered(what, one, other)
        seen = found()
        assert not seen.is_sound
        assert places & {finding.position for finding in seen.findings}, seen.sentences()
        assert all(finding.sentence.endswith(".") for finding in seen.findings)
        transaction.set_rollback(True)


@pytest.mark.parametrize("what", OTHER_WORDS)
def test_one_change_is_one_finding(what: str) -> None:
    if what == "hash":
        return  # a seal belongs to two: its own entry, and the one after
    a_record()
    with unguarded():
        change(3, **{what: OTHER_WORDS[what]})
    seen = named(found())
    assert seen.pop("changed") == {3}
    assert set(seen) <= {"account exchanged"}


def test_two_that_changed_places_are_named_and_nobody_else() -> None:
    a_record()
    with unguarded():
        exchange(2, 5)
    seen = found()
    assert named(seen) == {"moved": {2, 5}}
    first = AuditEntry.objects.get(position=2)
    assert f"Position 2 holds entry {first.pk}, which was sealed at position 5." in seen.sentences()


def test_a_gap_is_named_from_where_to_where() -> None:
    a_record()
    with unguarded():
        AuditEntry.objects.filter(position__in=[3, 4]).delete()
    assert "Positions 3 to 4 are missing" in " ".join(found().sentences())


def test_a_cut_that_took_the_head_along_is_told_by_the_notes() -> None:
    a_record()
    note_head(at=NOW)
    with unguarded():
        AuditEntry.objects.filter(position__gt=4).delete()
        reseal()
    assert "cut" not in named(found()), "kinds are words"
    assert named(found()) == {"end cut off": {5}}


def test_a_past_that_was_written_anew_is_told_by_the_notes_and_by_a_mail() -> None:
    a_record(2)
    note_head(at=NOW)
    a_record(2)
    kept = AuditChain.objects.get()
    note_head(at=LATER)
    with unguarded():
        change(3, actor_name="Nobody")
        reseal()
    [finding] = found().findings
    assert finding.kind == "rewritten"
    assert "positions 3 to 4 was rewritten" in finding.sentence
    mail = Head(kept.position, kept.hash, "the mail of 22 June")
    assert "1 others" in verify(at=LATER, against=[mail]).findings[0].sentence


def test_notes_that_were_taken_away_or_spoilt_are_named(settings: Any) -> None:
    a_record()
    note_head(at=NOW)
    with open(settings.AUDIT_HEADS, "a") as notes:  # noqa: PTH123
        notes.write("2026-06-22T17:00:00 6 tooshort\n")
    assert "Line 2 of" in found().findings[0].sentence
    open(settings.AUDIT_HEADS, "w").close()  # noqa: PTH123
    assert "the file of the notes was cut" in found().findings[0].sentence


def test_an_entry_beyond_the_head_is_named() -> None:
    a_record()
    AuditChain.objects.update(position=5, hash=AuditEntry.objects.get(position=5).hash)
    assert named(found()) == {"entries beyond the head": {6}}


def test_another_account_behind_the_entry_is_named() -> None:
    a_record()
    with unguarded():
        change(2, actor=a_person())
    assert named(found()) == {"account exchanged": {2}}


def test_what_nobody_seals_is_named_when_it_is_old() -> None:
    [entry] = a_record(1, sealed=False)
    assert verify(at=NOW).is_sound, "it may be on its way"
    assert f"the first is entry {entry.pk}" in found().findings[0].sentence


def test_missing_guards_are_named() -> None:
    a_record()
    with unguarded():
        assert len(found().findings) == 3
    assert found().is_sound


def test_very_many_findings_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    a_record(130)
    with unguarded():
        AuditEntry.objects.update(actor_name="Nobody")
    seen = found()
    assert (len(seen.findings), seen.more) == (100, 30)
    assert seen.sentences()[-1] == "30 more findings are not named."


def test_what_is_written_later_with_a_lower_number_comes_later() -> None:
    """As when a long transaction began first and is committed last."""
    person = a_person()
    high = record(verb="logged request", subject=person, by=person, at=NOW)
    AuditEntry.objects.filter(pk=high.pk)
    seal_waiting()
    values = {name: getattr(high, name) for name in ("at", "verb", "subject_kind", "subject_id")}
    low = AuditEntry.objects.create(pk=high.pk - 1000 or None, actor_name="", **values)
    seal_waiting()
    low.refresh_from_db()
    assert low.pk < high.pk and low.position == 2
    assert found().is_sound
