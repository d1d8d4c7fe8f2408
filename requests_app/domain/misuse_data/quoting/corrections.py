"""A re-issue changed figures: who quoted them, and what to tell whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from requests_app.domain.misuse_data.comparison.sums import summed_statements
from requests_app.domain.misuse_data.conflicts.agreement import NotComparable, is_its_number
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.quoting.held_against import held_against, issues_of
from requests_app.domain.misuse_data.quoting.models import Quote, Telling
from requests_app.domain.misuse_data.quoting.stated import said, stated_in
from requests_app.domain.misuse_data.releases.corrections import CorrectedFigure
from requests_app.domain.misuse_data.releases.differences import ChangeKind
from requests_app.domain.misuse_data.statements import Statement, statement_of, statements_of
from requests_app.domain.misuse_data.vocabulary import ReleaseState


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


@dataclass(frozen=True)
class Changes:
    """What a re-issue changed of the release it superseded; what it added was never quoted.

    `first`: the first of them, our sums before the rows; `count`: how many there are.
    """

    first: tuple[ChangedFigure, ...]
    count: int


def changed_by(release: Release, *, most: int) -> Changes:
    """`most`: so many rows at most are told. A fixed number of queries, however many rows changed;
    nothing where it superseded no release."""
    sums, rows = changed_sums(release), _corrected(release)
    first = (*sums, *_changed_figures(rows.order_by("id")[:most]))
    return Changes(first, len(sums) + rows.count())


def changed_sums(release: Release) -> list[ChangedFigure]:
    """Our statewide sums of the superseded release's rows that come to something else now."""
    if release.supersedes is None:
        return []
    before = summed_statements(Figure.objects.filter(release=release.supersedes))
    now = stated_in((release, one) for one in before)
    pairs = [ChangedFigure(one, now.get((release.pk, one.same_thing))) for one in before]
    return [one for one in pairs if said(one.before) != said(one.after)]


def _corrected(release: Release) -> QuerySet[CorrectedFigure]:
    """The rows of its public note with another number, or none any more."""
    kinds = [ChangeKind.CHANGED, ChangeKind.REMOVED]
    return CorrectedFigure.objects.filter(correction__release=release, kind__in=kinds)


def _changed_figures(rows: Iterable[CorrectedFigure]) -> list[ChangedFigure]:
    pairs = [(row.before_id, row.after_id) for row in rows]
    figures = Figure.objects.filter(pk__in={pk for pair in pairs for pk in pair if pk})
    stated = {one.figure: one for one in statements_of(figures)} if pairs else {}
    return [ChangedFigure(stated[before], stated.get(after)) for before, after in pairs if before]


def to_tell(release: Release) -> list[ToTell]:
    """Every quote of a figure that the re-issue changed, each once, those not told yet first.

    Reads the quotes that are tied to an issue of it or print a number of the one before, no others;
    a fixed number of queries, and one for each issue.
    """
    if release.supersedes is None or release.state == ReleaseState.WITHDRAWN:
        return []  # nobody is told of figures that were withdrawn
    told = {one.quote_id: one for one in Telling.objects.filter(correction=release)}
    found = {
        quote.pk: ToTell(quote, changed, is_tied, told.get(quote.pk))
        for quote, changed, is_tied in (*_tied(release), *_untied(release, release.supersedes))
    }
    return sorted(found.values(), key=lambda one: (one.telling is not None, one.quote.pk))


def _tied(release: Release) -> Iterator[tuple[Quote, ChangedFigure, bool]]:
    """Tied to this issue or another one, and not in accord with it as it stands in this one."""
    quotes = {one.pk: one for one in Quote.objects.loaded().of_issues(issues_of(release))}
    for pk, held in held_against(quotes.values()).items():
        place = next(i for i, one in enumerate(held.issues) if one.release == release)
        before, after = held.issues[place - 1].statement, held.issues[place].statement
        if before is None or said(before) == said(after):
            continue
        printed = statement_of(quotes[pk].claim)
        if not _agree(printed, after) and (held.at < place or _agree(printed, before)):
            yield quotes[pk], ChangedFigure(before, after), True


def _agree(printed: Statement, other: Statement | None) -> bool:
    try:
        return other is not None and is_its_number(printed, other)
    except NotComparable:
        return False


def _untied(release: Release, before: Release) -> Iterator[tuple[Quote, ChangedFigure, bool]]:
    """Nobody tied them; they print the number that changed, about the same thing."""
    sums, untied = changed_sums(release), Quote.objects.loaded().untied()
    of_sums = untied.statewide().filter(claim__value__in={one.before.value for one in sums})
    quotes = list(untied.printing_a_row_of(before) | of_sums)
    rows = _corrected(release).filter(before__value__in={one.claim.value for one in quotes})
    changed = [*_changed_figures(rows if quotes else ()), *sums]
    by_thing = {(one.before.same_thing, one.before.value): one for one in changed}
    for quote in quotes:
        printed = statement_of(quote.claim)
        if one := by_thing.get((printed.same_thing, printed.value)):
            yield quote, one, False


def corrected_releases() -> list[Release]:
    """Releases that superseded another, the latest first."""
    return list(
        Release.objects.filter(
            supersedes__isnull=False, state="published", is_sample=False
        ).select_related("supersedes", "source")
    )
