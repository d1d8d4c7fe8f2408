"""The statewide tallies by year: one statement shown per year and measure, all others linked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from requests_app.domain.misuse_data.conflicts.finding import Conflict, conflicts_by_statement
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.starting_measures import STARTING_MEASURES
from requests_app.domain.misuse_data.statements import Statement, weight
from requests_app.domain.misuse_data.vocabulary import Unit
from requests_app.domain.publication.published import published_conflicts, published_statewide

# What a year's round is about, in the order in which one leads to the other. Never added.
MAIN_MEASURES = ("investigations", "misuse-found", "violations")
# Which of them tells a year's story, where there are several.
HEADLINE_MEASURES = ("violations", "misuse-found", "investigations")
_MEASURES = {measure.key: measure for measure in STARTING_MEASURES}


@dataclass(frozen=True)
class Cell:
    """What is shown for one year and measure: the weightiest statement, the others beside it."""

    shown: Statement | None
    others: tuple[Statement, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    @property
    def is_contested(self) -> bool:
        return bool(self.conflicts)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All of them, the one shown first."""
        return (self.shown, *self.others) if self.shown else self.others


@dataclass(frozen=True)
class MeasureHead:
    key: str
    name: str
    unit: Unit
    definition: str


@dataclass(frozen=True)
class YearRow:
    year: int
    cells: tuple[Cell, ...]
    heads: tuple[MeasureHead, ...] = ()

    @property
    def by_head(self) -> list[tuple[MeasureHead, Cell]]:
        return list(zip(self.heads, self.cells, strict=True))

    @property
    def is_gap(self) -> bool:
        return all(cell.shown is None for cell in self.cells)


@dataclass(frozen=True)
class GapSpan:
    """Years, first to last, for which no statewide figure is published."""

    first: int
    last: int
    is_gap: bool = True

    @property
    def years(self) -> str:
        return str(Covers(self.first, self.last))


@dataclass(frozen=True)
class Tallies:
    """Single years, latest first, gaps included; longer periods apart, never shared out by year."""

    heads: tuple[MeasureHead, ...]
    rows: tuple[YearRow, ...]
    longer: tuple[Statement, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def lines(self) -> list[YearRow | GapSpan]:
        """The rows, with years that follow each other without any figure drawn into one line."""
        lines: list[YearRow | GapSpan] = []
        for is_gap, rows in groupby(self.rows, key=lambda row: row.is_gap):
            found = list(rows)
            lines += [GapSpan(found[-1].year, found[0].year)] if is_gap else found
        return lines

    @property
    def conflict_count(self) -> int:
        return len(self.conflicts)

    def by_year(self, measure_key: str) -> list[tuple[int, Cell]]:
        """(year, cell) of one measure, earliest first: what a chart draws."""
        position = [head.key for head in self.heads].index(measure_key)
        return [(row.year, row.cells[position]) for row in reversed(self.rows)]


def head_of(key: str) -> MeasureHead:
    measure = _MEASURES[key]
    return MeasureHead(measure.key, measure.name, measure.unit, measure.definition)


def tallies() -> Tallies:
    """The statewide tallies of `MAIN_MEASURES`. A fixed number of queries."""
    statewide = published_statewide()
    return tallies_of(statewide, published_conflicts(statewide))


def tallies_of(statewide: list[Statement], conflicts: list[Conflict]) -> Tallies:
    """The same from statements and conflicts at hand."""
    heads = tuple(head_of(key) for key in MAIN_MEASURES)
    # One column, one unit: what is stated in another one stands on the year's own page.
    columns = {(head.key, head.unit) for head in heads}
    single: dict[tuple[int, str], list[Statement]] = defaultdict(list)
    for statement in statewide:
        if statement.is_single_year and (statement.measure_key, statement.unit) in columns:
            single[statement.year_to, statement.measure_key].append(statement)
    years = [year for year, _ in single]
    by_statement = conflicts_by_statement(conflicts)
    return Tallies(
        heads=heads,
        rows=tuple(
            YearRow(
                year, tuple(cell_of(single[year, head.key], by_statement) for head in heads), heads
            )
            for year in (range(max(years), min(years) - 1, -1) if years else ())
        ),
        longer=tuple(longer_periods(statewide)),
        conflicts=tuple(c for c in conflicts if c.first.is_statewide),
    )


def cell_of(statements: Iterable[Statement], by_statement: dict[tuple, list[Conflict]]) -> Cell:
    """The weightiest statement, with the others about the same thing and their conflicts; of one
    source's two of one day the later entered, as in its table of agencies.

    A quote that somebody entered by hand is never the number of a year: it stands beside, and where
    nothing else is stated there is no figure."""
    found_in_order = list(statements)
    place: dict[str, int] = {}
    for statement in found_in_order:
        place.setdefault(statement.source, len(place))
    ordered = sorted(found_in_order, key=lambda s: (weight(s), place[s.source], -(s.figure or 0)))
    if not ordered:
        return Cell(None)
    found = {
        id(conflict): conflict
        for statement in ordered
        for conflict in by_statement.get(statement.identity, [])
    }
    shown = next((s for s in ordered if not s.is_typed), None)
    others = tuple(s for s in ordered if s is not shown)
    return Cell(shown, others, tuple(found.values()))


def longer_periods(statements: Iterable[Statement]) -> list[Statement]:
    """Totals over several years, latest period first, in the order of the measures."""
    return sorted(
        (s for s in statements if not s.is_single_year),
        key=lambda s: (-s.year_to, -s.year_from, s.measure_position, s.measure),
    )
