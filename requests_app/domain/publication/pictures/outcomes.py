"""What became of it: outcomes side by side, and what is not accounted for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from requests_app.domain.drawing.pictures import Picture, Stacks, TableRow
from requests_app.domain.drawing.rows import Part, Stack
from requests_app.domain.misuse_data.case_outcomes import APART, TOGETHER
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.statements import Statement, weight
from requests_app.domain.misuse_data.vocabulary import Qualifier, Unit
from requests_app.domain.publication.agencies import AgencyPage, key_of_measure
from requests_app.domain.publication.pictures.parts import (
    AddressOf,
    answer_in_table,
    caveats_of,
    number_in_table,
    sources_of,
    way_to,
)
from requests_app.domain.publication.published import published_statewide

HEAD = ("year", "outcome", "number", "answer", "source", "note")
# `ONE_TO_A_CASE`, from the mildest; what may come on top is told beside the stack, never added.
STACKED = {
    "no-action": "shade-0",
    "counseled": "shade-1",
    "trained": "shade-1",
    "reprimanded": "shade-2",
    "suspended": "shade-3",
    "resigned": "shade-4",
    "resigned-or-terminated": "shade-4",
    "terminated": "shade-5",
    "other": "shade-0",
}
# What the outcomes may be outcomes of, where the source says how many there were.
WHOLES = ("misuse-found", "violations", "investigations")
TORN = (
    "{} violations are stated. One case may hold many of them, so what is left is no number;"
    " what became of the rest is not stated."
)


def statewide_outcomes(year: int, *, address_of: AddressOf, on: date) -> Picture | None:
    """A stack per source of the state's outcomes of a year; None where none is published."""
    stated = [s for s in published_statewide() if s.year_from == s.year_to == year]
    return outcomes_of_year(stated, year, address_of=address_of, on=on)


def outcomes_of_year(
    statements: Iterable[Statement], year: int, *, address_of: AddressOf, on: date
) -> Picture | None:
    """The same from the statewide statements of the year at hand."""
    of_source: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        of_source[statement.source].append(statement)
    groups = [(source, group) for source, group in of_source.items() if _has_outcomes(group)]
    title = "What became of it, California"
    return _picture(title, str(year), groups, address_of, on)


def agency_outcomes(agency: AgencyPage, *, address_of: AddressOf, on: date) -> Picture | None:
    """A stack per year and source of an agency's outcomes; None where it has none."""
    of_year: dict[tuple[int, str], list[Statement]] = defaultdict(list)
    for statement in (s for measure in agency.measures for s in measure.stated):
        of_year[statement.year_to, statement.source].append(statement)
    stacked = {key: group for key, group in sorted(of_year.items()) if _has_outcomes(group)}
    sources = {source for _, source in stacked}
    groups = [
        (str(year) if len(sources) == 1 else f"{year}, {source}", group)
        for (year, source), group in stacked.items()
    ]
    years = sorted({year for year, _ in stacked})
    period = str(Covers(years[0], years[-1])) if years else ""
    return _picture(f"What became of it: {agency.name}", period, groups, address_of, on)


def _has_outcomes(group: list[Statement]) -> bool:
    return any(s.is_outcome and s.unit == Unit.OUTCOMES for s in group)


def _picture(
    title: str,
    period: str,
    groups: list[tuple[str, list[Statement]]],
    address_of: AddressOf,
    on: date,
) -> Picture | None:
    if not groups:
        return None
    counted = [s for _, group in groups for s in group if s.is_outcome and s.unit == Unit.OUTCOMES]
    counted.sort(key=lambda s: (s.year_to, s.source, s.measure_position))
    return Picture(
        key="outcomes",
        title=title,
        unit="outcomes",
        period=period,
        source=sources_of(counted),
        drawings=(Stacks(tuple(stack_of(label, group, address_of) for label, group in groups)),),
        head=HEAD,
        rows=tuple(_row(s, address_of) for s in counted),
        notes=tuple(caveats_of(counted)),
        as_of=on,
    )


def _row(s: Statement, address_of: AddressOf) -> TableRow:
    number, answer = number_in_table(s), answer_in_table(s)
    cells = (str(s.year_to), s.measure, number, answer, s.source, s.note)
    return TableRow(cells, passport=address_of(s))


def stack_of(label: str, group: list[Statement], address_of: AddressOf) -> Stack:
    """One source's outcomes of one year, with what it leaves open."""
    # By the key with the unit: "17% suspended" never stands for a number of outcomes.
    found = {key_of_measure(s): s for s in sorted(group, key=weight, reverse=True)}
    outcomes = {key: s for key, s in found.items() if s.is_outcome and s.unit == Unit.OUTCOMES}
    stacked = [key for key in STACKED if key in outcomes]
    if TOGETHER in stacked and set(APART) & set(stacked):
        stacked.remove(TOGETHER)  # of a source that states these apart as well: told beside
    beside = [s.stated + " " + s.measure for key, s in outcomes.items() if key not in stacked]
    parts = tuple(_part(outcomes[key], STACKED[key], address_of) for key in stacked)
    rest, torn, told = _left([outcomes[key] for key in stacked], found)
    if beside:
        told = f"{told} Beside them, perhaps of the same cases: {', '.join(beside)}.".strip()
    said = [found[key] for key in WHOLES if key in found and (torn or told)]
    said += [s for key, s in outcomes.items() if key not in stacked]
    ways = tuple(way_to(s, address_of) for s in said)
    return Stack(label, parts, rest, torn, told, ways)


def _part(s: Statement, css: str, address_of: AddressOf) -> Part:
    words, qualifier = str(s.answer.label), str(s.qualifier.value)
    return Part(s.measure, s.value, css, words, qualifier, address_of(s))


def _left(stacked: list[Statement], found: dict[str, Statement]) -> tuple[Part | None, str, str]:
    """(what is left of the whole, words where that has no length, words where nothing is left).

    Only from cases in which misuse was found can outcomes be taken away: violations are no cases.
    """
    total = sum((s.value or Decimal(0) for s in stacked), Decimal(0))
    counts = [found[key] for key in WHOLES if key in found and found[key].value]
    if not all(s.qualifier == Qualifier.EXACT for s in [*stacked, *counts]):
        return None, "", ""
    for whole in counts:
        if whole.value == total:
            return None, "", f"As many as the {whole.measure} stated: {whole.stated}."
    if "misuse-found" in found and (whole := found["misuse-found"]) in counts:
        left = (whole.value or Decimal(0)) - total
        name = f"of {whole.stated} with misuse found not accounted for"
        return (Part(name, left, "rest"), "", "") if left > 0 else (None, "", "")
    violations = found.get("violations")
    if violations in counts and violations and (violations.value or 0) > total:
        return None, TORN.format(violations.stated), ""
    return None, "", ""
