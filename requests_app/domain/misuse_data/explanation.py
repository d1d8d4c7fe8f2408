"""Why two sources differ: a search over all other figures for the number that was taken.

No rule knows any particular number. A number that another source prints for another period,
measure, body or issue is most likely that one, taken over without its label.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from requests_app.domain.misuse_data.agreement import last_figure
from requests_app.domain.misuse_data.statements import Statement, spelled
from requests_app.domain.misuse_data.vocabulary import ReleaseState, Unit

# Small numbers are alike by chance: 4 resigned in one year and 4 in another explains nothing.
TELLING = 10


class CauseKind(StrEnum):
    OTHER_ISSUE = "other issue"
    OTHER_PERIOD = "other period"
    OTHER_MEASURE = "other measure"
    OTHER_BODY = "other body"
    ONE_BODY_LEFT_OUT = "one body left out"
    ROUNDED = "rounded"


@dataclass(frozen=True)
class Cause:
    """A likely cause. `of` is the statement it explains, `evidence` what was found elsewhere."""

    kind: CauseKind
    sentence: str
    of: Statement
    evidence: Statement | None = None


@dataclass
class Pool:
    """All statements that an explanation may be found among, by their numbers."""

    by_value: dict[Decimal, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    by_period: dict[tuple, list[Statement]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> Pool:
        pool = cls()
        for statement in statements:
            if statement.value is not None:
                pool.by_value[statement.value].append(statement)
                pool.by_period[_period_and_measure(statement)].append(statement)
        return pool


def _period_and_measure(statement: Statement) -> tuple:
    return (statement.year_from, statement.year_to, statement.measure_key, statement.unit)


def likely_causes(one: Statement, other: Statement, pool: Pool) -> list[Cause]:
    """What may explain that `one` and `other` differ, the likelier first; none when nothing is
    found. Both speak of the same thing.
    """
    found = [
        cause
        for statement, rival in ((one, other), (other, one))
        for cause in (
            *taken_from_elsewhere(statement, pool),
            *_rounded(statement, rival),
            *_one_left_out(statement, rival, pool),
        )
    ]
    order = list(CauseKind)
    return sorted(found, key=lambda cause: order.index(cause.kind))


def taken_from_elsewhere(statement: Statement, pool: Pool) -> list[Cause]:
    """Where else this number is stated: one cause of each kind, the closest candidate."""
    if statement.value is None or abs(statement.value) < TELLING:
        return []
    causes: dict[CauseKind, Cause] = {}
    candidates = [c for c in pool.by_value.get(statement.value, []) if c != statement]
    for candidate in sorted(candidates, key=lambda c: _distance(statement, c)):
        kind = _how_else(statement, candidate)
        if kind and kind not in causes:
            sentence = _sentence(kind, statement, candidate)
            causes[kind] = Cause(kind, sentence, statement, candidate)
    return list(causes.values())


def _how_else(statement: Statement, candidate: Statement) -> CauseKind | None:
    """In which one respect the candidate differs; None when in none or in several."""
    if (statement.unit == Unit.PERCENT) != (candidate.unit == Unit.PERCENT):
        return None
    differs = {
        CauseKind.OTHER_PERIOD: statement.period != candidate.period,
        CauseKind.OTHER_MEASURE: statement.measure_key != candidate.measure_key,
        CauseKind.OTHER_BODY: statement.subject != candidate.subject,
    }
    respects = [kind for kind, does in differs.items() if does]
    if len(respects) == 1:
        return respects[0]
    if not respects and candidate.state == ReleaseState.SUPERSEDED != statement.state:
        return CauseKind.OTHER_ISSUE
    return None


def _distance(statement: Statement, candidate: Statement) -> tuple:
    """A period that contains the statement's own is the likeliest mistake, then a near one."""
    contains = candidate.year_from <= statement.year_from and candidate.year_to >= statement.year_to
    apart = abs(candidate.year_to - statement.year_to) + abs(
        candidate.year_from - statement.year_from
    )
    return (not contains, candidate.source == statement.source, apart)


def _sentence(kind: CauseKind, statement: Statement, found: Statement) -> str:
    number = spelled(statement.value or Decimal(0))
    if kind == CauseKind.OTHER_PERIOD:
        what = "total" if not found.is_single_year else "figure"
        return (
            f"{number} equals the {found.period} {what} of {found.measure} stated by"
            f" {found.source}: probably that period's number, printed for {statement.period}."
        )
    if kind == CauseKind.OTHER_MEASURE:
        return (
            f"{number} is stated as {found.measure} by {found.source} and as"
            f" {statement.measure} by {statement.source}: one of them probably has the wrong word."
        )
    if kind == CauseKind.OTHER_BODY:
        return (
            f"{number} is what {found.source} states about {found.about}: probably taken for"
            f" {statement.about}."
        )
    return (
        f"{number} stood in “{found.release_title}”, which has been superseded since: probably"
        " taken from that earlier issue."
    )


def _rounded(statement: Statement, rival: Statement) -> list[Cause]:
    if statement.value is None or rival.value is None or statement.value < TELLING:
        return []
    worth = last_figure(statement.value)
    if worth == 1 or statement.value == rival.value:
        return []
    if (rival.value / worth).to_integral_value(ROUND_HALF_UP) * worth != statement.value:
        return []
    sentence = f"{spelled(statement.value)} is {spelled(rival.value)} rounded to {spelled(worth)}s."
    return [Cause(CauseKind.ROUNDED, sentence, statement)]


def _one_left_out(statement: Statement, rival: Statement, pool: Pool) -> list[Cause]:
    """The lower statewide number lacks exactly what one agency states."""
    if statement.value is None or rival.value is None or not statement.is_statewide:
        return []
    gap = rival.value - statement.value
    if gap < TELLING:
        return []
    for candidate in pool.by_period[_period_and_measure(statement)]:
        if candidate.value == gap and not candidate.is_statewide:
            sentence = (
                f"{spelled(statement.value)} is {spelled(gap)} less than"
                f" {spelled(rival.value)}: exactly the figure of {candidate.about},"
                " which was probably left out."
            )
            return [Cause(CauseKind.ONE_BODY_LEFT_OUT, sentence, statement, candidate)]
    return []
