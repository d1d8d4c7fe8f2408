"""The search: every rule asked about every statement of a pair."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from requests_app.domain.misuse_data.explanation.causes import Cause, likeliest
from requests_app.domain.misuse_data.explanation.digits import swapped
from requests_app.domain.misuse_data.explanation.elsewhere import found_elsewhere
from requests_app.domain.misuse_data.explanation.issues import earlier_issue
from requests_app.domain.misuse_data.explanation.one_body import one_left_out
from requests_app.domain.misuse_data.explanation.pool import Pool
from requests_app.domain.misuse_data.explanation.rounding import rounded
from requests_app.domain.misuse_data.explanation.several_years import several_years
from requests_app.domain.misuse_data.statements import Statement

Rule = Callable[[Statement, Statement, Pool], Iterator[Cause]]
# Each is asked whether it explains the first statement beside the second, its rival.
RULES: tuple[Rule, ...] = (
    earlier_issue,
    found_elsewhere,
    several_years,
    one_left_out,
    rounded,
)


def likely_causes(one: Statement, other: Statement, pool: Pool) -> list[Cause]:
    """What may explain that `one` and `other` differ, the likelier first; none when nothing is
    found. Both speak of the same thing.
    """
    if one.value is not None and one.value == other.value:
        return []
    # The lighter of two statements is the likelier to be mistaken: callers give it as `other`.
    pairs = ((other, one), (one, other))
    found = [cause for rule in RULES for mine, rival in pairs for cause in rule(mine, rival, pool)]
    return likeliest([*found, *swapped(other, one)])


def taken_from_elsewhere(statement: Statement, pool: Pool) -> list[Cause]:
    """Where else this number is stated: one cause of each kind, the closest candidate."""
    return list(found_elsewhere(statement, None, pool))
