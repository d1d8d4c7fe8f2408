"""Every source's statement about one thing, side by side, with the likely cause of a difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from requests_app.domain.misuse_data.comparison.sums import summed_statements
from requests_app.domain.misuse_data.conflicts.agreement import agree, difference
from requests_app.domain.misuse_data.conflicts.contested import evidence
from requests_app.domain.misuse_data.explanation import Cause, Pool, likely_causes
from requests_app.domain.misuse_data.queries import FigureQuerySet, about_subject
from requests_app.domain.misuse_data.statements import Statement, statements_of_measure, weight
from requests_app.domain.misuse_data.vocabulary import Unit


@dataclass(frozen=True)
class Beside:
    """A statement beside the weightiest one: difference in its own unit, and why, if found.

    Two that differ may both be true ("about 40" and 38): the cause is then told as well.
    """

    statement: Statement
    difference: Decimal | None
    agrees: bool
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class SideBySide:
    """Every statement about one thing; the first is the one the others are measured against."""

    first: Statement
    others: tuple[Beside, ...]

    @property
    def is_contested(self) -> bool:
        return any(not beside.agrees for beside in self.others)

    @property
    def statements(self) -> list[Statement]:
        return [self.first, *(beside.statement for beside in self.others)]


def side_by_side(statements: Iterable[Statement], pool: Pool) -> SideBySide:
    """Every statement about one thing beside the weightiest one.

    Raises `NotComparable` when they do not all speak of the same thing, ValueError for none.
    """
    ordered = sorted(statements, key=weight)
    if not ordered:
        raise ValueError("no statements to compare")
    first, *others = ordered
    return SideBySide(
        first=first,
        others=tuple(
            Beside(
                statement=other,
                difference=difference(other, first),
                agrees=agree(first, other),
                causes=tuple(likely_causes(first, other, pool)),
            )
            for other in others
        ),
    )


def source_on_source(
    figures: FigureQuerySet,
    *,
    year: int,
    measure_key: str,
    subject: tuple[int | None, str] = (None, ""),
    among: FigureQuerySet | None = None,
) -> list[SideBySide]:
    """Every source's statement about one body's year, side by side; one block per unit.

    A percentage and a count are no rivals: they come in blocks of their own. Causes are searched
    for in `among` (default: `figures`), which may hold superseded issues. Five queries at most.
    """
    groups: dict[Unit, list[Statement]] = defaultdict(list)
    for statement in statements_of_measure(
        figures.of_year(year).filter(about_subject(subject)), measure_key
    ):
        if statement.subject == subject:
            groups[statement.unit].append(statement)
    if subject == (None, ""):
        of_measure = figures.of_year(year).filter(measure__key=measure_key.partition(":")[0])
        for statement in summed_statements(of_measure):
            groups[statement.unit].append(statement)
    rivals = [s for group in groups.values() if len(group) > 1 for s in group]
    pool = Pool.of(evidence(rivals, figures if among is None else among))
    return [side_by_side(group, pool) for group in groups.values()]
