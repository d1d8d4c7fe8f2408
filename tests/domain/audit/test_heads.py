"""The head is noted in a file that is only ever appended to."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from requests_app.domain.audit.heads import (
    Head,
    UnreadableNote,
    current_head,
    note_head,
    noted_heads,
)
from requests_app.domain.audit.models import AuditChain
from tests.builders import NOW
from tests.domain.audit.records import a_record, found

pytestmark = pytest.mark.django_db


def lines(settings: Any) -> list[str]:
    return Path(settings.AUDIT_HEADS).read_text().splitlines()


def test_a_line_says_when_where_and_which(settings: Any) -> None:
    assert current_head() == (0, "")
    assert not note_head(at=NOW), "there is nothing yet"
    a_record(3)
    assert note_head(at=NOW)
    position, digest = current_head()
    assert lines(settings) == [f"2026-06-22T17:00:00+00:00 3 {digest}"]
    assert position == 3
    assert Path(settings.AUDIT_HEADS).stat().st_mode & 0o777 == 0o600


def test_it_is_noted_once_a_minute_at_most_and_only_when_it_moved(settings: Any) -> None:
    a_record(1)
    assert note_head(at=NOW)
    assert not note_head(at=NOW + timedelta(hours=1)), "it did not move"
    a_record(1)
    assert not note_head(at=NOW + timedelta(seconds=59))
    assert note_head(at=NOW + timedelta(seconds=60))
    assert len(lines(settings)) == 2
    assert found().is_sound


def test_a_line_that_was_cut_short_does_not_swallow_the_next(settings: Any) -> None:
    Path(settings.AUDIT_HEADS).write_text("2026-06-21T17:00:00+00:00 1 abc")
    a_record(2)
    note_head(at=NOW)
    first, second = noted_heads()
    assert isinstance(first, UnreadableNote) and "Line 1" in str(first)
    assert isinstance(second, Head) and second.position == 2


@pytest.mark.parametrize("line", ["", "x", "2026 1 2", "2026-06-22 -1 " + "f" * 64, "\x00\xff 1 2"])
def test_a_line_that_is_no_note_is_named(settings: Any, line: str) -> None:
    Path(settings.AUDIT_HEADS).write_text(line + "\n", encoding="utf-8")
    [note] = noted_heads()
    assert isinstance(note, UnreadableNote)


def test_a_file_that_cannot_be_written_notes_nothing(settings: Any, tmp_path: Path) -> None:
    a_record(1)
    settings.AUDIT_HEADS = tmp_path / "nowhere" / "audit-heads"
    with pytest.raises(OSError, match="nowhere"):
        note_head(at=NOW)
    assert AuditChain.objects.get().noted_at is None
