"""A number that is the other one with two neighbouring digits swapped."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.domain.misuse_data.explanation.causes import TELLING, Cause, CauseKind
from requests_app.domain.misuse_data.statements import Statement
from requests_app.domain.misuse_data.wording import spelled


def swapped(statement: Statement, rival: Statement) -> Iterator[Cause]:
    """7,257 beside 7,275: most likely a slip of whoever copied it."""
    if statement.value is None or rival.value is None or statement.value < TELLING:
        return
    mine, theirs = f"{statement.value.normalize():f}", f"{rival.value.normalize():f}"
    places = [n for n, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b]
    if len(mine) != len(theirs) or len(places) != 2 or places[1] != places[0] + 1:
        return
    first, second = places
    if (mine[first], mine[second]) != (theirs[second], theirs[first]):
        return
    sentence = (
        f"{spelled(statement.value)} is {spelled(rival.value)} with two digits swapped: probably a"
        " slip in copying."
    )
    yield Cause(CauseKind.DIGITS_SWAPPED, sentence, statement, rival)
