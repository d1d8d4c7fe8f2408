"""What is to be said of a quote: right, misquoted, or in dispute, and why probably.

No rule knows any number: the likely causes are those that the search over all figures finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from requests_app.domain.misuse_data.agreement import NotComparable, agree
from requests_app.domain.misuse_data.conflicts import (
    Conflict,
    ConflictKind,
    conflicts,
    conflicts_by_statement,
)
from requests_app.domain.misuse_data.explanation import Cause, CauseKind, Pool, likely_causes
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.quoting.models import Quote
from requests_app.domain.misuse_data.quoting.tying import sum_for
from requests_app.domain.misuse_data.statements import Statement, statement_of, statements_of
from requests_app.domain.misuse_data.vocabulary import ReleaseState

# A number that is stated about something else, under this source's label: it was taken over.
TAKEN_OVER = {
    CauseKind.OTHER_PERIOD,
    CauseKind.OTHER_BODY,
    CauseKind.OTHER_ISSUE,
    CauseKind.ONE_BODY_LEFT_OUT,
}


class VerdictKind(StrEnum):
    OUTDATED = "corrected since"
    MISQUOTED = "misquoted"
    PROBABLY_MISQUOTED = "probably misquoted"
    DISPUTED = "sources disagree"
    PROBABLY_RIGHT = "probably right"
    RIGHT = "as it should be"
    UNDISPUTED = "nobody says otherwise"


WRONG = {VerdictKind.OUTDATED, VerdictKind.MISQUOTED, VerdictKind.PROBABLY_MISQUOTED}


@dataclass(frozen=True)
class Verdict:
    """right: what it should have been, where a person said so or the search found it likely.
    others: who else speaks of it. reasons: why the two cannot be held against each other."""

    kind: VerdictKind
    printed: Statement
    right: Statement | None = None
    others: tuple[Statement, ...] = ()
    causes: tuple[Cause, ...] = ()
    reason: str = ""

    @property
    def is_wrong(self) -> bool:
        return self.kind in WRONG

    @property
    def sentence(self) -> str:
        """What was printed beside what it should be."""
        said = f"{_whole(self.printed)} was printed by {self.printed.source}"
        if self.right is not None:
            probably = "" if self.kind != VerdictKind.PROBABLY_MISQUOTED else "probably "
            return f"{said}; it should {probably}be {_whole(self.right)} ({self.right.source})."
        if self.others:
            rest = "; ".join(f"{_whole(one)} ({one.source})" for one in self.others)
            return f"{said}; elsewhere: {rest}."
        return f"{said}."


def _whole(statement: Statement) -> str:
    """Never a bare number: "7,635 violations, 2023"."""
    return f"{statement.stated} {statement.measure}, {statement.period}"


def verdicts(
    quotes: Iterable[Quote], figures: FigureQuerySet, *, found: Sequence[Conflict] | None = None
) -> dict[int, Verdict]:
    """The verdict on each quote by its id, held against `figures`. `quotes` are `loaded()`.

    `found`: the contradictions among `figures`, where they are at hand. A fixed number of queries,
    and a few for each quote that is tied to a sum.
    """
    wanted = list(quotes)
    by_statement = conflicts_by_statement(list(conflicts(figures) if found is None else found))
    printed = {one.pk: statement_of(one.claim) for one in wanted}
    right = {one.pk: tied for one in wanted if (tied := tied_to(one)) is not None}
    pool = _pool([*right.values(), *(printed[pk] for pk in right)], figures)
    return {
        one.pk: _tied(one, printed[one.pk], right[one.pk], pool)
        if one.pk in right
        else _untied(printed[one.pk], by_statement.get(printed[one.pk].identity, []))
        for one in wanted
    }


def tied_to(quote: Quote) -> Statement | None:
    """What a person said it should be, as it stands now: a figure, or a sum of rows, that was
    re-issued is its successor's."""
    if quote.should_be is not None:
        return statement_of(standing(quote.should_be))
    if quote.should_be_sum_of is None:
        return None
    later = _release_that_stands(quote.should_be_sum_of)
    return sum_for(quote, later) or sum_for(quote, quote.should_be_sum_of)


