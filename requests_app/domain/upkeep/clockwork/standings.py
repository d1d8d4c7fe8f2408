"""Whether each task runs as its schedule says, and who is silent where it does not. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from requests_app.domain.upkeep.clockwork.models import TaskRun


class Scheduled(Protocol):
    """What is known of an entry of the schedule: the wiring hands it in."""

    @property
    def name(self) -> str: ...
    @property
    def task(self) -> str: ...
    @property
    def queue(self) -> str: ...
    @property
    def when(self) -> str: ...
    def next_after(self, moment: datetime) -> datetime: ...


class Patience(Protocol):
    """How long is not too long. A run may be overdue by `may_wait` before it is late, and takes
    `may_take` at most. Before `up_since` nobody could run: silence counts from then."""

    @property
    def may_wait(self) -> timedelta: ...
    @property
    def may_take(self) -> timedelta: ...
    @property
    def up_since(self) -> datetime: ...


class Standing(StrEnum):
    FINE = "fine"
    STARTING = "starting"  # it is not there yet, and could not be
    LATE = "late"  # it has not begun
    FAILING = "failing"  # it begins, and does not end well


@dataclass(frozen=True)
class TaskLine:
    """One task and how it stands at a moment. run: None where it never ran."""

    entry: Scheduled
    run: TaskRun | None
    next_at: datetime
    standing: Standing
    broke_off: bool

    @property
    def is_running(self) -> bool:
        return self.run is not None and self.run.has_not_ended and not self.broke_off

    def success_age(self, *, at: datetime) -> timedelta | None:
        """How long ago it ended well; None: never."""
        return at - self.run.succeeded_at if self.run and self.run.succeeded_at else None

    @property
    def is_wrong(self) -> bool:
        return self.standing in (Standing.LATE, Standing.FAILING)


def line_of(entry: Scheduled, run: TaskRun | None, *, at: datetime, patience: Patience) -> TaskLine:
    """How the task stands at `at`, from its last run."""
    next_at = entry.next_after(run.started_at if run else patience.up_since)
    broke_off = _broke_off(run, at=at, patience=patience)
    if at > max(next_at, patience.up_since) + patience.may_wait:
        standing = Standing.LATE
    elif run is None or at > next_at + patience.may_wait:
        standing = Standing.STARTING
    elif _fails(entry, run, broke_off, at=at, patience=patience):
        standing = Standing.FAILING
    else:
        standing = Standing.FINE
    return TaskLine(entry, run, next_at, standing, broke_off)


def _broke_off(run: TaskRun | None, *, at: datetime, patience: Patience) -> bool:
    """Whether its last run has not ended and cannot be under way any more."""
    return run is not None and run.has_not_ended and at > run.started_at + patience.may_take


def _fails(
    entry: Scheduled, run: TaskRun, broke_off: bool, *, at: datetime, patience: Patience
) -> bool:
    """Whether it should have ended well by now: one that failed once may do better next time."""
    if run.succeeded_at is None:
        return broke_off or run.outcome == TaskRun.Outcome.FAILED
    due = max(entry.next_after(run.succeeded_at), patience.up_since)
    return at > due + patience.may_wait


class Silent(StrEnum):
    BEAT = "beat"
    WORKER = "worker"


@dataclass(frozen=True)
class Pulse:
    """The task of a queue that comes most often: by it one hears that somebody works.

    waiting: messages in the queue; None where the broker does not say.
    """

    queue: str
    line: TaskLine
    waiting: int | None

    @property
    def is_silent(self) -> bool:
        return self.line.standing is Standing.LATE

    @property
    def who(self) -> Silent | None:
        """Who does not do their part: what beat sends and nobody takes lies in the queue.

        None: nobody is silent, or nobody can tell.
        """
        if not self.is_silent or self.waiting is None:
            return None
        return Silent.WORKER if self.waiting else Silent.BEAT


def pulses_of(
    lines: Iterable[TaskLine], waiting: Mapping[str, int] | None, *, at: datetime
) -> list[Pulse]:
    """One for each queue that the schedule sends to."""
    by_queue: dict[str, list[TaskLine]] = {}
    for line in lines:
        by_queue.setdefault(line.entry.queue, []).append(line)
    return [
        Pulse(
            queue,
            min(found, key=lambda line: period(line.entry, at=at)),
            None if waiting is None else waiting.get(queue, 0),
        )
        for queue, found in by_queue.items()
    ]


def period(entry: Scheduled, *, at: datetime) -> timedelta:
    """How far apart its next two runs are."""
    first = entry.next_after(at)
    return entry.next_after(first) - first
