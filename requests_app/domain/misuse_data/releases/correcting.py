"""Writing the public note of what a re-issue changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.releases.corrections import CorrectedFigure, Correction
from requests_app.domain.misuse_data.releases.differences import Change, ChangeKind, Unchanged
from requests_app.domain.misuse_data.releases.issues import changes_between

AT_ONCE = 1000


class CorrectionMissing(Exception):
    """Published figures change, and no word says why."""


def changes_any(before: Release | None, after: Release) -> bool:
    """Whether `after` says anything else than `before`: then its publication wants a reason."""
    if before is None:
        return False
    changes = changes_between(before, after, Unchanged())
    is_any = next(changes, None) is not None
    changes.close()
    return is_any


def note_correction(
    *, before: Release, after: Release, why: str, by: Person, at: datetime
) -> Correction | None:
    """The note of what `after` changes of `before`, each figure of it; None if nothing changes.

    Part of publishing, in its transaction. Raises `CorrectionMissing` when figures change and
    `why` is blank.
    """
    unchanged = Unchanged()
    changes = changes_between(before, after, unchanged)
    first = next(changes, None)
    if first is None:
        return None
    if not why.strip():
        # Its cursor is closed now: after the rollback it would be none of the database's.
        changes.close()
        raise CorrectionMissing(
            f"It changes figures of “{before}”, which are published: say why, for the public note."
        )
    note = Correction.objects.create(
        release=after, replaced=before, why=why.strip(), published_by=by, published_at=at
    )
    counts = _keep(note, chain([first], changes))
    for kind in ChangeKind:
        setattr(note, kind.value, counts[kind])
    note.unchanged = unchanged.count
    note.save()
    record(
        verb="noted correction", subject=note, by=by, at=at, why=note.why, figures=note.sentence()
    )
    return note


def _keep(note: Correction, changes: Iterator[Change]) -> Counter[ChangeKind]:
    """Keeps each change with the note, and counts them by kind."""
    counts: Counter[ChangeKind] = Counter()
    while some := list(islice(changes, AT_ONCE)):
        counts.update(change.kind for change in some)
        CorrectedFigure.objects.bulk_create(
            CorrectedFigure(
                correction=note,
                kind=change.kind.value,
                before_id=change.before.figure if change.before else None,
                after_id=change.after.figure if change.after else None,
                by=change.by,
            )
            for change in some
        )
    return counts
