"""A quote of a figure, and that we told its publisher of a mistake or a correction."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.quoting.queries import QuoteQuerySet


class Outlet(models.TextChoices):
    """What a figure was printed in."""

    ARTICLE = "article", "Article"
    EDITORIAL = "editorial", "Editorial or opinion"
    BILL = "bill", "Bill or analysis of one"
    REPORT = "report", "Report"
    REPRINT = "reprint", "Reprint or summary of another"
    OTHER = "other", "Something else"


class Quote(models.Model):
    """A figure as somebody printed it. The number itself, its period and address are those of
    `claim`, a figure among quoted claims, so that every comparison knows them."""

    claim = models.OneToOneField(Figure, on_delete=models.CASCADE, related_name="quote")
    outlet = models.CharField(max_length=20, choices=Outlet.choices, default=Outlet.ARTICLE)
    title = models.CharField(max_length=300, blank=True)
    author = models.CharField(max_length=200, blank=True)
    printed_on = models.DateField(null=True, blank=True, help_text="Blank: not known.")
    said = models.TextField(blank=True, help_text="Word for word, as printed.")
    contact = models.CharField(
        max_length=300, blank=True, help_text="Who takes corrections: an e-mail address, or words."
    )
    # What it should have been: a figure, or our sum of a release's rows. A person says which.
    should_be = models.ForeignKey(
        Figure, null=True, blank=True, on_delete=models.SET_NULL, related_name="quoted_as"
    )
    should_be_sum_of = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.SET_NULL, related_name="quoted_sums"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    entered_at = models.DateTimeField()

    history = HistoricalRecords()
    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["-claim__year_to", "-claim__year_from", "claim_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(should_be__isnull=True) | Q(should_be_sum_of__isnull=True),
                name="a_quote_should_be_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(should_be=models.F("claim")),
                name="a_quote_is_not_held_against_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim.release.source}: {self.claim}"

    @property
    def is_tied(self) -> bool:
        return self.should_be_id is not None or self.should_be_sum_of_id is not None


class Telling(models.Model):
    """We told whoever printed it. correction: the re-issue that changed the figure; None where the
    quote itself was wrong."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="tellings")
    correction = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.PROTECT, related_name="tellings"
    )
    told_on = models.DateField()
    how = models.CharField(max_length=300, blank=True, help_text="To whom, and what came of it.")
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField()

    history = HistoricalRecords()

    class Meta:
        ordering = ["-told_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["quote", "correction"],
                condition=Q(correction__isnull=False),
                name="a_correction_is_told_once_to_each_quote",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quote.claim.release.source} was told on {self.told_on}"
