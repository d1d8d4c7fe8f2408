"""A number that is the other one, rounded."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP

from requests_app.domain.misuse_data.conflicts.agreement import last_figure
from requests_app.domain.misuse_data.explanation.causes import TELLING, Cause, CauseKind
from requests_app.domain.misuse_data.explanation.pool import Pool
from requests_app.domain.misuse_data.statements import Statement
from requests_app.domain.misuse_data.wording import spelled


def rounded(statement: Statement, rival: Statement, pool: Pool) -> Iterator[Cause]:
    """`statement` is `rival` to the nearest ten, hundred …, or the next one up ("nearly 40") or
    down ("over 7,200")."""
    if statement.value is None or rival.value is None or statement.value < TELLING:
        return
    worth, away = last_figure(statement.value), statement.value - rival.value
    if worth == 1 or not away or abs(away) >= worth:
        return
    nearest = (rival.value / worth).to_integral_value(ROUND_HALF_UP) * worth
    how = "to" if nearest == statement.value else ("up to" if away > 0 else "down to")
    sentence = (
        f"{spelled(statement.value)} is {spelled(rival.value)} rounded {how} {spelled(worth)}s."
    )
    yield Cause(CauseKind.ROUNDED, sentence, statement, rival)
