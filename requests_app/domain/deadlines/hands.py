"""In whose hands a request was on which days: the agency's, ours, or nobody's.

From receipt the agency holds it; a question hands it to us, our answer hands it back; a full
release or a closing puts it down, a reopening hands it to the agency again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .facts import Fact, FactKind

AGENCY, US, NOBODY = "agency", "us", "nobody"

# (who holds it, what happens) -> who holds it then; what is missing changes nothing.
HANDOVERS = {
    (AGENCY, FactKind.ASKED_OF_US): US,
    (NOBODY, FactKind.ASKED_OF_US): US,
    (US, FactKind.ANSWERED_BY_US): AGENCY,
    (AGENCY, FactKind.FULL_RELEASE): NOBODY,
    (US, FactKind.FULL_RELEASE): NOBODY,
    (AGENCY, FactKind.CLOSED): NOBODY,
    (US, FactKind.CLOSED): NOBODY,
    (NOBODY, FactKind.REOPENED): AGENCY,
}


@dataclass(frozen=True, slots=True)
class Hands:
    """with_agency, with_us: whole days. waiting: spans with us, first day in, last day out."""

    with_agency: int
    with_us: int
    waiting: tuple[tuple[date, date], ...]
    waiting_since: date | None
    closed_on: date | None


def in_whose_hands(happened: Iterable[Fact], received_on: date | None, on: date) -> Hands:
    """Follows the facts, oldest first, up to the day `on`. Days before receipt count for nobody."""
    holder, since = AGENCY, received_on
    closed_on: date | None = None
    spans: list[tuple[str, date, date]] = []
    for fact in happened:
        if fact.kind is FactKind.CLOSED:
            closed_on = fact.on
        elif fact.kind is FactKind.REOPENED:
            closed_on = None
        elif closed_on is not None:
            continue  # what comes in after closing does not put it back into anyone's hands
        follower = HANDOVERS.get((holder, fact.kind))
        if follower is not None:
            day = max(fact.on, received_on) if received_on else fact.on
            if since is not None:
                spans.append((holder, since, day))
            holder, since = follower, day
    waiting_since = since if holder == US else None
    if since is not None and since <= on:
        spans.append((holder, since, on))
    counted = spans if received_on is not None else []
    return Hands(
        with_agency=sum((end - start).days for who, start, end in counted if who == AGENCY),
        with_us=sum((end - start).days for who, start, end in counted if who == US),
        waiting=tuple((start, end) for who, start, end in counted if who == US),
        waiting_since=waiting_since,
        closed_on=closed_on,
    )
