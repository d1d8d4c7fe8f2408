"""From draft to published: who may move a release where, and what publishing replaces."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.audit.operations import record
from requests_app.domain.misuse_data.importing.acceptance import refuse_open_warnings
from requests_app.domain.misuse_data.models import Release, Source
from requests_app.domain.misuse_data.reading.proposed import shortened
from requests_app.domain.misuse_data.releases.correcting import note_correction
from requests_app.domain.misuse_data.releases.duty_answers import tell_duties
from requests_app.domain.misuse_data.releases.locking import locked_release
from requests_app.domain.misuse_data.releases.older import day_of, why_older
from requests_app.domain.misuse_data.releases.rounds import begin_round, end_round
from requests_app.domain.misuse_data.vocabulary import ReleaseState

LONGEST_IN_HISTORY = 100  # characters; all of it is with the round of review


class Step(StrEnum):
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"


class Transition(NamedTuple):
    before: ReleaseState
    after: ReleaseState
    permission: Permission
    verb: str
    done: str = ""  # "it can be …", where the verb does not say it


TRANSITIONS: dict[Step, Transition] = {
    Step.SUBMIT: Transition(
        ReleaseState.DRAFT,
        ReleaseState.IN_REVIEW,
        Permission.IMPORT_FIGURES,
        "submitted for review",
    ),
    Step.SEND_BACK: Transition(
        ReleaseState.IN_REVIEW, ReleaseState.DRAFT, Permission.PUBLISH_RELEASES, "sent back"
    ),
    Step.PUBLISH: Transition(
        ReleaseState.IN_REVIEW, ReleaseState.PUBLISHED, Permission.PUBLISH_RELEASES, "published"
    ),
    # Nobody does this by itself: publishing a later issue does it to the earlier one.
    Step.SUPERSEDE: Transition(
        ReleaseState.PUBLISHED, ReleaseState.SUPERSEDED, Permission.PUBLISH_RELEASES, "superseded"
    ),
    # By `withdrawing.py`; there is no way back but to import the file again.
    Step.WITHDRAW: Transition(
        ReleaseState.PUBLISHED,
        ReleaseState.WITHDRAWN,
        Permission.PUBLISH_RELEASES,
        "withdrew",
        "withdrawn",
    ),
}


class StepNotPossible(Exception):
    """The release is not in the state that the step starts from."""


class OlderIssue(StepNotPossible):
    """What is published is of a later day: an earlier issue does not replace it."""


class OwnImport(Exception):
    """Whoever imported a release does not publish it, unless the desk has switched that off."""


class ReasonMissing(Exception):
    """A release is sent back with a reason, so that somebody can mend it."""


def steps_from(release: Release) -> list[Step]:
    """The steps a person can take with the release now. What others printed is no release of ours:
    it is neither reviewed nor withdrawn."""
    if release.is_quoted_claim:
        return []
    return [
        step
        for step, transition in TRANSITIONS.items()
        if transition.before == release.state and step is not Step.SUPERSEDE
    ]


def may_publish_own_imports() -> bool:
    """Whether this desk has switched off that another person publishes (`ONE_PERSON_DESK`)."""
    return bool(settings.ONE_PERSON_DESK)


def would_supersede(release: Release) -> Release | None:
    """The published release of the same source and period that publishing this one replaces."""
    return (
        Release.objects.filter(
            source=release.source,
            covers_from=release.covers_from,
            covers_to=release.covers_to,
            state=ReleaseState.PUBLISHED,
            is_quoted_claim=False,
            is_sample=release.is_sample,
        )
        .exclude(pk=release.pk)
        .first()
    )


def why_not_published(release: Release) -> str:
    """What is known already of a release that waits: that it is older than what is published, so
    that nobody works on it in vain; else blank."""
    if release.state not in (ReleaseState.DRAFT, ReleaseState.IN_REVIEW):
        return ""
    return why_older(release.title, day_of(release), than=would_supersede(release))


def issue_before(release: Release) -> Release | None:
    """The issue that `release` replaced, or would replace when it is published."""
    if release.supersedes or release.published_at:
        return release.supersedes
    return would_supersede(release)


@transaction.atomic
def submit_for_review(*, release: Release, by: Person, at: datetime) -> Release:
    """Draft -> in review. Raises `StepNotPossible`, `ReleaseGone` (as every step does), and
    `WarningsOpen` while a warning of the import is not accepted."""
    locked = locked_release(release, by=by, to=Permission.IMPORT_FIGURES)
    refuse_wrong_state(locked, Step.SUBMIT)
    refuse_open_warnings(locked)
    begin_round(locked, by=by, at=at)
    return move(locked, Step.SUBMIT, by, at)


@transaction.atomic
def send_back(*, release: Release, reason: str, by: Person, at: datetime) -> Release:
    """In review -> draft, for a `reason`, which its importer finds on Today and on its page.
    Raises `ReasonMissing`, `StepNotPossible`."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing("Say what has to be mended before it can be published.")
    locked = locked_release(release, by=by, to=Permission.PUBLISH_RELEASES)
    refuse_wrong_state(locked, Step.SEND_BACK)
    end_round(locked, by=by, at=at, reason=reason)
    # What simple-history keeps with the version that the next save makes.
    locked._change_reason = shortened(reason, LONGEST_IN_HISTORY)  # type: ignore[attr-defined]
    return move(locked, Step.SEND_BACK, by, at, reason=reason)


