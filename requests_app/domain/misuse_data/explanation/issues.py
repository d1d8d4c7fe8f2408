"""One source that stated two numbers: the later issue is the one that stands."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.domain.misuse_data.explanation.causes import Cause, CauseKind
from requests_app.domain.misuse_data.explanation.pool import Pool
from requests_app.domain.misuse_data.statements import Statement


def earlier_issue(statement: Statement, rival: Statement, pool: Pool) -> Iterator[Cause]:
    """`statement` is of an earlier day than its own source's `rival`."""
    then, now = statement.issued_on, rival.issued_on
    if statement.source != rival.source or then is None or now is None or then >= now:
        return
    yield Cause(
        CauseKind.OTHER_ISSUE,
        f"{statement.source} stated {statement.stated} as of {then:%-d %B %Y} and"
        f" {rival.stated} as of {now:%-d %B %Y}: the later issue replaces the earlier.",
        statement,
        rival,
    )
