"""`make chaos`: workers are killed while they send; what the mail server took is compared with
what was due.

Ends with 1 when a reminder was lost, came in two mails, or more mails came twice than the kills
explain. docs/chaos.md says how, and which variables set the sizes.
"""

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.chaos import clock
from tests.chaos.sink import deliveries, running_sink
from tests.chaos.tally import Tally, tally
from tests.services import postgres_url, running_broker

# What the caller's environment says about another site must not reach this one.
FOREIGN = (
    *("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "SECURE_PROXY", "CSRF_TRUSTED_ORIGINS"),
    "TEST_POSTGRES_URL",
)
LONGEST = 60 * 60  # seconds


def number(name: str, default: float) -> float:
    return float(os.environ.get(name) or default)


def main() -> int:
    # Ends as Ctrl-C does: everything stopped and taken away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    chance = int(number("SEED", time.time_ns() % 1_000_000))
    kills, reminders = int(number("KILLS", 500)), int(number("REMINDERS", 20_000))
    say(f"SEED={chance}, {kills:,} kills over {reminders:,} reminders")
    for name in FOREIGN:
        os.environ.pop(name, None)
    home = Path(tempfile.mkdtemp(prefix="tenth-day-chaos-"))
    try:
        with running_broker(home) as broker, running_sink(home / "mails") as mail_server:
            os.environ.update(
                DEBUG="1",
                VAR_DIR=str(home),
                DATABASE_URL=postgres_url(),
                REDIS_URL=broker,
                EMAIL_URL=mail_server,
                DJANGO_SETTINGS_MODULE="tracker.settings",
            )
            return run(home, random.Random(chance), kills=kills, reminders=reminders)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def run(home: Path, chance: random.Random, *, kills: int, reminders: int) -> int:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    from tests.chaos.seeding import seed
    from tests.chaos.workers import Workers

    per_mail, speed = int(number("PER_MAIL", 4)), number("SPEED", 30)
    begins_at, due = seed(reminders=reminders, per_mail=per_mail)
    count, processes = int(number("WORKERS", 2)), int(number("PROCESSES", 2))
    env = {**os.environ, **clock.told(begins_at=begins_at, speed=speed)}
    began = time.monotonic()
    workers = Workers(count=count, processes=processes, env=env, log=home / "workers.log")
    try:
        disturb(workers, chance, kills=kills, every=number("EVERY", 0.5), speed=speed)
    finally:
        workers.stop()
        if log := os.environ.get("KEEP_LOG"):
            shutil.copy(home / "workers.log", log)
    found = tally(deliveries(home / "mails"), due)
    most = workers.kills * count * processes
    for what, figure in [
        ("kills", f"{workers.kills:,}, of which {workers.whole:,} of a whole worker"),
        ("sending processes", f"{count * processes}, in {count} workers"),
        ("reminders due", f"{len(due):,}"),
        ("reminders lost", f"{found.lost:,}"),
        ("mails", f"{found.mails:,}"),
        ("mails that came again", f"{found.doubled:,}, may be {most:,}"),
        ("with another Message-ID", f"{found.again:,}"),
        ("to somebody else", f"{found.strange:,}"),
        ("the ledger says", ledger()),
        ("seconds", f"{time.monotonic() - began:,.0f}"),
    ]:
        print(f"{what:<24}{figure}")
    kept = promises_kept(found, most) and workers.kills >= kills
    print("All promises kept." if kept else "BROKEN.")
    return 0 if kept else 1


def promises_kept(found: Tally, most_doubled: int) -> bool:
    return not found.lost and not found.again and not found.strange and (
        found.doubled <= most_doubled
    )  # fmt: skip


def disturb(workers, chance: random.Random, *, kills: int, every: float, speed: float) -> None:
    """Kills at random moments until the ledger is done: the next on average `every` seconds after
    what the last one hit has been started again."""
    from requests_app.domain.reminders.sweep import SWEEP_SECONDS
    from tests.chaos.tasks import QUEUE, SWEEP
    from tracker.celery import app

    sweep_lasts = SWEEP_SECONDS / speed
    between_sweeps = sweep_lasts / (len(workers.running) * workers.processes)
    next_sweep = next_look = 0.0
    next_kill: float | None = None  # not before what was killed last has been started again
    give_up = time.monotonic() + LONGEST
    while True:
        now = time.monotonic()
        workers.heal()
        if now >= next_sweep:
            app.send_task(SWEEP, queue=QUEUE, expires=2 * sweep_lasts)
            next_sweep = now + between_sweeps
        if workers.kills < kills and next_kill is None and workers.are_whole():
            next_kill = now + chance.expovariate(1 / every)
        if next_kill is not None and now >= next_kill:
            workers.kill_one(chance)
            next_kill = None
        if now >= next_look:
            next_look = now + 5
            say(f"{workers.kills:,} kills; {ledger()}")
            if is_done():
                return
        if now > give_up:
            raise TimeoutError(f"the ledger is not done after {LONGEST} s: {ledger()}")
        time.sleep(0.01)


def is_done() -> bool:
    """Whether nothing is left to plan, to put into a mail, or to send."""
    from requests_app.domain.reminders.models import Reminder, ReminderMail
    from requests_app.domain.request_log.models import RecordsRequest

    made = RecordsRequest.objects.count()
    return (
        Reminder.objects.filter(state__in=["sent", "failed", "skipped"]).count() >= made
        and not Reminder.objects.filter(state__in=["planned", "claimed"]).exists()
        and not ReminderMail.objects.filter(state__in=["waiting", "claimed"]).exists()
    )


def ledger() -> str:
    from django.db.models import Count

    from requests_app.domain.reminders.models import Reminder

    states = Reminder.objects.order_by().values_list("state").annotate(Count("pk"))
    return ", ".join(f"{count:,} {state}" for state, count in sorted(states)) or "nothing"


def say(what: str) -> None:
    print(f"chaos: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
