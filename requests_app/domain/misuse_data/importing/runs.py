"""Going through a returned file once: what it says, what is wrong with it, what it would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from requests_app.domain.misuse_data.checks import CHECKS, Check, Told
from requests_app.domain.misuse_data.checks.judge import Judge
from requests_app.domain.misuse_data.checks.problem import RowProblem, Severity
from requests_app.domain.misuse_data.importing.changes import Changes
from requests_app.domain.misuse_data.importing.problems import Problems
from requests_app.domain.misuse_data.importing.totals import Total, Totals
from requests_app.domain.misuse_data.importing.unmatched import Unmatched
from requests_app.domain.misuse_data.reading.dated import names_its_years
from requests_app.domain.misuse_data.reading.proposals import Reader
from requests_app.domain.misuse_data.reading.proposed import Place, Proposed
from requests_app.domain.misuse_data.reading.recognition import FoundSheet
from requests_app.domain.sheets.tables import LeftOut, Row

FIRST = 20  # figures that are kept to be shown
LEFT_OUT_KEPT = 200  # rows of each sheet

Sink = Callable[[Proposed], None]


@dataclass
class SheetSaid:
    """What one sheet gave: rows read, figures, and the rows left out with why."""

    found: FoundSheet
    rows: int = 0
    figures: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    left_out_counts: Counter[str] = field(default_factory=Counter)

    def leave_out(self, row: LeftOut) -> None:
        self.left_out_counts[row.why] += 1
        if self.left_out_counts[row.why] <= LEFT_OUT_KEPT:
            self.left_out.append(row)

    @property
    def left_out_count(self) -> int:
        return self.left_out_counts.total()

    def as_json(self) -> dict[str, Any]:
        """How it is kept beside the file that was read."""
        found = self.found
        return {
            "name": found.name,
            "part": str(found.sheet.part or ""),
            "is_hidden": found.sheet.is_hidden,
            "is_taken": found.is_taken,
            "why_not": found.why_not,
            "header_row": found.header_row,
            "mapping": dict(found.mapping) if found.is_taken else {},
            "notes": list(found.notes),
            "marks": found.marks.as_json(),
            "rows": self.rows,
            "figures": self.figures,
            "left_out": [[row.place, row.why] for row in self.left_out],
            "left_out_count": self.left_out_count,
        }


@dataclass
class Preview:
    """What an import would do. Any error blocks it."""

    sheets: list[SheetSaid]
    problems: Problems = field(default_factory=Problems)
    unmatched: Unmatched = field(default_factory=Unmatched)
    totals: list[Total] = field(default_factory=list)
    first: list[Proposed] = field(default_factory=list)
    figures: int = 0
    changes: Changes | None = None

    @property
    def errors(self) -> list[RowProblem]:
        return self.problems.of(Severity.ERROR)

    @property
    def warnings(self) -> list[RowProblem]:
        return self.problems.of(Severity.WARNING)

    @property
    def error_count(self) -> int:
        return self.problems.count(Severity.ERROR)

    @property
    def warning_count(self) -> int:
        return self.problems.count(Severity.WARNING)

    @property
    def rows(self) -> int:
        return sum(sheet.rows for sheet in self.sheets)


def go_through(
    found: Sequence[FoundSheet],
    reader: Reader,
    told: Told,
    *,
    changes: Changes | None = None,
    sink: Sink | None = None,
    watch: Sink | None = None,
    kept: int | None = None,
) -> Preview:
    """Reads every taken sheet to its end. `sink` gets each figure as it comes, until the first
    error: the caller takes back what it made of a file that turns out to have one. `watch` gets
    every one.

    `changes`: what is compared with the last release, None where there is none. `kept`: problems
    of each rule. Raises `FileRefused` for a row that cannot be read.
    """
    preview = Preview([SheetSaid(one) for one in found], changes=changes)
    if kept is not None:
        preview.problems.kept = kept
    checks = [check(told) for check in CHECKS]
    totals, problems = Totals(), preview.problems
    for check in checks:
        problems.add_all(check.at_start())
    fed: list[Sink] = [totals.add, preview.unmatched.see, *([changes.see] if changes else [])]
    fed += [watch] if watch else []
    for said in preview.sheets:
        if said.found.is_taken:
            _go_through_sheet(said, reader, checks, preview, fed, sink)
    for check in checks:
        problems.add_all(check.at_end())
    preview.totals = totals.all()
    return preview


def _go_through_sheet(
    said: SheetSaid,
    reader: Reader,
    checks: Sequence[Check],
    preview: Preview,
    fed: Sequence[Callable[[Proposed], None]],
    sink: Sink | None,
) -> None:
    found, problems = said.found, preview.problems
    place = Place(
        found.sheet.number,
        found.sheet.tab,
        found.columns,
        titles=found.titles,
        has_pages=bool(found.sheet.places),
        left=found.sheet.left,
        legend=found.legend,
    )
    columns = found.positions()
    has_years = names_its_years(place, columns)
    for check in checks:
        if problem := check.table(place, has_years=has_years):
            problems.add(problem)

    def left_out(row: LeftOut) -> None:
        said.leave_out(row)
        for check in hearing:
            if problem := check.left_out(row, place):
                problems.add(problem)

    def counted(entries: Iterable[Row | LeftOut]) -> Iterable[Row | LeftOut]:
        number = 0
        for number, entry in enumerate(entries, start=1):  # noqa: B007 (told after the loop)
            yield entry
        said.rows = number - said.left_out_count

    hearing = [check for check in checks if type(check).left_out is not Check.left_out]
    judge = Judge(checks)
    first, figures = preview.first, 0
    for figure in reader.figures(
        counted(found.sheet.begin().entries()), place, columns, left_out=left_out
    ):
        wrong, is_taken = judge.problems(figure)
        for problem in wrong:
            problems.add(problem)
        if not is_taken:
            continue
        figures += 1
        for feed in fed:
            feed(figure)
        # What a check refuses is never written, and nothing after it.
        if sink is not None and not problems.has_errors:
            sink(figure)
        if len(first) < FIRST:
            first.append(figure)
    said.figures = figures
    preview.figures += figures
