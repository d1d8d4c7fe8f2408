"""Timing in alternating rounds, so that what else the machine does falls on all alike."""

import gc
import random
import re
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SIZES = SMALL, LARGE = 10_000, 1_000_000  # requests
WARM_UP = 3  # rounds that are not counted: caches, prepared plans, imports


class Broken(Exception):
    """What was to be measured did not do its work; a time for it would mean nothing."""


@dataclass
class Subject:
    """One thing to measure. work: does it once, and raises `Broken` when it went wrong."""

    name: str
    size: int
    work: Callable[[], object]
    before: Callable[[], None]
    seconds: list[float] = field(default_factory=list)

    def once(self) -> float:
        self.before()
        start = time.perf_counter()
        self.work()
        return time.perf_counter() - start

    @property
    def p50(self) -> float:
        """The median, in milliseconds."""
        return statistics.median(self.seconds) * 1000

    @property
    def p95(self) -> float:
        """The time that 95 of 100 stay within, in milliseconds."""
        return statistics.quantiles(self.seconds, n=20, method="inclusive")[-1] * 1000


def peak_megabytes() -> float:
    """The most memory that this process had at once since it began, or since `forget_peak`.

    (`ru_maxrss` would be at least what the process that started it had.)
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


def forget_peak() -> None:
    """What is had now counts as the most so far (proc(5), clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def in_rounds(subjects: Sequence[Subject], rounds: int, seed: int = 10) -> None:
    """Measures every subject once a round, each round in another order."""
    order = list(subjects)
    chance = random.Random(seed)
    for number in range(WARM_UP + rounds):
        chance.shuffle(order)
        gc.collect()  # what one left behind is not swept up on the next one's time
        for subject in order:
            spent = subject.once()
            if number >= WARM_UP:
                subject.seconds.append(spent)


def queries_of(work: Callable[[], object]) -> list[str]:
    """The SQL that `work` sends, in order."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        work()
    return [query["sql"] for query in captured.captured_queries]


def unbounded_counts(queries: Sequence[str], table: str) -> list[str]:
    """Those that count rows of `table` without a LIMIT inside: they read the whole of it."""
    counts = [sql for sql in queries if re.search(r"\bcount\(", sql, re.I) and table in sql]
    return [sql for sql in counts if not re.search(r"\blimit\s+\d+", sql, re.I)]
