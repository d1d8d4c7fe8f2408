"""What a quote should have been: a person says which figure, or which sum, it is held against."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record
from requests_app.domain.misuse_data.comparison.sums import summed_statements
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.queries import about_subject
from requests_app.domain.misuse_data.quoting.models import Quote
from requests_app.domain.misuse_data.statements import (
    Statement,
    statement_of,
    statements_of,
    weight,
)


class TieNotPossible(Exception):
    """A quote cannot be held against that."""


@transaction.atomic
def tie_quote(*, quote: Quote, to: Figure | Release | None, by: Person, at: datetime) -> Quote:
    """Says what it should have been: a published figure, our sum of a published release's rows (for
    the whole state, the same year and measure), or None for not known. Raises `TieNotPossible`."""
    locked = Quote.objects.select_for_update().get(pk=quote.pk)
    if isinstance(to, Figure):
        _check_figure(locked, to)
    elif to is not None:
        _check_release(locked, to)
    locked.should_be = to if isinstance(to, Figure) else None
    locked.should_be_sum_of = to if isinstance(to, Release) else None
    locked.save()
    record(verb="tied quote", subject=locked, by=by, at=at, to=str(to) if to else "nothing")
    return locked


def _check_figure(quote: Quote, figure: Figure) -> None:
    if figure.pk == quote.claim_id:
        raise TieNotPossible("A quote is not held against itself.")
    if not Figure.objects.published().filter(pk=figure.pk).exists():
        raise TieNotPossible("Only a published figure can be what it should have been.")
    mine, theirs = statement_of(quote.claim), statement_of(figure)
    if mine.subject != theirs.subject:
        raise TieNotPossible(f"That figure is about {theirs.about}, this one about {mine.about}.")


def _check_release(quote: Quote, release: Release) -> None:
    # What a quote is tied to stands on public pages.
    if not Release.objects.published().filter(pk=release.pk).exists():
        raise TieNotPossible("Only a published release can be what it should have been.")
    if sum_for(quote, release) is None:
        raise TieNotPossible(f"“{release}” has no rows that add up to what was printed about.")


def sum_for(quote: Quote, release: Release) -> Statement | None:
    """Our statewide sum of the release's rows about what was printed; None where it has none."""
    wanted = statement_of(quote.claim).same_thing
    sums = summed_statements(Figure.objects.filter(release=release))
    return next((one for one in sums if one.same_thing == wanted), None)


def candidates(quote: Quote) -> list[Statement]:
    """What it could be held against: published figures and our sums about the same thing, and those
    of other measures of the same period that state its number; the weightiest first."""
    claim = quote.claim
    mine = statement_of(claim)
    near = Figure.objects.published().filter(
        about_subject(mine.subject), year_from=claim.year_from, year_to=claim.year_to
    )
    near = near.filter(Q(measure=claim.measure_id) | Q(value=claim.value)).exclude(pk=claim.pk)
    found = [one for one in statements_of(near) if one.subject == mine.subject]
    if mine.is_statewide:
        published = Figure.objects.published().of_year(claim.year_to)
        found += [one for one in summed_statements(published) if one.same_thing == mine.same_thing]
    return sorted(found, key=weight)
