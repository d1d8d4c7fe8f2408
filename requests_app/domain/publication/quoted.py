"""What was printed where, beside what it should be."""

from __future__ import annotations

from requests_app.domain.agencies.models import Agency
from requests_app.domain.misuse_data.models import Figure
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.quoting.models import Quote
from requests_app.domain.misuse_data.quoting.queries import QuoteQuerySet
from requests_app.domain.misuse_data.quoting.verdicts import (
    Verdict,
    VerdictKind,
    verdicts,
    worst_first,
)
from requests_app.domain.publication.published import published_figures

Quoted = list[tuple[Quote, Verdict]]


def quotes_of(figure: int, *, is_public: bool = False) -> Quoted:
    """Where the figure with this number was quoted, the worst first; empty for one that is none.

    `is_public`: only published quotes, held against published figures; that a claim is quoted by
    itself, and nobody says otherwise, is no news.
    """
    found = Figure.objects.filter(pk=figure).first()
    if found is None:
        return []
    quotes = Quote.objects.of_figure(found)
    if is_public:
        judged = _judged(quotes.published(), published_figures())
        own = (figure, VerdictKind.UNDISPUTED)
        return [(one, said) for one, said in judged if (one.claim_id, said.kind) != own]
    return _judged(quotes, Figure.objects.all().current())


def quoted_about_year(year: int) -> Quoted:
    """What was printed about a calendar year that is wrong, in dispute or was looked into; the
    worst first. What nobody contradicts stands among the year's figures, with its source."""
    judged = _judged(Quote.objects.published().of_year(year), published_figures())
    return [one for one in judged if one[1].kind != VerdictKind.UNDISPUTED]


def quoted_about_agency(pk: int) -> Quoted:
    """The same about one agency, all of it."""
    return _judged(Quote.objects.published().about(Agency(pk=pk)), published_figures())


def _judged(quotes: QuoteQuerySet, figures: FigureQuerySet) -> Quoted:
    wanted = list(quotes.loaded())
    known = verdicts(wanted, figures) if wanted else {}
    return worst_first([(one, known[one.pk]) for one in wanted])
