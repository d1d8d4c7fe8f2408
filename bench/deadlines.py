"""How fast a statutory date is, against floors measured in the same run.

`lines()` gives (what, measured, limit): a ratio to its floor, but for the working-out, which is
held to microseconds.
"""

import math
import random
import time
from collections.abc import Callable
from datetime import date, timedelta

from requests_app.domain.deadlines.counting import due_date, due_on
from requests_app.domain.deadlines.counting_bulk import due_ordinals
from requests_app.domain.deadlines.days_off import FIRST_DAY, LAST_DAY
from requests_app.domain.deadlines.holidays import judicial

Line = tuple[str, float, float]

# Short rounds, many of them: the fastest is then free of what else the machine does.
DAYS = [date(2025, 7, 1) + timedelta(days=i) for i in range(400)]
HOLIDAYS = frozenset(day for year in range(1990, 2102) for day in judicial(year))
TEN, ONE = timedelta(days=10), timedelta(days=1)
MILLION = 1_000_000
EPOCH = date(1970, 1, 1).toordinal()


def plain_loop(received_on: date) -> date:
    """The floor: the least that a right answer could cost in plain Python."""
    day = received_on + TEN
    while day.weekday() >= 5 or day in HOLIDAYS:
        day += ONE
    return day


def seconds(work: Callable[[], object], rounds: int = 40) -> float:
    """The fastest of some rounds; the first is not counted."""
    work()
    best = math.inf
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def lines() -> list[Line]:
    """One date, one date with its working-out, a million dates."""
    floor = seconds(lambda: [plain_loop(day) for day in DAYS])
    alone = seconds(lambda: [due_on(day) for day in DAYS])
    explained = seconds(lambda: [due_date(day) for day in DAYS])
    extended = seconds(lambda: [due_date(day, extension_days=14) for day in DAYS])
    return [
        ("one due date / plain loop", alone / floor, 5.0),
        ("one with its working-out, µs", explained / len(DAYS) * 1e6, 50.0),
        ("one extended, with its working-out, µs", extended / len(DAYS) * 1e6, 50.0),
        ("a million due dates / numpy.busday_offset", bulk_ratio(), 3.0),
    ]


def bulk_ratio() -> float:
    """The bulk function against numpy on ready arrays; not a number, and so a miss, without it."""
    try:
        import numpy as np
    except ImportError:
        return math.nan
    chance = random.Random(10)
    received = [chance.randint(FIRST_DAY.toordinal(), LAST_DAY.toordinal()) for _ in range(MILLION)]
    ready = (np.array(received) - EPOCH).astype("datetime64[D]") + 10
    calendar = np.busdaycalendar(holidays=np.array(sorted(HOLIDAYS), dtype="datetime64[D]"))
    floor = seconds(lambda: np.busday_offset(ready, 0, roll="forward", busdaycal=calendar), 3)
    return seconds(lambda: due_ordinals(received), 3) / floor


if __name__ == "__main__":
    for what, measured, limit in lines():
        print(f"{what:45} {measured:8.2f}  limit {limit:g}")
