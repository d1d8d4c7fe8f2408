"""A run of the reminders by hand, and what became of each, in words and as JSON."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.reminders.entries import Entry
from requests_app.domain.reminders.models import OwnReminder
from requests_app.domain.reminders.sweep import plan, send_due_reminders
from requests_app.domain.request_log.models import Campaign, RecordsRequest

OUTCOMES = ("planned", "sent", "failed", "skipped")
# By hand nobody waits for the next sweep.
HOUR = 3_600.0

Line = dict[str, str]


def run_by_hand(*, at: datetime, dry_run: bool) -> dict[str, list[Line]]:
    """Plans and sends what is due at `at`; of each reminder `recipient`, `subject`, `kind`,
    `speaks_of` (ISO) and `reason`, under what became of it (`OUTCOMES`).

    `dry_run`: plans, and takes it back; nothing is written and nothing sent. What is skipped then
    is what was considered of the requests to be looked at, and is not due.
    """
    told: list[Entry] = []
    if dry_run:
        with transaction.atomic():
            plan(at=at, tell=told.append)
            lines = _lines(told)
            transaction.set_rollback(True)
        return lines
    send_due_reminders(at=at, lasts_seconds=HOUR, tell=told.append)
    return _lines(told)


def _lines(told: Iterable[Entry]) -> dict[str, list[Line]]:
    entries = list(told)
    people, subjects = _people(entries), _subjects(entries)
    found: dict[str, list[Line]] = {outcome: [] for outcome in OUTCOMES}
    for one in entries:
        found[one.outcome].append(
            {
                "recipient": people.get(one.recipient, "the desk"),
                "subject": subjects.get(one.about, one.about),
                "kind": str(one.kind),
                "speaks_of": one.speaks_of.isoformat(),
                "reason": one.reason,
            }
        )
    return found


def _people(entries: Iterable[Entry]) -> Mapping[int | None, str]:
    keys = {one.recipient for one in entries if one.recipient}
    rows = Person.objects.filter(pk__in=keys)
    return {person.pk: person.email or str(person) for person in rows}


def _subjects(entries: Iterable[Entry]) -> dict[str, str]:
    keys: dict[str, set[int]] = {}
    for about in {one.about for one in entries}:
        noun, _, key = about.partition(" ")
        keys.setdefault(noun, set()).add(int(key or 0))
    requests = RecordsRequest.objects.filter(pk__in=keys.get("records_request", ()))
    rounds = Campaign.objects.filter(pk__in=keys.get("campaign", ()))
    own = OwnReminder.objects.filter(pk__in=keys.get("own_reminder", ()))
    asked = requests.values_list("pk", "number", "agency__name")
    return {
        "desk": "the desk's year",
        **{f"records_request {pk}": f"{number}, {agency}" for pk, number, agency in asked},
        **{f"campaign {pk}": name for pk, name in rounds.values_list("pk", "name")},
        **{f"own_reminder {pk}": note for pk, note in own.values_list("pk", "note")},
    }
