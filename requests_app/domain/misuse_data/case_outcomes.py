"""Which outcomes are added to each other: what an employer did, of which a case has one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

# One source counts them together, another apart: whoever does both has the same cases in both.
TOGETHER, APART = "resigned-or-terminated", ("resigned", "terminated")
# What a court did (charges, convictions, "misdemeanor", "felony") may come on top of one of these
# in the same case: it is told beside their sum and never added to it.
ONE_TO_A_CASE = frozenset(
    {
        *("no-action", "counseled", "trained", "reprimanded", "suspended", "other"),
        *(TOGETHER, *APART),
    }
)


def added(counts: Mapping[str, Decimal]) -> Decimal:
    """The sum of outcomes by the key of their measure; what is not of `ONE_TO_A_CASE` is left."""
    apart = sum((counts.get(key, Decimal(0)) for key in APART), Decimal(0))
    rest = ONE_TO_A_CASE.difference((TOGETHER, *APART))
    plain = sum((count for key, count in counts.items() if key in rest), Decimal(0))
    return plain + max(apart, counts.get(TOGETHER, Decimal(0)))
