"""How long an answer took, and whether it came in time: by the statute, and with our days left out.

The statute counts from receipt to the determination and knows no pause: what the requester does
moves no date. The days on which the agency waited for us are counted all the same, and *in time
without our days* says what becomes of the verdict if somebody takes them out of the count. It is
our courtesy towards the agency, not a reading of the law, and never shown alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """One answered request. days: calendar days from receipt to the determination, both the
    first; days_with_us: those of them on which the agency waited for us. due_on: the statute's
    date, None where there is none."""

    received_on: date
    determined_on: date
    due_on: date | None
    days_with_us: int

    @property
    def days(self) -> int:
        return (self.determined_on - self.received_on).days

    @property
    def days_without_ours(self) -> int:
        return self.days - self.days_with_us

    @property
    def in_time(self) -> bool:
        """Determined on or before the statute's date."""
        return self.due_on is not None and self.determined_on <= self.due_on

    @property
    def in_time_without_ours(self) -> bool:
        """Its days without ours are no more than the statute's date leaves: whoever is in time is
        so here too."""
        if self.due_on is None:
            return False
        return self.days_without_ours <= (self.due_on - self.received_on).days


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """Of many: answered counts those with a receipt and a determination, with_date those of them
    that a statutory date binds, of which the two counts of in time are a part. The medians, in
    days, are over all answered; None without one."""

    answered: int
    with_date: int
    in_time: int
    in_time_without_ours: int
    waited_for_us: int
    median_days: float | None
    median_days_without_ours: float | None


def summed_up(times: Iterable[AnswerTime]) -> AnswerTimes:
    every = list(times)
    return AnswerTimes(
        answered=len(every),
        with_date=sum(one.due_on is not None for one in every),
        in_time=sum(one.in_time for one in every),
        in_time_without_ours=sum(one.in_time_without_ours for one in every),
        waited_for_us=sum(one.days_with_us > 0 for one in every),
        median_days=_median([one.days for one in every]),
        median_days_without_ours=_median([one.days_without_ours for one in every]),
    )


def _median(days: Sequence[int]) -> float | None:
    return median(days) if days else None
