"""Celery, and the only place that says WHEN something happens by itself."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready
from django.conf import settings
from kombu import Exchange, Queue

from tracker import task_ids  # noqa: F401 - its handlers are connected by being imported

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

LONGEST_TASK_SECONDS = 4 * 60
# Dates that move have a queue, and in `manage.py serve` a worker, of their own: tens of thousands
# of reminders, or any other long work, must not keep them waiting.
DATES, OTHERS = "dates", "celery"

# How long a change waits that nobody told the worker of, as one made on the review site.
MOVES_SECONDS = 10.0

app = Celery("tracker")
app.conf.update(
    broker_url=settings.CELERY_BROKER_URL,
    broker_connection_retry_on_startup=True,
    # A task whose worker vanished comes back after the visibility timeout, which must be longer
    # than the longest task, or a slow one is given out twice. The other two make the worker
    # look every ten seconds and not every hundred.
    broker_transport_options={
        "visibility_timeout": LONGEST_TASK_SECONDS + 60,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
    },
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=LONGEST_TASK_SECONDS,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    task_ignore_result=True,
    # Both named here, so that a worker which is started without -Q takes from both.
    task_queues=[Queue(name, Exchange(name), name) for name in (OTHERS, DATES)],
    task_default_queue=OTHERS,
    task_routes={"requests_app.tasks.carry_on_moving": {"queue": DATES}},
    result_backend=None,
    timezone=settings.TIME_ZONE,
    beat_schedule_filename=str(settings.VAR_DIR / "run" / "beat-schedule"),
    beat_schedule={
        "send due reminders": {
            "task": "requests_app.tasks.send_due_reminders",
            "schedule": float(settings.REMINDER_SWEEP_SECONDS),
            # A sweep that waited longer than this is covered by the next one.
            "options": {"expires": max(60, 2 * settings.REMINDER_SWEEP_SECONDS)},
        },
        # What no page could hand over, and what the mail server did not take.
        "send account mails": {
            "task": "requests_app.tasks.send_account_mails",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
        # Before the first digest of the day, and after the dates were checked.
        "look at every request": {
            "task": "requests_app.tasks.look_at_every_request",
            "schedule": crontab(hour=4, minute=20),
        },
        "carry on moving dates": {
            "task": "requests_app.tasks.carry_on_moving",
            "schedule": MOVES_SECONDS,
            "options": {"expires": MOVES_SECONDS},
        },
        "remove what is not kept": {
            "task": "requests_app.tasks.apply_retention",
            "schedule": crontab(hour=3, minute=50),
        },
        # What the page that attached a file could not hand over, and what broke off.
        "read files": {
            "task": "requests_app.tasks.read_files",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
        "scan files": {
            "task": "requests_app.tasks.scan_files",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
        "complete the search": {
            "task": "requests_app.tasks.complete_search",
            "schedule": crontab(minute=25),
            "options": {"expires": 3600},
        },
        "check the whole search": {
            "task": "requests_app.tasks.check_whole_search",
            "schedule": crontab(hour=4, minute=10),
        },
        # Each entry is sealed when it is committed: this finds what a killed process left.
        "seal the audit record": {
            "task": "requests_app.tasks.seal_audit_record",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
        "verify the audit record": {
            "task": "requests_app.tasks.verify_audit_record",
            "schedule": crontab(hour=3, minute=20),
        },
        "check every date": {
            "task": "requests_app.tasks.check_every_date",
            "schedule": crontab(hour=3, minute=40),
        },
    },
)
app.autodiscover_tasks(["requests_app"])


@worker_ready.connect
def look_at_once(sender: Any, **_: object) -> None:
    """After a pause of any length the first look is now, not an interval from now. The dates go
    first: a new release may know a law or a holiday that the old one did not."""
    if not sender.task_consumer.consuming_from(OTHERS):
        return  # of two workers one is enough
    app.send_task("requests_app.tasks.check_every_date")
    app.send_task("requests_app.tasks.send_due_reminders")
    app.send_task("requests_app.tasks.complete_search")
