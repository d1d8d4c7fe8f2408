"""Reminders: a sweep with nothing to do, ten thousand planned, a thousand mails.

On the databases that the pages were measured on, with 300,000 of the million made open.
"""

import gc
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from statistics import median
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from bench.floor import indexed_query
from bench.measure import Broken, queries_of
from requests_app.domain.accounts.models import Person
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.reminders.models import DeskWishes, Reminder, ReminderMail
from requests_app.domain.reminders.sweep import plan, send_due_reminders
from requests_app.domain.request_log.models import RecordsRequest
from tests.services import die_with_parent, free_port, until

IDLE_TIMES, TIMES = 60, 3
FEW_DUE, MANY_DUE, MAILS = 1_000, 10_000, 1_000
MOST_IDLE, MOST_GROWTH, MOST_PLANNING, MOST_TENFOLD, MOST_MAILING = 10.0, 1.5, 10.0, 12.0, 2.0

Line = tuple[str, float | None, float]
Use = Callable[[], None]

# One request in four of those that are closed is open again, and waits for nothing.
MORE_OPEN = """
UPDATE requests_app_recordsrequest SET is_open = true, status = 'awaiting', closed_on = NULL,
    determined_on = NULL, answer = '', look_on = %(later)s
WHERE NOT is_open AND id %% 25 < 4
"""
# Those that are due on the day and give occasion for nothing else, for a person who is there;
# first where a law gives a date: of the others no mail goes.
DUE = """
UPDATE requests_app_recordsrequest SET is_open = true, status = 'awaiting', determined_on = NULL,
    waiting_on_us_since = NULL, received_on = %(received)s, sent_on = %(received)s,
    due_on = %(today)s, earliest_arguable_on = %(today)s, latest_arguable_on = %(today)s,
    extension_days = 0, method = 'email', portal_number = '', estimated_on = NULL,
    reporting_year = extract(year FROM %(today)s::date), assignee_id = %(person)s,
    look_on = %(today)s
WHERE id IN (
    SELECT made.id FROM requests_app_recordsrequest AS made
    JOIN requests_app_agency AS agency ON agency.id = made.agency_id
    ORDER BY (agency.records_law = 'cpra') DESC, made.id LIMIT %(count)s
)
"""
FLOOR = """
INSERT INTO requests_app_reminder (recipient_id, records_request_id, kind, speaks_of, good_until,
    at_once, state, reason, planned_at)
SELECT assignee_id, id, 'due_today', due_on, due_on, false, 'planned', '', %(at)s
FROM requests_app_recordsrequest WHERE look_on = %(today)s
"""


def lines(
    *, small: Use, large: Use | None, at: datetime, today: date, say: Callable[[str], None]
) -> list[Line]:
    """(what, measured, limit) of each; None where the large size is left out. `small`, `large`:
    make the database of that size the one that the product talks to."""
    say("sweeping for reminders")
    small()
    idle_small, _ = _idle(at, today)
    idle = floor = None
    if large:
        large()
        idle, floor = _idle(at, today)
    _make_people()
    few, few_floor, few_queries = _planned(FEW_DUE, at, today)
    many, many_floor, many_queries = _planned(MANY_DUE, at, today)
    say(f"sending {MAILS:,} mails")
    mailing, bare = _mailed(at, today)
    return [
        ("sweep with nothing due / indexed scan, 1,000,000", _ratio(idle, floor), MOST_IDLE),
        ("sweep with nothing due, 1,000,000 / 10,000", _ratio(idle, idle_small), MOST_GROWTH),
        ("10,000 planned / INSERT ... SELECT", many / many_floor, MOST_PLANNING),
        ("10,000 planned / 1,000 planned", many / few, MOST_TENFOLD),
        ("1,000 planned / INSERT ... SELECT", few / few_floor, MOST_PLANNING),
        ("10,000 planned, queries", many_queries, 20 + MANY_DUE / 500),
        ("1,000 planned, queries", few_queries, 20 + FEW_DUE / 500),
        (f"{MAILS:,} mails / {MAILS:,} bare mails", mailing / bare, MOST_MAILING),
        ("milliseconds a mail", mailing / MAILS * 1000, 11),
    ]


def _ratio(what: float | None, floor: float | None) -> float | None:
    return what / floor if what and floor else None


