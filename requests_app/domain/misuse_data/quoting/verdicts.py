"""What is to be said of a quote: right, misquoted, or in dispute, and why probably.

No rule knows any number: the likely causes are those that the search over all figures finds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from requests_app.domain.misuse_data.conflicts.agreement import (
    NotComparable,
    agree,
    is_its_number,
)
from requests_app.domain.misuse_data.conflicts.contested import evidence
from requests_app.domain.misuse_data.conflicts.finding import Conflict, ConflictKind
from requests_app.domain.misuse_data.explanation import Cause, CauseKind, Pool, likely_causes
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.quoting.disputes import disputes
from requests_app.domain.misuse_data.quoting.held_against import HeldAgainst, held_against
from requests_app.domain.misuse_data.quoting.models import Quote
from requests_app.domain.misuse_data.statements import Statement, statement_of

# A number that is stated about something else, under this source's label: it was taken over.
TAKEN_OVER = {
    CauseKind.OTHER_PERIOD,
    CauseKind.OTHER_BODY,
    CauseKind.OTHER_ISSUE,
    CauseKind.ONE_BODY_LEFT_OUT,
}


class VerdictKind(StrEnum):
    OUTDATED = "corrected since"  # right when it was printed
    MISQUOTED = "misquoted"
    PROBABLY_MISQUOTED = "probably misquoted"
    DISPUTED = "sources disagree"
    RIGHT_SINCE = "right since a re-issue"  # and not when it was printed
    PROBABLY_RIGHT = "probably right"
    RIGHT = "as it should be"
    UNDISPUTED = "nobody says otherwise"


IS_OR_SHOULD = {
    VerdictKind.OUTDATED: "since it was issued again it is",
    VerdictKind.MISQUOTED: "it should be",
    VerdictKind.PROBABLY_MISQUOTED: "it should probably be",
    VerdictKind.RIGHT_SINCE: "since it was issued again it is",
    VerdictKind.RIGHT: "it is",
}
WRONG = {VerdictKind.OUTDATED, VerdictKind.MISQUOTED, VerdictKind.PROBABLY_MISQUOTED}


@dataclass(frozen=True)
class Verdict:
    """right: what it should be as its source states it now, where a person said so or the search
    found it likely; None where the latest issue lacks it. others: who else speaks of it. reason:
    why the two cannot be held against each other. change: what a later issue made of it."""

    kind: VerdictKind
    printed: Statement
    right: Statement | None = None
    others: tuple[Statement, ...] = ()
    causes: tuple[Cause, ...] = ()
    reason: str = ""
    change: str = ""

    @property
    def is_wrong(self) -> bool:
        return self.kind in WRONG

    @property
    def sentence(self) -> str:
        """What was printed beside what it should be."""
        said = f"{_whole(self.printed)} was printed by {self.printed.source}"
        if self.right is not None:
            return (
                f"{said}; {IS_OR_SHOULD[self.kind]} {_whole(self.right)} ({self.right.stated_by})."
            )
        if self.others:
            rest = "; ".join(f"{_whole(one)} ({one.stated_by})" for one in self.others)
            return f"{said}; elsewhere: {rest}."
        return f"{said}."


def _whole(statement: Statement) -> str:
    """Never a bare number: "7,635 violations, 2023"."""
    return f"{statement.stated} {statement.measure}, {statement.period}"


def verdicts(quotes: Iterable[Quote], figures: FigureQuerySet) -> dict[int, Verdict]:
    """The verdict on each quote by its id, held against `figures`. `quotes` are `loaded()`.

    A fixed number of queries, and one for each issue of what was re-issued most often.
    """
    wanted = list(quotes)
    printed = {one.pk: statement_of(one.claim) for one in wanted}
    held = held_against(wanted)
    by_statement = disputes([one for one in wanted if one.pk not in held], figures)
    against = [one for h in held.values() for one in (h.then, h.now) if one]
    pool = Pool.of(evidence([*(printed[pk] for pk in held), *against], figures))
    return {
        one.pk: _tied(printed[one.pk], held[one.pk], pool)
        if one.pk in held
        else _untied(printed[one.pk], by_statement.get(printed[one.pk].identity, []))
        for one in wanted
    }


def _tied(printed: Statement, held: HeldAgainst, pool: Pool) -> Verdict:
    """By the issue that was current when it was printed; then what a later one made of it."""
    then, now = held.then, held.now
    try:
        was_right = then is not None and is_its_number(printed, then)
        is_right = now is not None and is_its_number(printed, now)
        reason = "" if was_right or is_right else held.replaced(printed)
    except NotComparable as error:
        kind = VerdictKind.MISQUOTED
        return Verdict(kind, printed, now, reason=str(error), change=held.change)
    if was_right or is_right:
        return Verdict(_KINDS[was_right, is_right], printed, now, change=held.change)
    causes = () if reason else _causes(printed, then or now, pool)
    kind = VerdictKind.MISQUOTED
    return Verdict(kind, printed, now, causes=causes, reason=reason, change=held.change)


# (When it was printed, as it stands now).
_KINDS = {
    (True, True): VerdictKind.RIGHT,
    (True, False): VerdictKind.OUTDATED,
    (False, True): VerdictKind.RIGHT_SINCE,
}


def _causes(printed: Statement, right: Statement | None, pool: Pool) -> tuple[Cause, ...]:
    found = likely_causes(printed, right, pool) if right else []
    return tuple(one for one in found if one.of == printed)


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
