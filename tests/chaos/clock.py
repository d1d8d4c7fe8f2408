"""A day that goes by quicker than ours, for processes that are told when it began and how fast.

Nothing of the product is made shorter: a claim lasts its ten minutes and a sweep its fifty
seconds, by this clock.
"""

import os
import time
from datetime import datetime, timedelta

BEGAN, BEGINS_AT, SPEED = "CHAOS_BEGAN", "CHAOS_BEGINS_AT", "CHAOS_SPEED"


def told(*, begins_at: datetime, speed: float) -> dict[str, str]:
    """What to put into the environment of the processes: it is `begins_at` now."""
    return {BEGAN: str(time.time()), BEGINS_AT: begins_at.isoformat(), SPEED: str(speed)}


def speed() -> float:
    """How many of its seconds go by in one of ours."""
    return float(os.environ[SPEED])


def now() -> datetime:
    """The moment by this clock."""
    passed = time.time() - float(os.environ[BEGAN])
    return datetime.fromisoformat(os.environ[BEGINS_AT]) + timedelta(seconds=passed * speed())
