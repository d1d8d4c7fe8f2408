"""Questions asked of quotes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, OuterRef, Q

from requests_app.domain.agencies.models import Agency
from requests_app.domain.misuse_data.models import Figure, Release


class QuoteQuerySet(models.QuerySet):
    def loaded(self) -> QuoteQuerySet:
        """With all that a line of it shows."""
        return self.select_related(
            "claim__release__source",
            "claim__measure",
            "claim__agency",
            "should_be__release__source",
            "should_be__measure",
            "should_be__agency",
            "should_be_sum_of__source",
        ).prefetch_related("tellings__told_by")

    def published(self) -> QuoteQuerySet:
        """Whose claim the public may see."""
        return self.filter(claim__release__state="published", claim__release__is_sample=False)

    def of_figure(self, figure: Figure) -> QuoteQuerySet:
        """Where this figure was quoted: what is tied to it, and what printed the same number about
        the same thing. Its own printing is one of them where it is a claim."""
        same = Q(
            claim__year_from=figure.year_from,
            claim__year_to=figure.year_to,
            claim__measure=figure.measure_id,
            claim__unit=figure.unit,
            claim__value=figure.value,
        )
        if figure.agency_id:
            same &= Q(claim__agency=figure.agency_id)
        else:
            same &= Q(claim__agency=None, claim__agency_as_written=figure.agency_as_written)
        if figure.value is None:
            same = Q(claim=figure.pk)
        return self.filter(Q(should_be=figure.pk) | same)

    def of_issues(self, releases: Iterable[Release]) -> QuoteQuerySet:
        """Tied to a figure, or to our sum, of one of them."""
        issues = list(releases)
        return self.filter(Q(should_be__release__in=issues) | Q(should_be_sum_of__in=issues))

    def printing_a_row_of(self, release: Release) -> QuoteQuerySet:
        """That print a number of the release about the same agency (or about some body that the
        directory lacks, or the state), measure and period."""
        same = release.figures.order_by().filter(
            year_from=OuterRef("claim__year_from"),
            year_to=OuterRef("claim__year_to"),
            measure=OuterRef("claim__measure"),
            value=OuterRef("claim__value"),
        )
        of_agency = Exists(same.filter(agency=OuterRef("claim__agency")))
        of_none = Q(claim__agency=None) & Exists(same.filter(agency=None))
        return self.filter(of_agency | of_none)

    def of_year(self, year: int) -> QuoteQuerySet:
        return self.filter(claim__year_from=year, claim__year_to=year)

    def statewide(self) -> QuoteQuerySet:
        return self.filter(claim__agency=None, claim__agency_as_written="")

    def about(self, agency: Agency) -> QuoteQuerySet:
        return self.filter(claim__agency=agency)

    def tied(self) -> QuoteQuerySet:
        """Of which a person said what they should be."""
        return self.exclude(should_be=None, should_be_sum_of=None)

    def untied(self) -> QuoteQuerySet:
        return self.filter(should_be=None, should_be_sum_of=None)

    def told_nobody(self) -> QuoteQuerySet:
        """Of which nobody was told anything yet."""
        return self.filter(tellings__isnull=True)

    def with_words(self, text: str) -> QuoteQuerySet:
        """Whose publisher, title, author or words have each word of `text`."""
        found = self
        for word in text.split():
            found = found.filter(
                Q(claim__release__source__name__icontains=word)
                | Q(title__icontains=word)
                | Q(author__icontains=word)
                | Q(said__icontains=word)
                | Q(claim__agency_as_written__icontains=word)
                | Q(claim__raw__icontains=word)
            )
        return found
