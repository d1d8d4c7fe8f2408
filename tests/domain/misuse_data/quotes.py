"""Short ways to quotes for the tests of quoted figures."""

from __future__ import annotations

from datetime import date

from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.quoting.models import Quote, Telling
from requests_app.domain.misuse_data.quoting.operations import keep_quotes
from requests_app.domain.misuse_data.quoting.telling import record_telling
from requests_app.domain.misuse_data.quoting.tying import tie_quote
from requests_app.domain.misuse_data.quoting.verdicts import Verdict, verdicts
from tests.builders import NOW, a_person


def quoted(figure: Figure, **values) -> Quote:
    """The quote of a claim, with these values of its own."""
    keep_quotes(claims=[figure], by=None, at=NOW)
    Quote.objects.filter(claim=figure).update(**values)
    return Quote.objects.loaded().get(claim=figure)


def tied(quote: Quote, to: Figure | Release | None) -> Quote:
    return tie_quote(quote=quote, to=to, by=a_person(), at=NOW)


def tell(quote: Quote, correction=None, on=date(2026, 6, 20), how="") -> Telling:
    return record_telling(
        quote=quote, correction=correction, told_on=on, how=how, by=a_person(), at=NOW
    )


def verdict_on(quote: Quote) -> Verdict:
    quote = Quote.objects.loaded().get(pk=quote.pk)
    return verdicts([quote], Figure.objects.current())[quote.pk]
