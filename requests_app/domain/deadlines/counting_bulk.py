"""Many due dates at once: ordinals in, ordinals out, the published reading only.

Every day of the counted years is worked out once by `due_on`; after that a date is one look-up.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from .counting import DateOutOfRange, check_in_range, due_on
from .days_off import FIRST_DAY, LAST_DAY
from .statutes import Statute

_FIRST, _LAST = FIRST_DAY.toordinal(), LAST_DAY.toordinal()


def due_ordinals(
    received: Sequence[int],
    *,
    law: str | Statute = "cpra",
    extension_days: int = 0,
    closures: frozenset[date] = frozenset(),
) -> list[int]:
    """The due dates of many receipts, both as proleptic Gregorian ordinals (`date.toordinal`).

    Same order, same length; equal to `due_on` of each. Raises as `due_on`, for the first ordinal
    out of range too; then nothing is returned.
    """
    table = _table(law, extension_days, closures)
    if received and not (min(received) >= _FIRST and max(received) <= _LAST):
        _refuse(received)
    return list(map(table.__getitem__, received))


def _refuse(received: Sequence[int]) -> None:
    """Raises DateOutOfRange for the first ordinal that cannot be counted."""
    wrong = next(ordinal for ordinal in received if not _FIRST <= ordinal <= _LAST)
    if date.min.toordinal() <= wrong <= date.max.toordinal():
        check_in_range(date.fromordinal(wrong))
    raise DateOutOfRange(f"{wrong} is the ordinal of no date that can be counted.")


def _worked_out(law: str | Statute, extension_days: int, closures: frozenset[date]) -> list[int]:
    """Due ordinals by the ordinal of receipt itself; what lies before the counted years is 0."""
    counted = (
        due_on(date.fromordinal(day), law=law, extension_days=extension_days, closures=closures)
        for day in range(_FIRST, _LAST + 1)
    )
    return [0] * _FIRST + [day.toordinal() for day in counted]


# Not a decorator: mutmut passes over decorated functions.
_table = lru_cache(maxsize=16)(_worked_out)
