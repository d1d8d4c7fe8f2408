"""A year's number that is the sum of several years that follow each other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from requests_app.domain.misuse_data.explanation.causes import TELLING, Cause, CauseKind
from requests_app.domain.misuse_data.explanation.pool import Pool
from requests_app.domain.misuse_data.statements import Statement
from requests_app.domain.misuse_data.wording import spelled


def several_years(statement: Statement, rival: Statement, pool: Pool) -> Iterator[Cause]:
    """At most one cause: the run of one source's years that has the statement's own, else any."""
    if statement.value is None or statement.value < TELLING or not statement.is_single_year:
        return
    runs = [
        run
        for years in pool.years_of(statement).values()
        for run in _runs_of(years, statement.value)
    ]
    own = statement.year_to
    runs.sort(key=lambda run: (not run[0].year_to <= own <= run[-1].year_to, len(run)))
    for run in runs[:1]:
        first, last = run[0], run[-1]
        yield Cause(
            CauseKind.SEVERAL_YEARS,
            f"{spelled(statement.value)} is what {first.source} states of {first.measure} for"
            f" {first.year_to}–{last.year_to}, added: probably several years' number, printed for"
            f" {statement.period}.",
            statement,
            first,
        )


def _runs_of(years: dict[int, Statement], wanted: Decimal) -> Iterator[list[Statement]]:
    """Runs of two years or more, without a gap, that add up to `wanted`."""
    for start in sorted(years):
        run, total = [years[start]], years[start].value or Decimal(0)
        while (after := years.get(run[-1].year_to + 1)) and total < wanted:
            run.append(after)
            total += after.value or Decimal(0)
            # Years with nothing add nothing: such a run says no more than one year does.
            if total == wanted and sum(bool(one.value) for one in run) > 1:
                yield list(run)
