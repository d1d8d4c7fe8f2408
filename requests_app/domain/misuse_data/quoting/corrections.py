"""A re-issue changed figures: who quoted them, and what to tell whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.quoting.models import Quote, Telling
from requests_app.domain.misuse_data.quoting.verdicts import Verdict
from requests_app.domain.misuse_data.statements import Statement, statement_of, statements_of
from requests_app.domain.misuse_data.sums import summed_statements
from requests_app.domain.request_log.letters.mail import mailto


@dataclass(frozen=True)
class ChangedFigure:
    """before: as the earlier issue had it; after: None where the re-issue lacks it."""

    before: Statement
    after: Statement | None

    @property
    def sentence(self) -> str:
        now = self.after.stated if self.after else "no figure"
        one = self.before
        return f"{one.about}, {one.period}, {one.measure}: {one.stated} before, now {now}."


@dataclass(frozen=True)
class ToTell:
    """A quote of a figure that changed. is_tied: a person said that it quotes this figure;
    otherwise it printed the same number about the same thing. telling: None until they are told."""

    quote: Quote
    changed: ChangedFigure
    is_tied: bool
    telling: Telling | None


def changed_by(release: Release) -> list[ChangedFigure]:
    """What the re-issue changed of the release it superseded, sums of ours included; what it added
    was never quoted. A few queries; empty where it superseded none."""
    if release.supersedes is None:
        return []
    earlier, later = _statements(release.supersedes), _statements(release)
    now = {one.same_thing: one for one in later}
    return [
        ChangedFigure(one, now.get(one.same_thing))
        for one in earlier
        if _said(one) != _said(now.get(one.same_thing))
    ]


def _statements(release: Release) -> list[Statement]:
    figures = Figure.objects.filter(release=release)
    return [*statements_of(figures), *summed_statements(figures)]


def _said(statement: Statement | None) -> tuple | None:
    if statement is None:
        return None
    return (statement.answer, statement.value, statement.qualifier)


def to_tell(release: Release) -> list[ToTell]:
    """Every quote of a figure that the re-issue changed, each once, those not told yet first."""
    found: dict[int, ToTell] = {}
    changed = changed_by(release)
    by_figure = {one.before.figure: one for one in changed if one.before.figure is not None}
    sums = {one.before.same_thing: one for one in changed if one.before.figure is None}
    by_thing = {(one.before.same_thing, one.before.value): one for one in changed}
    told = {one.quote_id: one for one in Telling.objects.filter(correction=release)}
    for quote in Quote.objects.loaded():
        printed = statement_of(quote.claim)
        tied = by_figure.get(quote.should_be_id)
        if tied is None and quote.should_be_sum_of_id == release.supersedes_id:
            tied = sums.get(printed.same_thing)
        same = None if quote.is_tied else by_thing.get((printed.same_thing, printed.value))
        change = tied or same
        if change is not None and printed.value is not None:
            found[quote.pk] = ToTell(quote, change, tied is not None, told.get(quote.pk))
    return sorted(found.values(), key=lambda one: (one.telling is not None, one.quote.pk))


def corrected_releases() -> list[Release]:
    """Releases that superseded another, the latest first."""
    return list(
        Release.objects.filter(
            supersedes__isnull=False, state="published", is_sample=False
        ).select_related("supersedes", "source")
    )


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
        lines.append(f"For {one.period}, {one.source} states {one.stated} {one.measure}{where}.")
    if verdict.reason:
        lines.append(verdict.reason)
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
