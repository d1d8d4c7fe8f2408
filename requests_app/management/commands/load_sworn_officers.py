from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from requests_app.domain.agencies.csv_rows import DirectoryRefused
from requests_app.domain.agencies.importer import content_of
from requests_app.domain.misuse_data.denominators.loading import HEADS, load_sworn_officers


class Command(BaseCommand):
    help = f"Loads how many sworn officers agencies had, from a CSV; columns: {', '.join(HEADS)}."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV with an agency's year in a row.")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            self.stdout.write(said(file))
        except (DirectoryRefused, OSError) as error:
            raise CommandError(f"{file} was not loaded:\n{error}") from error


def said(file: Path) -> str:
    done = load_sworn_officers(content=content_of(file), name=file.name, by=None, at=timezone.now())
    return f"{done.added} numbers added, {done.changed} changed, {done.unchanged} unchanged."
