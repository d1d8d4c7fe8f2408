from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from requests_app.domain.agencies.contact_file import HEADS
from requests_app.domain.agencies.contact_importer import (
    ContactsImport,
    import_contacts,
    plan_contacts,
)
from requests_app.domain.agencies.csv_rows import DirectoryRefused
from requests_app.domain.agencies.importer import content_of


class Command(BaseCommand):
    help = f"Enters and confirms contacts of agencies from a CSV; columns: {', '.join(HEADS)}."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV with the agency's name or ORI in a row.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would change.")

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            self.stdout.write(said(file, dry_run=dry_run))
        except (DirectoryRefused, OSError) as error:
            raise CommandError(f"{file} was not imported:\n{error}") from error


def said(file: Path, *, dry_run: bool) -> str:
    content, today = content_of(file), timezone.localdate()
    if dry_run:
        plan = plan_contacts(content, file.name, today=today)
        if not plan.is_sound:
            raise DirectoryRefused(plan.every_error())
        done = ContactsImport.of(plan)
    else:
        done = import_contacts(
            content=content, name=file.name, by=None, at=timezone.now(), today=today
        )
    end = " Dry run: nothing was written." if dry_run else ""
    return f"{done.added} contacts added, {done.updated} updated, {done.unchanged} unchanged.{end}"