@transaction.atomic
def publish_release(*, release: Release, by: Person, at: datetime, correction: str = "") -> Release:
    """In review -> published; the earlier published issue, if any, becomes superseded, and what
    changed since goes into a public note with `correction`, the publisher's words why. From now on
    the duties of 1 February are what it tells.

    Raises `StepNotPossible` (`OlderIssue`); `CorrectionMissing` when figures changed and no word
    says why;
    `OwnImport` when `by` imported it. A desk of one may switch that off, and the figures' passports
    say so.
    """
    # Two issues published at once would each find no earlier one: the source is locked before
    # its releases, always in that order.
    Source.objects.select_for_update().get(pk=release.source_id)
    locked = locked_release(release, by=by, to=Permission.PUBLISH_RELEASES)
    if locked.imported_by_id == by.pk and not may_publish_own_imports():
        raise OwnImport(
            f"“{locked}” was imported by you: somebody else with the right to publish has to"
            " check and publish it. A desk of one person can switch that off (ONE_PERSON_DESK)."
        )
    refuse_wrong_state(locked, Step.PUBLISH)
    earlier = would_supersede(locked)
    if earlier:
        if older := why_older(locked.title, day_of(locked), than=earlier):
            raise OlderIssue(older)
        note_correction(before=earlier, after=locked, why=correction, by=by, at=at)
        move(locked_release(earlier, by=None), Step.SUPERSEDE, by, at, superseded_by=locked.title)
    tell_duties(release=locked, replaced=earlier, by=by, at=at)
    end_round(locked, by=by, at=at)
    locked.supersedes = earlier
    locked.published_by = by
    locked.published_at = at
    return move(
        locked,
        Step.PUBLISH,
        by,
        at,
        imported_by=str(locked.imported_by),
        same_person=locked.imported_by_id == by.pk,
    )


def refuse_wrong_state(release: Release, step: Step) -> None:
    """Raises `StepNotPossible`."""
    transition = TRANSITIONS[step]
    if release.state != transition.before:
        raise StepNotPossible(
            f"“{release}” is {release.get_state_display().lower()}; it can be"
            f" {transition.done or transition.verb} only while it is"
            f" {transition.before.label.lower()}."
        )


def move(release: Release, step: Step, by: Person, at: datetime, **details: object) -> Release:
    """Takes the step and records it; part of an operation that has the release locked. Raises
    `StepNotPossible`."""
    refuse_wrong_state(release, step)
    release.state = TRANSITIONS[step].after
    release.save()
    record(verb=TRANSITIONS[step].verb, subject=release, by=by, at=at, **details)
    return release
