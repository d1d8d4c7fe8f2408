"""A run of the reminders by hand, and what became of each, in words and as JSON."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from tempfile import SpooledTemporaryFile

from requests_app.domain.accounts.models import Person
from requests_app.domain.reminders.dry_run import DryRun
from requests_app.domain.reminders.entries import NO_ONE, Entry
from requests_app.domain.reminders.models import OwnReminder
from requests_app.domain.reminders.sweep import send_due_reminders
from requests_app.domain.request_log.models import Campaign, RecordsRequest

OUTCOMES = ("planned", "sent", "failed", "skipped", "put_off")
# By hand nobody waits for the next sweep.
HOUR = 3_600.0
BATCH = 1_000
IN_MEMORY = 1_000_000  # bytes of each outcome; the rest is in a file that ends with the report

Line = dict[str, str]


class Report:
    """What became of each reminder, under `OUTCOMES`; of a log of any size."""

    def __init__(self) -> None:
        self.numbers = dict.fromkeys(OUTCOMES, 0)
        self._kept = {outcome: _kept() for outcome in OUTCOMES}
        self._told: list[Entry] = []

    def tell(self, entry: Entry) -> None:
        self.numbers[entry.outcome] += 1
        self._told.append(entry)
        if len(self._told) >= BATCH:
            self._write()

    def lines(self, outcome: str) -> Iterator[Line]:
        """`recipient`, `subject`, `kind`, `speaks_of` (ISO) and `reason` of each."""
        self._write()
        kept = self._kept[outcome]
        kept.seek(0)
        return map(json.loads, kept)

    def _write(self) -> None:
        people, subjects = _people(self._told), _subjects(self._told)
        for one in self._told:
            line = {
                "recipient": people.get(one.recipient, f"person {one.recipient}"),
                "subject": subjects.get(one.about, one.about),
                "kind": str(one.kind),
                "speaks_of": one.speaks_of.isoformat(),
                "reason": one.reason,
            }
            self._kept[one.outcome].write(f"{json.dumps(line)}\n")
        self._told.clear()


def _kept() -> SpooledTemporaryFile[str]:
    # Closed, and gone, with the report.
    return SpooledTemporaryFile(IN_MEMORY, mode="w+", encoding="utf-8")


def run_by_hand(*, at: datetime, clock: Callable[[], datetime], dry_run: bool) -> Report:
    """Plans and sends what is due at `at`. clock: what time it is. `dry_run`: says what
    would be planned and what not, and why (`DryRun`); nothing is written, locked or sent."""
    report = Report()
    if dry_run:
        for entry in DryRun(at=at).entries():
            report.tell(entry)
    else:
        send_due_reminders(at=at, clock=clock, lasts_seconds=HOUR, tell=report.tell)
    return report


def _people(entries: Iterable[Entry]) -> Mapping[int | None, str]:
    rows = Person.objects.filter(pk__in={one.recipient for one in entries if one.recipient})
    people: dict[int | None, str] = {None: "the desk", NO_ONE: "nobody"}
    return people | {person.pk: person.email or str(person) for person in rows}


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