def _idle(at: datetime, today: date) -> tuple[float, float]:
    """Seconds of a sweep that finds nothing, and of the plain indexed query; medians."""
    DeskWishes.objects.update_or_create(pk=1, defaults={"looked_on": today})
    with connection.cursor() as cursor:
        cursor.execute(MORE_OPEN, {"later": days_after(today, 30)})
        cursor.execute("VACUUM (ANALYZE) requests_app_recordsrequest")
    sweeps, scans = [], []
    for number in range(IDLE_TIMES + 3):
        sweep, scan = _timed(lambda: send_due_reminders(at=at)), _timed(indexed_query)
        if number >= 3:
            sweeps.append(sweep)
            scans.append(scan)
    if Reminder.objects.exists():
        raise Broken("the sweep with nothing to do planned something")
    return median(sweeps), median(scans)


def _planned(count: int, at: datetime, today: date) -> tuple[float, float, int]:
    """Seconds to plan so many and to insert the same rows, medians; and the number of queries."""
    planning, inserting = [], []
    for _ in range(TIMES):
        _make_due(count, today)
        gc.collect()
        # Committed as well: only then PostgreSQL looks whether what the rows name exists.
        inserting.append(_timed(lambda: _insert(at, today)))
        Reminder.objects.all().delete()
        planning.append(_timed(lambda: plan(at=at)))
        made = Reminder.objects.count()
        if made != count:
            raise Broken(f"{made} reminders were planned, not {count}")
        Reminder.objects.all().delete()
    _make_due(count, today)
    queries = len(queries_of(lambda: plan(at=at)))
    Reminder.objects.all().delete()
    return median(planning), median(inserting), queries


def _make_due(count: int, today: date) -> None:
    values = {
        "count": count,
        "today": today,
        "received": days_after(today, -10),
        "person": _people()[0].pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(DUE, values)
        cursor.execute("VACUUM (ANALYZE) requests_app_recordsrequest")


def _insert(at: datetime, today: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FLOOR, {"at": at, "today": today})


def _mailed(at: datetime, today: date) -> tuple[float, float]:
    """Seconds for a thousand mails of one reminder each, written, sent and settled; and for the
    same thousand, ready made, over one connection."""
    people = _people()
    evening = timezone.localtime(at).replace(hour=23, minute=59)  # every digest's hour has come
    mailing, bare = [], []
    with _server() as port, override_settings(**_smtp(port)):
        for _ in range(TIMES):
            _make_due(MAILS, today)
            _give_each(people, today)
            plan(at=at)
            gc.collect()
            mailing.append(_timed(lambda: send_due_reminders(at=evening, lasts_seconds=600)))
            sent = list(ReminderMail.objects.filter(state="sent"))
            if len(sent) != MAILS:
                raise Broken(f"{len(sent)} mails went, not {MAILS}")
            messages = [_bare(mail) for mail in sent]
            bare.append(_timed(lambda ready=messages: get_connection().send_messages(ready)))
            Reminder.objects.all().delete()
            ReminderMail.objects.all().delete()
    return median(mailing), median(bare)


def _make_people() -> None:
    Person.objects.bulk_create(
        Person(username=f"bench{n}", email=f"bench{n}@example.org", password="!")
        for n in range(MAILS)
    )


def _people() -> list[Person]:
    return list(Person.objects.filter(username__startswith="bench").order_by("pk"))


def _give_each(people: list[Person], today: date) -> None:
    due = list(RecordsRequest.objects.filter(look_on=today).order_by("pk"))
    for request, person in zip(due, people, strict=True):
        request.assignee = person
    RecordsRequest.objects.bulk_update(due, ["assignee"])


def _bare(mail: ReminderMail) -> EmailMultiAlternatives:
    made = EmailMultiAlternatives(
        mail.subject, mail.text, to=[mail.address], headers={"Message-ID": mail.message_id}
    )
    made.attach_alternative(mail.html, "text/html")
    return made


def _smtp(port: int) -> dict[str, Any]:
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_TIMEOUT": 20,
    }


@contextmanager
def _server() -> Iterator[int]:
    """A mail server in a process of its own that takes everything."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}",
         "-c", "aiosmtpd.handlers.Sink"],
        preexec_fn=die_with_parent,
    )  # fmt: skip
    try:
        until(lambda: _answers(port), "the mail server")
        yield port
    finally:
        server.terminate()
        server.wait(15)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
