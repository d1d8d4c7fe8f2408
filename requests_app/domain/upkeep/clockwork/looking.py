"""One look at all that runs by itself: tasks, queues, mails."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from requests_app.domain.reminders.backlog import Backlog, backlog
from requests_app.domain.upkeep.clockwork.models import TaskRun
from requests_app.domain.upkeep.clockwork.standings import (
    Patience,
    Pulse,
    Scheduled,
    Silent,
    Standing,
    TaskLine,
    line_of,
    pulses_of,
)


class BrokerAnswer(Protocol):
    """What the broker said, asked by the door. waiting: messages by queue, None where it does not
    answer; then `trouble` says how it failed."""

    @property
    def waiting(self) -> Mapping[str, int] | None: ...
    @property
    def trouble(self) -> str: ...


@dataclass(frozen=True)
class Clockwork:
    """All of it at a moment. broker: "" where it answered, else how it failed."""

    at: datetime
    lines: Sequence[TaskLine]
    pulses: Sequence[Pulse]
    broker: str
    backlog: Backlog

    @property
    def beat_is_silent(self) -> bool:
        return any(pulse.who is Silent.BEAT for pulse in self.pulses)

    @property
    def silent_queues(self) -> list[str]:
        """Those whose worker takes nothing."""
        return [pulse.queue for pulse in self.pulses if pulse.who is Silent.WORKER]

    @property
    def wrong(self) -> list[TaskLine]:
        return [line for line in self.lines if line.is_wrong]

    @property
    def is_starting(self) -> bool:
        """Nothing has been heard yet, and it is too early to expect it."""
        return any(pulse.line.standing is Standing.STARTING for pulse in self.pulses)

    @property
    def is_sound(self) -> bool:
        return not (self.broker or self.wrong or self.backlog.is_late)

    @property
    def heard(self) -> timedelta | None:
        """How long ago a task has begun last; None: never."""
        runs = [line.run.started_at for line in self.lines if line.run]
        return self.at - max(runs) if runs else None


def look_at_tasks(
    schedule: Sequence[Scheduled], *, at: datetime, patience: Patience
) -> list[TaskLine]:
    """Each entry of the schedule with its last run, in the schedule's order: one query."""
    runs = TaskRun.objects.in_bulk([entry.task for entry in schedule])
    return [line_of(entry, runs.get(entry.task), at=at, patience=patience) for entry in schedule]


def look(
    schedule: Sequence[Scheduled], *, broker: BrokerAnswer, at: datetime, patience: Patience
) -> Clockwork:
    """Two queries, both of a few rows."""
    lines = look_at_tasks(schedule, at=at, patience=patience)
    pulses = pulses_of(lines, broker.waiting, at=at)
    return Clockwork(at, lines, pulses, broker.trouble, backlog(at=at))
