"""From draft to published: who may move a release where, and what publishing replaces."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import ROLE_PERMISSIONS, Permission
from requests_app.domain.audit.operations import record
from requests_app.domain.misuse_data.models import Release, Source
from requests_app.domain.misuse_data.vocabulary import ReleaseState


class Step(StrEnum):
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    SUPERSEDE = "supersede"


class Transition(NamedTuple):
    before: ReleaseState
    after: ReleaseState
    permission: Permission
    verb: str


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
}


class StepNotPossible(Exception):
    """The release is not in the state that the step starts from."""


class OwnImport(Exception):
    """Whoever imported a release does not publish it while somebody else can."""


class ReasonMissing(Exception):
    """A release is sent back with a reason, so that somebody can mend it."""


def steps_from(release: Release) -> list[Step]:
    """The steps a person can take with the release now."""
    return [
        step
        for step, transition in TRANSITIONS.items()
        if transition.before == release.state and step is not Step.SUPERSEDE
    ]


def somebody_else_may_publish(by: Person) -> bool:
    """Whether the desk has another person who can publish; sample people do not count."""
    roles = [role for role, may in ROLE_PERMISSIONS.items() if Permission.PUBLISH_RELEASES in may]
    others = Person.objects.filter(is_active=True, is_sample=False, role__in=roles)
    return others.exclude(pk=by.pk).exists()


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


@transaction.atomic
def submit_for_review(*, release: Release, by: Person, at: datetime) -> Release:
    """Draft -> in review. Raises `StepNotPossible`."""
    return _move(_locked(release), Step.SUBMIT, by, at)


@transaction.atomic
def send_back(*, release: Release, reason: str, by: Person, at: datetime) -> Release:
    """In review -> draft, for a `reason`. Raises `ReasonMissing`, `StepNotPossible`."""
    if not reason.strip():
        raise ReasonMissing("Say what has to be mended before it can be published.")
    return _move(_locked(release), Step.SEND_BACK, by, at, reason=reason.strip())


@transaction.atomic
def publish_release(*, release: Release, by: Person, at: datetime) -> Release:
    """In review -> published; the earlier published issue, if any, becomes superseded.

    Raises `StepNotPossible`, and `OwnImport` when `by` imported it and somebody else could
    publish. At a desk of one it is allowed, and the figures' passports say so.
    """
    # Two issues published at once would each find no earlier one: the source is locked before
    # its releases, always in that order.
    Source.objects.select_for_update().get(pk=release.source_id)
    locked = _locked(release)
    if locked.imported_by_id == by.pk and somebody_else_may_publish(by):
        raise OwnImport(
            f"“{locked}” was imported by you: somebody else with the right to publish has to"
            " check and publish it."
        )
    _refuse_wrong_state(locked, Step.PUBLISH)
    earlier = would_supersede(locked)
    if earlier:
        _move(_locked(earlier), Step.SUPERSEDE, by, at, superseded_by=locked.title)
    locked.supersedes = earlier
    locked.published_by = by
    locked.published_at = at
    return _move(
        locked,
        Step.PUBLISH,
        by,
        at,
        imported_by=str(locked.imported_by),
        same_person=locked.imported_by_id == by.pk,
    )


def _locked(release: Release) -> Release:
    return Release.objects.select_for_update().get(pk=release.pk)


def _refuse_wrong_state(release: Release, step: Step) -> None:
    transition = TRANSITIONS[step]
    if release.state != transition.before:
        raise StepNotPossible(
            f"“{release}” is {release.get_state_display().lower()}; it can be"
            f" {transition.verb} only while it is {transition.before.label.lower()}."
        )


def _move(release: Release, step: Step, by: Person, at: datetime, **details: object) -> Release:
    _refuse_wrong_state(release, step)
    release.state = TRANSITIONS[step].after
    release.save()
    record(verb=TRANSITIONS[step].verb, subject=release, by=by, at=at, **details)
    return release
