"""In whose hands a request was on which days: the agency's, ours, or nobody's.

From receipt the agency holds it; a question hands it to us, our answer to the last open one hands
it back; a full release or a closing puts it down, a reopening hands it to the agency again. The
spans lie end to end: the day on which it changes hands is counted once, for who gives it away.
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
class Span:
    """holder: AGENCY, US or NOBODY, from `start` until `end`. because: the fact that put it there;
    None for the receipt."""

    holder: str
    start: date
    end: date
    because: Fact | None = None

    @property
    def days(self) -> int:
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class Hands:
    """with_agency, with_us: whole days. waiting: spans with us, first day in, last day out.
    waiting_since: since when the oldest question that is open waits. spans: every span since
    receipt, end to end."""

    with_agency: int
    with_us: int
    waiting: tuple[tuple[date, date], ...]
    waiting_since: date | None
    closed_on: date | None
    spans: tuple[Span, ...] = ()


def in_whose_hands(happened: Iterable[Fact], received_on: date | None, on: date) -> Hands:
    """Follows the facts, oldest first, up to the day `on`. Days before receipt count for nobody."""
    holder, since = AGENCY, received_on
    because: Fact | None = None
    closed_on: date | None = None
    spans: list[Span] = []
    open_since: dict[str, date] = {}  # by question
    for fact in happened:
        if fact.kind is FactKind.CLOSED:
            closed_on = fact.on
        elif fact.kind is FactKind.REOPENED:
            closed_on = None
        elif closed_on is not None:
            continue  # what comes in after closing does not put it back into anyone's hands
        day = max(fact.on, received_on) if received_on else fact.on
        if fact.kind is FactKind.ASKED_OF_US:
            open_since.setdefault(fact.question, day)
        elif fact.kind is FactKind.ANSWERED_BY_US:
            open_since.pop(fact.question, None)
            if open_since:
                continue  # something else that they asked still waits for us
        follower = HANDOVERS.get((holder, fact.kind))
        if follower == NOBODY:
            open_since.clear()
        if follower is not None:
            if since is not None:
                spans.append(Span(holder, since, day, because))
            holder, since, because = follower, day, fact
    waiting_since = min(open_since.values(), default=None)
    if since is not None and since <= on:
        spans.append(Span(holder, since, on, because))
    counted = tuple(spans) if received_on is not None else ()
    return Hands(
        with_agency=sum(span.days for span in counted if span.holder == AGENCY),
        with_us=sum(span.days for span in counted if span.holder == US),
        waiting=tuple((span.start, span.end) for span in counted if span.holder == US),
        waiting_since=waiting_since,
        closed_on=closed_on,
        spans=counted,
    )
