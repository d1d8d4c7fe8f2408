from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from requests_app.domain.agencies.importer import COLUMNS, DirectoryRefused
from requests_app.domain.upkeep.directory import import_directory


class Command(BaseCommand):
    help = f"Creates and updates agencies from a CSV with the columns {', '.join(COLUMNS)}."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV, UTF-8; ORIs and aliases parted by ';'.")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            done = import_directory(path=file, by=None, at=timezone.now())
        except (DirectoryRefused, OSError) as error:
            raise CommandError(f"{file} was not imported:\n{error}") from error
        self.stdout.write(
            f"{done.created} agencies created, {done.updated} updated, "
            f"{done.unchanged} unchanged, {done.oris} ORIs added."
        )
