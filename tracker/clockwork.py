"""What the clock does by itself, as facts that doors hand to the rooms; and a look at the broker.

Rooms know no Celery: whether a task is late is decided in `upkeep/clockwork`, from these.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from celery.schedules import BaseSchedule, crontab, maybe_schedule
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from tracker.celery import LONGEST_TASK_SECONDS, app

ANSWERS_WITHIN = 1.0  # seconds that the broker is given
ALL_HOURS = 24


@dataclass(frozen=True)
class Limits:
    """may_wait: how long a run may be overdue; may_take: how long it may last; up_since: from when
    on runs are expected at all."""

    may_wait: timedelta
    may_take: timedelta
    up_since: datetime


LIMITS = Limits(
    # Work that a killed worker had in hand is given out again after this, and every place of a
    # worker may be held by a long task until then.
    may_wait=timedelta(seconds=app.conf.broker_transport_options["visibility_timeout"]),
    may_take=timedelta(seconds=LONGEST_TASK_SECONDS),
    up_since=datetime.now(UTC),  # of this process; with gunicorn, of its master
)


@dataclass(frozen=True)
class Broker:
    """What the broker says. waiting: messages by queue, None where it does not answer; then
    `trouble` says how it failed."""

    waiting: dict[str, int] | None
    trouble: str = ""


@dataclass(frozen=True)
class Scheduled:
    """One entry of the beat schedule. task: its name in Celery; queue: whose worker takes it."""

    name: str
    task: str
    queue: str
    schedule: BaseSchedule

    def next_after(self, moment: datetime) -> datetime:
        """When beat sends it next, having sent it at `moment`."""
        if isinstance(self.schedule, crontab):
            last, ahead, _ = self.schedule.remaining_delta(moment)
            return last + ahead
        return moment + self.schedule.run_every

    @property
    def when(self) -> str:
        """ "every 10 seconds", "every minute", "every hour at :20", "every day at 3:40"."""
        if not isinstance(self.schedule, crontab):
            seconds = self.schedule.run_every.total_seconds()
            return "every minute" if seconds == 60 else f"every {seconds:g} seconds"
        minutes = " and ".join(f":{minute:02}" for minute in sorted(self.schedule.minute))
        if len(self.schedule.hour) == ALL_HOURS:
            return f"every hour at {minutes}"
        return "every day at " + " and ".join(f"{hour}{minutes}" for hour in self.schedule.hour)


def schedule() -> list[Scheduled]:
    """Every entry of the beat schedule, in its order."""
    return [
        Scheduled(
            name,
            entry["task"],
            _queue_of(entry["task"]),
            maybe_schedule(entry["schedule"], app=app),
        )
        for name, entry in app.conf.beat_schedule.items()
    ]


def _queue_of(task: str) -> str:
    return str(app.amqp.router.route({}, task)["queue"].name)


def ask_broker(url: str | None = None, *, within: float = ANSWERS_WITHIN) -> Broker:
    """Asks the broker at `url` (None: ours) how many messages wait. It is given some `within`
    seconds."""
    patience = {"socket_timeout": within, "socket_connect_timeout": within}
    try:
        with app.connection_for_read(url, transport_options=patience) as connection:
            client = connection.ensure_connection(max_retries=0).channel().client
            # Of the configuration: Celery's own list grows by each name a message was sent to.
            names = [queue.name for queue in app.conf.task_queues]
            return Broker({name: client.llen(name) for name in names})
    except (OperationalError, RedisError, OSError) as error:
        return Broker(None, f"{type(error).__name__}: {error}")
