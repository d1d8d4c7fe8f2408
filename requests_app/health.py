"""The door for watchers: /healthz says whether everything that should run does.

Open to anybody, hence words and ages only: no name of a person or agency, no address, no count.
"""

import logging
import shutil
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseTrouble
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from requests_app.domain.audit.models import AuditChain
from requests_app.domain.upkeep.clockwork.looking import Clockwork, look
from tracker.clockwork import LIMITS, Broker, ask_broker, schedule

ANSWERS_WITHIN = 1.5  # seconds that the database is given
OK, AWAY, STARTING, FAILING, FULL = "ok", "away", "starting", "failing", "full"
# Bytes: a site that runs needs more room than one that starts. The largest upload is stored twice
# for a moment, and the logs of five processes may reach 100 MB.
LEAST_FREE = 200 * 1024 * 1024
Facts = dict[str, Any]
log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()


class NoAnswer(Exception):
    """The database failed, or took too long."""


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 where all is well or has only just started, else 503."""
    broker = ask_broker()
    try:
        facts = answered(lambda: told_by_database(broker))
    except NoAnswer:
        facts = {"status": FAILING, "database": AWAY, "broker": _word(broker)}
    facts["disk"] = disk_of(settings.VAR_DIR)
    if facts["disk"] != OK:
        facts["status"] = FAILING
    return JsonResponse(facts, status=503 if facts["status"] == FAILING else 200)


def told_by_database(broker: Broker) -> Facts:
    """What the clockwork and the last look at the audit record say. Three queries of a few rows."""
    facts = facts_of(look(schedule(), broker=broker, at=timezone.now(), patience=LIMITS))
    facts["audit"] = OK
    if AuditChain.objects.exclude(findings="").exists():
        facts["status"], facts["audit"] = FAILING, "not sound"
    return facts


def disk_of(place: Path) -> str:
    """`full` where less than `LEAST_FREE` is left at `place`, or nothing can be told of it."""
    try:
        return OK if shutil.disk_usage(place).free >= LEAST_FREE else FULL
    except OSError:
        log.exception("the disk of VAR_DIR cannot be looked at")
        return FULL


def facts_of(found: Clockwork) -> Facts:
    """What is told: `status` first, then each part. Ages are in seconds."""
    status = STARTING if found.is_starting else OK
    return {
        "status": status if found.is_sound else FAILING,
        "database": OK,
        "broker": AWAY if found.broker else OK,
        "beat": "silent" if found.beat_is_silent else OK,
        "silent_workers": found.silent_queues,
        "last_run_age": _seconds(found.heard),
        "last_success_age": {
            line.entry.name: _seconds(line.success_age(at=found.at)) for line in found.lines
        },
        "wrong_tasks": {line.entry.name: line.standing for line in found.wrong},
        "mail_backlog_age": _seconds(found.backlog.age),
    }


def answered(ask: Callable[[], Facts], *, within: float = ANSWERS_WITHIN) -> Facts:
    """`ask()`, asked of the database in a thread with a connection of its own: a server that hangs
    holds this page no longer than some `within` seconds, and one thread at most.

    Raises `NoAnswer`.
    """
    answers: list[Facts] = []

    def asking() -> None:
        try:
            answers.append(ask())
        except DatabaseTrouble:
            log.exception("the database does not answer")
        finally:
            connection.close()
            _one_at_a_time.release()

    if not _one_at_a_time.acquire(timeout=within):
        raise NoAnswer
    thread = threading.Thread(target=asking, name="healthz", daemon=True)
    thread.start()
    thread.join(within)
    if not answers:
        raise NoAnswer
    return answers[0]


def _word(broker: Broker) -> str:
    return OK if broker.waiting is not None else AWAY


def _seconds(age: timedelta | None) -> int | None:
    return None if age is None else round(age.total_seconds())
