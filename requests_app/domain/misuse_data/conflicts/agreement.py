"""Whether two statements about the same thing can both be true."""

from __future__ import annotations

from decimal import Decimal

from requests_app.domain.misuse_data.statements import Statement
from requests_app.domain.misuse_data.vocabulary import Answer, Qualifier

# "About 40" may stand for anything that one would call so: half its last figure, or a twentieth.
ABOUT_SHARE = Decimal("0.05")
_NO_STATEMENT = {Answer.UNREADABLE, Answer.WITHHELD}


class NotComparable(Exception):
    """The two count different things, or speak of different periods or bodies."""


def refuse_unlike(one: Statement, other: Statement) -> None:
    """Raises `NotComparable`, with the reason, unless both speak of the same thing."""
    for what, is_same, mine, theirs in (
        ("measures", one.measure_key == other.measure_key, one.measure, other.measure),
        ("units", one.unit == other.unit, one.unit.label, other.unit.label),
        ("periods", one.period == other.period, one.period, other.period),
        ("bodies", one.subject == other.subject, one.about, other.about),
    ):
        if not is_same:
            raise NotComparable(
                f"“{mine}” and “{theirs}” are different {what}: they are neither compared, nor"
                " added, nor ranked together."
            )


def difference(one: Statement, other: Statement) -> Decimal | None:
    """`one` less `other`; None when either states no number. Raises `NotComparable`."""
    refuse_unlike(one, other)
    if one.value is None or other.value is None:
        return None
    return one.value - other.value


def agree(one: Statement, other: Statement) -> bool:
    """Whether both can be true. A silence that explains itself contradicts nobody.

    "None" and 0 say the same; "did not report" contradicts a reported number.
    Raises `NotComparable`.
    """
    refuse_unlike(one, other)
    answers = {one.answer, other.answer}
    if answers & _NO_STATEMENT or one.answer == other.answer == Answer.DID_NOT_REPORT:
        return True
    if Answer.DID_NOT_REPORT in answers:
        return False
    low, high = _range(one)
    other_low, other_high = _range(other)
    return max(low, other_low) <= min(high, other_high)


def is_its_number(printed: Statement, stated: Statement) -> bool:
    """Whether what was printed is what is stated, of which a person said that it was taken from
    there. A sum of ours leaves room above it where agencies are missing; whoever printed it printed
    what it came to. Raises `NotComparable`.
    """
    if not agree(printed, stated):
        return False
    if not stated.is_our_sum or stated.value is None:
        return True
    low, high = _range(printed)
    return low <= stated.value <= high


def _range(statement: Statement) -> tuple[Decimal, Decimal]:
    """Least and greatest number that the statement leaves open."""
    value = statement.value or Decimal(0)  # listed as none
    if statement.qualifier == Qualifier.AT_LEAST:
        return value, Decimal("Infinity")
    if statement.qualifier == Qualifier.MORE_THAN:
        return value + Decimal("0.01"), Decimal("Infinity")
    if statement.qualifier == Qualifier.ABOUT:
        slack = max(last_figure(value) / 2, value * ABOUT_SHARE)
        return value - slack, value + slack
    return value, value


def last_figure(value: Decimal) -> Decimal:
    """The worth of the last figure that is not a trailing zero: 40 -> 10, 7300 -> 100, 17 -> 1."""
    if value == 0 or value % 1:
        return Decimal(1)
    worth = Decimal(1)
    while value % (worth * 10) == 0:
        worth *= 10
    return worth