def _release_that_stands(release: Release) -> Release:
    """The re-issue that took its place in the end. No query for one that stands."""
    while release.state == ReleaseState.SUPERSEDED:
        later = Release.objects.select_related("source").filter(supersedes=release).first()
        if later is None:
            break
        release = later
    return release


def _tied_before(quote: Quote) -> Statement | None:
    """The same as it was when it was tied."""
    if quote.should_be is not None:
        return statement_of(quote.should_be)
    return sum_for(quote, quote.should_be_sum_of) if quote.should_be_sum_of else None


def standing(figure: Figure) -> Figure:
    """The figure about the same thing in the re-issue that stands; the figure itself where its
    release was not superseded, or the re-issue lacks it. No query for one that stands."""
    while figure.release.state == ReleaseState.SUPERSEDED:
        later = Figure.objects.select_related("release__source", "measure", "agency").filter(
            release__supersedes=figure.release_id,
            agency=figure.agency_id,
            agency_as_written=figure.agency_as_written,
            measure=figure.measure_id,
            unit=figure.unit,
            year_from=figure.year_from,
            year_to=figure.year_to,
        )
        now = later.first()
        if now is None:
            break
        figure = now
    return figure


def _pool(statements: list[Statement], figures: FigureQuerySet) -> Pool:
    """Whatever states one of these numbers, or speaks of the same period and measure."""
    condition = Q(value__in={one.value for one in statements if one.value is not None})
    for one in statements:
        condition |= Q(
            year_from=one.year_from,
            year_to=one.year_to,
            measure__key=one.measure_key.partition(":")[0],
        )
    return Pool.of(statements_of(figures.filter(condition)) if statements else [])


def _tied(quote: Quote, printed: Statement, right: Statement, pool: Pool) -> Verdict:
    try:
        if agree(printed, right):
            return Verdict(VerdictKind.RIGHT, printed, right)
        before = _tied_before(quote)
        if before is not None and agree(printed, before):
            return Verdict(VerdictKind.OUTDATED, printed, right)
    except NotComparable as reason:
        return Verdict(VerdictKind.MISQUOTED, printed, right, reason=str(reason))
    causes = [one for one in likely_causes(printed, right, pool) if one.of == printed]
    return Verdict(VerdictKind.MISQUOTED, printed, right, causes=tuple(causes))


def _untied(printed: Statement, disputes: list[Conflict]) -> Verdict:
    if not disputes:
        return Verdict(VerdictKind.UNDISPUTED, printed)
    causes = list({one.sentence: one for dispute in disputes for one in dispute.causes}.values())
    mine = [one for one in causes if one.of == printed and one.kind in TAKEN_OVER]
    others = list(
        {
            one.identity: one
            for dispute in disputes
            for one in dispute.statements
            if one != printed
        }.values()
    )
    numbers = [one for one in disputes if one.kind == ConflictKind.DIFFERENT_NUMBERS]
    if mine and numbers and numbers[0].first != printed:
        right = numbers[0].first
        kind = VerdictKind.PROBABLY_MISQUOTED
        return Verdict(kind, printed, right, tuple(others), tuple(mine))
    kind = VerdictKind.DISPUTED
    if len(numbers) == len(disputes) == 1 and _only_misquoted(numbers[0], printed):
        kind = VerdictKind.PROBABLY_RIGHT
    return Verdict(kind, printed, None, tuple(others), tuple(causes))


def _only_misquoted(dispute: Conflict, printed: Statement) -> bool:
    """Whether it weighs most, and the search found where every other number was taken from."""
    taken_over = {one.of.identity for one in dispute.causes if one.kind in TAKEN_OVER}
    rivals = [one for one in dispute.statements if not agree(one, printed)]
    return dispute.first == printed and all(one.identity in taken_over for one in rivals)


def worst_first(judged: Iterable[tuple[Quote, Verdict]]) -> list[tuple[Quote, Verdict]]:
    """By what is to be said of them, then the latest year."""
    order = list(VerdictKind)
    return sorted(judged, key=lambda one: (order.index(one[1].kind), -one[1].printed.year_to))
