"""What we write to whoever printed a figure: of a correction of its source, or of a misquote."""

from __future__ import annotations

from collections.abc import Iterable

from requests_app.domain.misuse_data.quoting.corrections import ChangedFigure
from requests_app.domain.misuse_data.quoting.models import Quote
from requests_app.domain.misuse_data.quoting.verdicts import Verdict
from requests_app.domain.misuse_data.statements import Statement, statement_of
from requests_app.domain.request_log.letters.mail import mailto


def mail_about_correction(
    quote: Quote, changed: ChangedFigure, *, signer: str, organisation: str
) -> str:
    """A `mailto:` address with the words filled in; the recipient where an address is known."""
    printed = statement_of(quote.claim)
    lines = [
        *_opening(quote, printed),
        f"Its source, {changed.before.source}, has re-issued the data. {changed.sentence}",
        "Please correct the number, or add a note that says so.",
    ]
    return _mailto(quote, f"Correction: {_thing(printed)}", lines, signer, organisation)


def mail_about_misquote(quote: Quote, verdict: Verdict, *, signer: str, organisation: str) -> str:
    """The same about a number that was never right."""
    printed = verdict.printed
    lines = _opening(quote, printed)
    if verdict.right is not None:
        one = verdict.right
        where = f" ({one.url})" if one.url else ""
        number = f"{one.stated} {one.measure}{where}"
        lines.append(
            f"For {one.period}, the rows of {one.source} come to {number}: {one.where}."
            if one.is_our_sum
            else f"For {one.period}, {one.source} states {number}."
        )
    lines += [one for one in (verdict.reason, verdict.change) if one]
    lines += [cause.sentence for cause in verdict.causes]
    lines.append("Please look at it, and correct the number if you find the same.")
    return _mailto(quote, f"A figure you printed: {_thing(printed)}", lines, signer, organisation)


def _opening(quote: Quote, printed: Statement) -> list[str]:
    title = f"“{quote.title}”" if quote.title else "a page"
    on = f" of {quote.printed_on:%d %b %Y}" if quote.printed_on else ""
    number = f"{printed.stated} {printed.measure} for {printed.period}, {printed.about}"
    said = f" In your words: “{quote.said}”" if quote.said else ""
    return [
        "To whoever takes corrections:",
        f"We write about {title}{on}: {printed.url}",
        f"It gives {number}.{said}",
    ]


def _thing(printed: Statement) -> str:
    return f"{printed.stated} {printed.measure}, {printed.period}"


def _mailto(
    quote: Quote, subject: str, lines: Iterable[str], signer: str, organisation: str
) -> str:
    body = "\n\n".join([*lines, f"Sincerely,\n{signer}\n{organisation}"])
    contact = quote.contact if "@" in quote.contact and " " not in quote.contact.strip() else ""
    return mailto(to=contact, subject=subject, body=body)
