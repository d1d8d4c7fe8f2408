"""Which reminders are due, which are not, and why: facts and a day in, nothing else. Pure.

What is asked is "due at or before now", never "due exactly now": a night that was missed is caught
by the next one.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.reminders.facts import Facts
from requests_app.domain.reminders.kinds import KindRule, ReminderKind
from requests_app.domain.request_log.dates import shown

LATER_SAYS_MORE = "A later reminder says more."


class Considered(NamedTuple):
    """One kind of reminder on one day.

    speaks_of: the date it is about. why_not: "" when it is due, else the reason. first_on: the
    day from which it is due; None where there will be none as things stand. next_on: the next day
    on which it has to be considered again if nothing else happens; None: not before something does.
    good_until: the last day on which it is due; None: until it is sent.
    """

    kind: ReminderKind
    speaks_of: date
    why_not: str
    first_on: date
    next_on: date | None = None
    good_until: date | None = None

    @property
    def is_due(self) -> bool:
        return not self.why_not


def consider(
    kind: ReminderKind, rule: KindRule, facts: Facts, *, on: date, days: int
) -> Considered | None:
    """One kind on the day `on`; None where the facts have no date for it to speak of. `days`: its
    offset as its recipient wishes it."""
    base = getattr(facts, rule.speaks_of)
    if base is None:
        return None
    speaks_of, first, next_on = base, days_after(base, -days if rule.before else days), None
    if rule.comes_back:
        # Of the times that were missed only the last one counts.
        every = max(1, days)
        times = max(1, (on - base).days // every)
        speaks_of = first = days_after(base, times * every)
        next_on = days_after(first, every) if first <= on else first
    elif on < first:
        next_on = first
    good_until = None
    if rule.until is not None:
        last = getattr(facts, rule.until.fact)
        good_until = days_after(last, rule.until.days) if last else None
    why_not = ""
    for holds in rule.conditions:
        if why_not := holds(facts):
            # Whatever makes the condition hold is a change, and a change is looked at.
            return Considered(kind, speaks_of, why_not, first, None, good_until)
    if on < first:
        why_not = f"It comes on {shown(first)}."
    elif good_until is not None and on > good_until:
        why_not = LATER_SAYS_MORE
    elif rule.until is None and facts.reminded_from and first <= facts.reminded_from:
        why_not = f"It was past when the request was entered, on {shown(facts.reminded_from)}."
    return Considered(kind, speaks_of, why_not, first, next_on, good_until)


def look_next(considered: Iterable[Considered]) -> date | None:
    """The next day on which something may become due if nothing happens; None: no such day."""
    return min((one.next_on for one in considered if one.next_on), default=None)
