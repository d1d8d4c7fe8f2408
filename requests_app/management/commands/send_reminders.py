import json
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from requests_app.domain.reminders.report import OUTCOMES, run_by_hand


class Command(BaseCommand):
    help = "Plans and sends the reminders that are due, as the sweep does every minute."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", help="An ISO moment, Californian time unless it says another.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what is due and why not; send nothing."
        )
        parser.add_argument("--json", action="store_true", help="Say it as JSON.")

    def handle(self, *, at: str | None, dry_run: bool, **options: Any) -> None:
        found = run_by_hand(at=moment(at) if at else timezone.now(), dry_run=dry_run)
        self.stdout.write(json.dumps(found, indent=2) if options["json"] else in_words(found))
        if found["failed"]:
            raise CommandError(f"{len(found['failed'])} reminders could not be sent.")


def moment(text: str) -> datetime:
    """Raises `CommandError` for what is no moment."""
    try:
        found = parse_datetime(text) or parse_datetime(f"{text}T00:00")
    except ValueError as error:
        raise CommandError(f"--at {text}: {error}") from error
    if found is None:
        raise CommandError(f"--at {text}: not an ISO moment, such as 2026-06-22T10:00.")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def in_words(found: dict[str, list[dict[str, str]]]) -> str:
    """A heading with the number of each outcome, and a line for each reminder."""
    lines = []
    for outcome in OUTCOMES:
        lines.append(f"{outcome}: {len(found[outcome]):,}")
        for one in found[outcome]:
            line = f"  {one['speaks_of']}  {one['kind']:<26} {one['subject']}"
            why = f"  ({one['reason']})" if one["reason"] else ""
            lines.append(f"{line}  -> {one['recipient']}{why}")
    return "\n".join(lines)
