"""A schedule for the tests: the rooms take any, the product's own is the wiring's."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.builders import NOW

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    name: str
    task: str
    every: timedelta = MINUTE
    queue: str = "celery"
    when: str = ""

    def next_after(self, moment: datetime) -> datetime:
        return moment + self.every


@dataclass(frozen=True)
class Limits:
    may_wait: timedelta = 5 * MINUTE
    may_take: timedelta = 4 * MINUTE
    up_since: datetime = NOW - timedelta(days=30)


@dataclass(frozen=True)
class Broker:
    waiting: dict[str, int] | None
    trouble: str = ""


SWEEP = Entry("send reminders", "tasks.sweep")
NIGHTLY = Entry("check dates", "tasks.check", every=24 * HOUR)
DATES = Entry("move dates", "tasks.move", every=timedelta(seconds=10), queue="dates")
LIMITS = Limits()
