"""A comparison as rows for a file: what was compared, what came of it, and each source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from requests_app.domain.misuse_data.comparison.agency_on_agency import AgencyTable
from requests_app.domain.misuse_data.comparison.outcomes import OutcomesOfAgency, OutcomesOfState
from requests_app.domain.misuse_data.comparison.source_on_source import SideBySide
from requests_app.domain.misuse_data.comparison.totals import Total
from requests_app.domain.misuse_data.comparison.two_years import Pair
from requests_app.domain.misuse_data.comparison.who_reported import WhoReported
from requests_app.domain.misuse_data.comparison.year_on_year import SourceYears, SummedYears
from requests_app.domain.misuse_data.conflicts.finding import Conflict
from requests_app.domain.misuse_data.statements import Statement
from requests_app.domain.sheets.writing import Cell

# (key of the figure or None, key of the release) -> where its passport is.
Address = Callable[[int | None, int], str]
STATEMENT = (
    *("year_from", "year_to", "about", "measure", "unit", "answer", "qualifier", "value"),
    *("as_written", "source", "source_kind", "quoted_claim", "source_url", "issued_on", "where"),
    *("note", "state", "sample", "passport"),
)
TOTAL = (
    *("source", "measure", "unit", "year", "sum", "qualifier", "with_a_number", "with_none"),
    *("did_not_report", "withheld_or_unclear", "not_listed", "agencies_in_the_directory"),
)


@dataclass(frozen=True)
class File:
    head: tuple[str, ...]
    rows: Iterable[Sequence[Cell]]


def conflicts_file(found: Iterable[Conflict], address: Address) -> File:
    head = ("contradiction", "kind", "likely_cause", *STATEMENT)
    return File(head, (
        (conflict.headline, conflict.kind.value, _sentences(conflict.causes), *_said(s, address))
        for conflict in found for s in conflict.statements
    ))  # fmt: skip


def sources_file(blocks: Iterable[SideBySide], address: Address) -> File:
    def rows() -> Iterator[tuple[Cell, ...]]:
        for block in blocks:
            yield (*_said(block.first, address), None, "", "")
            for one in block.others:
                agrees = "yes" if one.agrees else "no"
                told = (_number(one.difference), agrees, _sentences(one.causes))
                yield (*_said(one.statement, address), *told)

    return File((*STATEMENT, "difference", "agrees", "likely_cause"), rows())


def years_file(
    series: Iterable[SourceYears], sums: Iterable[SummedYears], address: Address
) -> File:
    """A gap is a row of its source and year with nothing else in it."""

    def rows() -> Iterator[tuple[Cell, ...]]:
        for one in series:
            for year in one.years:
                if year.statement:
                    yield (*_said(year.statement, address), _number(year.change), "")
                else:
                    yield _gap(one.source, one.measure, year.year)
            for statement in one.longer:
                yield (*_said(statement, address), None, "a longer period")
        for summed in sums:
            for of_year in summed.years:
                if of_year.total:
                    told = (_number(of_year.change), of_year.total.covers)
                    yield (*_summed(of_year.total, address), *told)
                else:
                    yield _gap(summed.source, summed.measure, of_year.year)

    return File((*STATEMENT, "change", "covers"), rows())


def two_years_file(pairs: Iterable[Pair]) -> File:
    def rows() -> Iterator[tuple[Cell, ...]]:
        for pair in pairs:
            for total in filter(None, (pair.before, pair.after)):
                is_later = total is pair.after
                change = _number(pair.change) if is_later else None
                yield (*_total(total), change, pair.caveat if is_later else "")

    return File((*TOTAL, "change", "caveat"), rows())


def agencies_file(tables: Iterable[AgencyTable], address: Address) -> File:
    head = (
        *("rank", "share_of_the_stated_total", "share_of_the_sum", "share_without_the_outlier"),
        *("per_100_sworn_officers", "rate_note", "sworn_officers", "officers_source"),
    )
    return File((*STATEMENT, *head), (
        (
            *_said(row.statement, address),
            row.rank, row.of_stated, row.of_sum, row.of_rest,
            row.rate.written, row.rate.note, row.rate.officers, row.rate.source,
        )
        for table in tables for row in table.rows
    ))  # fmt: skip


def outcomes_file(
    statewide: Iterable[OutcomesOfState], agencies: Iterable[OutcomesOfAgency], address: Address
) -> File:
    """Outcomes and violations stand in columns of their own: they are never one sum. Each says
    whether it is exact; what is not may be more."""
    head = (
        *("source", "about", "violations", "violations_exact"),
        *("outcomes_stated", "outcomes_exact", "more_outcomes_than_violations"),
    )

    def rows() -> Iterator[tuple[Cell, ...]]:
        for one in statewide:
            violations, first = one.violations, one.violations or one.outcomes[0]
            numbers = (
                *_exactly(violations.value if violations else None, one.violations_are_exact),
                *_exactly(one.sum, one.sum_is_exact),
                _YES_OR_NO[one.outcomes_exceed],
            )
            yield (one.source, first.about, *numbers, address(first.figure, first.release))
        for agency in agencies:
            numbers = (
                *_exactly(agency.violations, agency.violations_are_exact),
                *_exactly(agency.outcomes, agency.outcomes_are_exact),
                _YES_OR_NO[agency.outcomes_exceed],
            )
            passport = address(agency.figure, agency.release)
            yield (agency.source, agency.about, *numbers, passport)

    return File((*head, "passport"), rows())


def reported_file(found: WhoReported, address: Address) -> File:
    head = ("year", "agency", "county", "kind", "answer", "on_the_1_february_board", "at_odds")
    return File((*head, "passport"), (
        (
            found.year, row.name, row.county, row.kind, row.standing.value, row.duty,
            "yes" if row.is_at_odds else "",
            address(row.figure, 0) if row.figure else "",
        )
        for row in found.rows
    ))  # fmt: skip


def _said(s: Statement, address: Address) -> tuple[Cell, ...]:
    return (
        s.year_from, s.year_to, s.about, s.measure, s.unit.value, s.answer.value,
        s.qualifier.value if s.value is not None else "",
        _number(s.value), s.raw, s.source, s.source_kind.value,
        "yes" if s.is_quoted else "no",
        s.url, s.issued_on, s.where, s.note, s.state,
        "yes" if s.is_sample else "no",
        address(s.figure, s.release),
    )  # fmt: skip


def _gap(source: str, measure: str, year: int) -> tuple[Cell, ...]:
    known: dict[str, Cell] = {
        "year_from": year,
        "year_to": year,
        "measure": measure,
        "answer": "no figure",
    }
    known["source"] = source
    return (*(known.get(head, "") for head in STATEMENT), None, "")


def _summed(total: Total, address: Address) -> tuple[Cell, ...]:
    known: dict[str, Cell] = {
        "year_from": total.year,
        "year_to": total.year,
        "about": f"sum of {total.answered} agencies",
        "measure": total.measure,
        "unit": total.unit.value,
        "qualifier": total.qualifier.value,
        "value": _number(total.value),
        "source": total.source,
        "sample": "yes" if total.is_sample else "no",
        "passport": address(None, min(total.releases)) if len(total.releases) == 1 else "",
    }
    return tuple(known.get(head, "") for head in STATEMENT)


def _total(total: Total) -> tuple[Cell, ...]:
    return (
        total.source, total.measure, total.unit.value, total.year, _number(total.value),
        total.qualifier.value, total.with_number, total.none, total.silent, total.unclear,
        total.not_listed, total.directory,
    )  # fmt: skip


_YES_OR_NO = {True: "yes", False: "no", None: ""}


def _exactly(value: Decimal | None, is_exact: bool) -> tuple[Cell, Cell]:
    """The number, and whether it is exact; blank where there is none."""
    return _number(value), _YES_OR_NO[None if value is None else is_exact]


def _sentences(causes: Iterable) -> str:
    return " ".join(cause.sentence for cause in causes)


def _number(value: Decimal | None) -> Cell:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"
