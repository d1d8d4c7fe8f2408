"""A statewide number that lacks exactly what one agency states."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.domain.misuse_data.explanation.causes import TELLING, Cause, CauseKind
from requests_app.domain.misuse_data.explanation.pool import Pool
from requests_app.domain.misuse_data.statements import Statement
from requests_app.domain.misuse_data.wording import spelled


def one_left_out(statement: Statement, rival: Statement, pool: Pool) -> Iterator[Cause]:
    """`statement` is the lower of two: with the agency it would be the other."""
    if statement.value is None or rival.value is None or not statement.is_statewide:
        return
    gap = rival.value - statement.value
    if gap < TELLING:
        return
    for candidate in pool.beside(statement, gap):
        if not candidate.is_statewide:
            sentence = (
                f"{spelled(statement.value)} is {spelled(gap)} less than"
                f" {spelled(rival.value)}: exactly the figure of {candidate.about},"
                " which was probably left out."
            )
            yield Cause(CauseKind.ONE_BODY_LEFT_OUT, sentence, statement, candidate)
            return
