"""Each time that a release was handed in for review, and how that ended."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet

from requests_app.domain.accounts.models import Person
from requests_app.domain.misuse_data.kept import WithItsRelease
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.queries import ReleaseQuerySet
from requests_app.domain.misuse_data.vocabulary import ReleaseState
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.request_log.sight import seen_by


class ReviewRound(WithItsRelease, models.Model):
    """From the day a release is handed in until it is published or, for a `reason`, sent back.

    Where the import is undone so that it can be made again, the round waits with the `attachment`
    that it was about, and belongs to the next release of it that is handed in.
    """

    ways_to_campaign = (*WithItsRelease.ways_to_campaign, "attachment__records_request__campaign")

    release = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.CASCADE, related_name="rounds"
    )
    attachment = models.ForeignKey(
        Attachment, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it was sent back.")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["release"],
                condition=Q(ended_at__isnull=True),
                name="release_is_in_one_review_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | Q(reason=""),
                name="review_that_goes_on_was_not_sent_back",
            ),
            models.CheckConstraint(
                condition=Q(release__isnull=False, attachment__isnull=True)
                | Q(release__isnull=True, attachment__isnull=False),
                name="review_is_of_a_release_or_waits_with_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"Review of {self.release or self.attachment}"

    @property
    def outcome(self) -> str:
        """In a word or two."""
        if self.ended_at is None:
            return "in review"
        return "sent back" if self.reason else "published"


def begin_round(release: Release, *, by: Person, at: datetime) -> ReviewRound:
    """Part of handing a release in, in its transaction."""
    waiting = ReviewRound.objects.filter(release=None, attachment__in=_attachments_of(release))
    waiting.update(release=release, attachment=None)
    return ReviewRound.objects.create(release=release, submitted_by=by, submitted_at=at)


def end_round(release: Release, *, by: Person, at: datetime, reason: str = "") -> None:
    """Part of sending back (for a `reason`) and of publishing, in their transaction."""
    going_on = ReviewRound.objects.filter(release=release, ended_at__isnull=True)
    going_on.update(ended_by=by, ended_at=at, reason=reason)


def leave_rounds_with_file(release: Release) -> None:
    """Part of undoing an import, in its transaction. Those of a file without a request go with
    it."""
    if attachment := _attachments_of(release).first():
        release.rounds.update(release=None, attachment=attachment)


def _attachments_of(release: Release) -> QuerySet[Attachment]:
    return Attachment.objects.filter(returned_files__release=release).order_by("pk")


def sent_back_to(person: Person) -> ReleaseQuerySet:
    """Drafts that `person` imported and a reviewer sent back, the latest first, each with `why`
    and `sent_back_at`. A draft that was in review is one that was sent back."""
    last = ReviewRound.objects.filter(release=models.OuterRef("pk")).order_by("-id")[:1]
    drafts = Release.objects.filter(imported_by=person, state=ReleaseState.DRAFT)
    return (
        seen_by(drafts, person)
        .annotate(
            why=models.Subquery(last.values("reason")),
            sent_back_at=models.Subquery(last.values("ended_at")),
        )
        .filter(sent_back_at__isnull=False)
        .order_by(F("sent_back_at").desc(), "-pk")
    )
