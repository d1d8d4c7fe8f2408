"""A number that stands elsewhere under another label was most likely taken over without it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from requests_app.domain.misuse_data.explanation.causes import (
    TELLING,
    TELLING_OF_BODIES,
    Cause,
    CauseKind,
)
from requests_app.domain.misuse_data.explanation.pool import Pool
from requests_app.domain.misuse_data.statements import Statement
from requests_app.domain.misuse_data.vocabulary import ReleaseState, Unit
from requests_app.domain.misuse_data.wording import spelled


def found_elsewhere(statement: Statement, rival: Statement | None, pool: Pool) -> Iterator[Cause]:
    """One cause of each kind, the closest candidate."""
    if statement.value is None or abs(statement.value) < TELLING:
        return
    told: set[CauseKind] = set()
    for candidate in sorted(pool.like(statement), key=lambda c: _distance(statement, c)):
        kind = _how_else(statement, candidate, rival)
        if kind and kind not in told:
            told.add(kind)
            yield Cause(kind, _sentence(kind, statement, candidate), statement, candidate)


def _how_else(
    statement: Statement, candidate: Statement, rival: Statement | None
) -> CauseKind | None:
    """In which one respect the candidate differs; None when in none or in several."""
    # A measure counts in its own unit: where the measure differs, the unit tells nothing more.
    is_percent = (statement.unit == Unit.PERCENT) != (candidate.unit == Unit.PERCENT)
    same_measure = statement.measure_key == candidate.measure_key
    differs = {
        CauseKind.OTHER_PERIOD: statement.period != candidate.period,
        CauseKind.OTHER_MEASURE: not same_measure,
        CauseKind.OTHER_UNIT: statement.unit != candidate.unit and (same_measure or is_percent),
        CauseKind.OTHER_BODY: statement.subject != candidate.subject,
    }
    respects = [kind for kind, does in differs.items() if does]
    if (
        respects == [CauseKind.OTHER_BODY]
        and abs(statement.value or Decimal(0)) < TELLING_OF_BODIES
    ):
        return None
    if len(respects) == 1:
        return respects[0]
    if not respects and _is_earlier_issue(statement, candidate, rival):
        return CauseKind.OTHER_ISSUE
    return None


def _is_earlier_issue(statement: Statement, candidate: Statement, rival: Statement | None) -> bool:
    if candidate.state == ReleaseState.SUPERSEDED != statement.state:
        return True
    if rival is None or candidate.source != rival.source or statement.source == rival.source:
        return False
    then, now = candidate.issued_on, rival.issued_on
    return then is not None and now is not None and then < now


def _distance(statement: Statement, candidate: Statement) -> tuple:
    """A period that contains the statement's own is the likeliest mistake, then a near one."""
    contains = candidate.year_from <= statement.year_from and candidate.year_to >= statement.year_to
    apart = abs(candidate.year_to - statement.year_to) + abs(
        candidate.year_from - statement.year_from
    )
    return (not contains, candidate.source == statement.source, apart)


def _sentence(kind: CauseKind, statement: Statement, found: Statement) -> str:
    number = spelled(statement.value or Decimal(0))
    if kind == CauseKind.OTHER_PERIOD:
        what = "total" if not found.is_single_year else "figure"
        return (
            f"{number} equals the {found.period} {what} of {found.measure} stated by"
            f" {found.source}: probably that period's number, printed for {statement.period}."
        )
    if kind == CauseKind.OTHER_MEASURE:
        return (
            f"{number} is stated as {found.measure} by {found.source} and as"
            f" {statement.measure} by {statement.source}: one of them probably has the wrong word."
        )
    if kind == CauseKind.OTHER_UNIT:
        return (
            f"{found.source} states {number} of {found.measure} in {found.unit.label}, not in"
            f" {statement.unit.label}: probably that number without its unit."
        )
    if kind == CauseKind.OTHER_BODY:
        return (
            f"{number} is what {found.source} states about {found.about}: probably taken for"
            f" {statement.about}."
        )
    if found.state == ReleaseState.SUPERSEDED:
        return (
            f"{number} stood in “{found.release_title}”, which has been superseded since: probably"
            " taken from that earlier issue."
        )
    return (
        f"{number} stands in “{found.release_title}” of {found.issued_on:%-d %B %Y}, and its source"
        " has stated another number since: probably taken from that earlier issue."
    )
