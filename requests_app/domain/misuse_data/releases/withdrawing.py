"""Taking back what was published by mistake: of the wrong publisher or period, or clawed back.

Nothing is deleted. The release, its figures and its file stay with the staff; in public there is a
note of it and no figure. The issue that it had replaced does not come back by itself: nobody has
looked at that one for today, and its file can be imported again.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.models import Release, Source
from requests_app.domain.misuse_data.releases.corrections import Correction
from requests_app.domain.misuse_data.releases.duty_answers import take_back_told
from requests_app.domain.misuse_data.releases.locking import locked_release
from requests_app.domain.misuse_data.releases.reviews import (
    ReasonMissing,
    Step,
    StepNotPossible,
    move,
    refuse_wrong_state,
)


@transaction.atomic
def withdraw_release(*, release: Release, reason: str, by: Person, at: datetime) -> Release:
    """Published -> withdrawn, for a `reason` that stands in the public note. What it told of the
    duties of 1 February counts no more.

    Raises `ReasonMissing`, `ReleaseGone`, `StepNotPossible` (also for what others printed, which is
    no release of ours).
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing("Say why it is withdrawn: the reason stands in the public note.")
    # As publishing does: the source before its releases, so that a re-issue that is published at
    # the same moment supersedes it or finds nothing to supersede.
    Source.objects.select_for_update().get(pk=release.source_id)
    locked = locked_release(release, by=by, to=Permission.PUBLISH_RELEASES)
    if locked.is_quoted_claim:
        raise StepNotPossible(f"“{locked}” was printed by others: it is not ours to withdraw.")
    refuse_wrong_state(locked, Step.WITHDRAW)
    note = Correction.objects.create(
        replaced=locked,
        why=reason,
        published_by=by,
        published_at=at,
        removed=locked.figures.count(),
    )
    take_back_told(release=locked, by=by, at=at)
    return move(locked, Step.WITHDRAW, by, at, reason=reason, figures=note.removed)


def withdrawal_of(release: Release) -> Correction | None:
    """Who withdrew it, when and why; None for one that was not."""
    notes = Correction.objects.filter(replaced=release, release=None)
    return notes.select_related("published_by").first()
