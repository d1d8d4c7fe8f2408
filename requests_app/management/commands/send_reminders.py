import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from requests_app.domain.reminders.report import OUTCOMES, Report, run_by_hand


class Command(BaseCommand):
    help = (
        "Plans and sends the reminders that are due, as the sweep does every minute, and says what "
        "became of each. A dry run says it of everything there is to remind of: what waits in the "
        "ledger, each kind that has a date of each open request, of each own reminder that is due, "
        "of the rounds and of the desk's year. It reads in chunks, locks and writes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", help="An ISO moment, Californian time unless it says another.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would go, and why not the rest."
        )
        parser.add_argument("--json", action="store_true", help="Say it as JSON.")

    def handle(self, *, at: str | None, dry_run: bool, **options: Any) -> None:
        meant = moment(at) if at else timezone.now()
        report = run_by_hand(at=meant, clock=timezone.now, dry_run=dry_run)
        for piece in as_json(report) if options["json"] else in_words(report):
            self.stdout.write(piece, ending="")
        if number := report.numbers["failed"]:
            raise CommandError(f"{number:,} reminders could not be sent.")
        if number := report.numbers["put_off"]:
            raise CommandError(f"{number:,} reminders wait for the mail server.")


def moment(text: str) -> datetime:
    """Raises `CommandError` for what is no moment."""
    try:
        found = parse_datetime(text) or parse_datetime(f"{text}T00:00")
    except ValueError as error:
        raise CommandError(f"--at {text}: {error}") from error
    if found is None:
        raise CommandError(f"--at {text}: not an ISO moment, such as 2026-06-22T10:00.")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def as_json(report: Report) -> Iterator[str]:
    """An object with a list for each outcome, piece by piece."""
    for place, outcome in enumerate(OUTCOMES):
        yield f'{"," if place else "{"}\n  "{outcome}": ['
        for number, line in enumerate(report.lines(outcome)):
            yield f"{',' if number else ''}\n    {json.dumps(line)}"
        yield "]"
    yield "\n}\n"


def in_words(report: Report) -> Iterator[str]:
    """A heading with the number of each outcome, and a line for each reminder."""
    for outcome in OUTCOMES:
        yield f"{outcome}: {report.numbers[outcome]:,}\n"
        for one in report.lines(outcome):
            line = f"  {one['speaks_of']}  {one['kind']:<26} {one['subject']}"
            why = f"  ({one['reason']})" if one["reason"] else ""
            yield f"{line}  -> {one['recipient']}{why}\n"
