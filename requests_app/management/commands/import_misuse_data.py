from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from requests_app.management.returned_data_in import MAPPING_HELP, Asked, returned_data_in
from requests_app.management.returned_data_out import JsonOut, as_text


class Command(BaseCommand):
    help = (
        "Imports a returned file (CSV, XLSX, XLS, ODS, PDF or HTML tables) as a draft release, all "
        "of it or nothing. Ends with 1 where there are errors."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--publisher", required=True, help="who states the figures")
        parser.add_argument("--covers", required=True, help="2023, or 2019-2023")
        parser.add_argument("--request", default="", help="number of the request that won it")
        parser.add_argument("--mapping", type=Path, help=MAPPING_HELP)
        parser.add_argument("--title", default="", help="of the release")
        parser.add_argument("--issued-on", type=date.fromisoformat, help="as of: 2024-05-01")
        parser.add_argument("--by", default="", help="username of whoever imports it")
        parser.add_argument(
            "--statewide",
            action="store_true",
            help="a table that names no agency is about the whole state (the DOJ's is anyway)",
        )
        parser.add_argument("--dry-run", action="store_true", help="say it, and write nothing")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *, json: bool, **options: Any) -> None:
        asked = Asked(**{name: options[name] for name in Asked.__dataclass_fields__})
        if json:
            self.stdout.ending = ""  # it is one object, written in pieces
        out = JsonOut(self.stdout) if json else None  # type: ignore[arg-type]
        came = returned_data_in(asked, at=timezone.now(), watch=out.figure if out else None)
        if out:
            out.end(came)
        else:
            self.stdout.write(as_text(came, dry_run=asked.dry_run))
        if came.error_count:
            raise CommandError("Nothing was imported.")
