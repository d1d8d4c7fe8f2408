"""Public notes of what a re-issue changed, and of what was withdrawn. Written once, and never
changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from requests_app.domain.deadlines.words import count_of
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.releases.differences import ChangeKind
from requests_app.domain.misuse_data.vocabulary import ISSUED_STATES

KINDS = [(kind.value, kind.value) for kind in ChangeKind]


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def public(self) -> CorrectionQuerySet:
        """Of releases that were published, superseded meanwhile or not, and of withdrawals; nothing
        of the sample, nor of a re-issue that was withdrawn: it tells that one's figures."""
        of_issue = Q(release__state__in=ISSUED_STATES, release__is_sample=False)
        return self.filter(of_issue | Q(release=None, replaced__is_sample=False))


class Correction(models.Model):
    """What changed from one published issue to the next, and why; without a `release`, that
    `replaced` was withdrawn, and nothing came in its place."""

    release = models.OneToOneField(
        Release, null=True, blank=True, on_delete=models.CASCADE, related_name="correction"
    )
    replaced = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="corrections")
    why = models.TextField(help_text="In the words of whoever published it.")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField()
    # How many figures, by what became of them.
    added = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    renamed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="correction_says_why"),
            models.CheckConstraint(
                condition=~Q(release=models.F("replaced")), name="correction_is_of_another_release"
            ),
            models.UniqueConstraint(
                fields=["replaced"],
                condition=Q(release__isnull=True),
                name="a_release_is_withdrawn_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{'Withdrawal' if self.is_withdrawal else 'Correction'} of {self.replaced}"

    @property
    def is_withdrawal(self) -> bool:
        return self.release_id is None

    def sentence(self) -> str:
        """ "3 changed, 1 added, 812 unchanged", "812 figures withdrawn"."""
        if self.is_withdrawal:
            return f"{count_of(self.removed, 'figure')} withdrawn"
        told = ("changed", "added", "removed", "renamed", "unchanged")
        return ", ".join(f"{getattr(self, name):,} {name}" for name in told if getattr(self, name))


class CorrectedFigure(models.Model):
    """One figure of a note: as it was, as it is, or both."""

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="figures")
    kind = models.CharField(max_length=10, choices=KINDS)
    before = models.ForeignKey(
        Figure, null=True, on_delete=models.CASCADE, related_name="corrected_later"
    )
    after = models.ForeignKey(Figure, null=True, on_delete=models.CASCADE, related_name="corrects")
    # Between two exact numbers; there is none between a number and "about 20".
    by = models.DecimalField(max_digits=15, decimal_places=2, null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="added", before__isnull=True, after__isnull=False)
                | Q(kind="removed", before__isnull=False, after__isnull=True)
                | Q(kind__in=["changed", "renamed"], before__isnull=False, after__isnull=False),
                name="corrected_figure_has_the_sides_of_its_kind",
            ),
            models.UniqueConstraint(
                fields=["correction", "before"], name="a_figure_is_corrected_once_in_a_note"
            ),
            models.UniqueConstraint(
                fields=["correction", "after"], name="a_figure_corrects_once_in_a_note"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.after or self.before}"
