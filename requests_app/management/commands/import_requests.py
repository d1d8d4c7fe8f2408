import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from requests_app.management.requests_in import MAPPING_HELP, as_json, as_text, requests_in


class Command(BaseCommand):
    help = (
        "Logs a request for each ready row of an old spreadsheet (CSV, XLSX, XLS, ODS). Rows with "
        "errors, unknown agencies and what is in the log already are named and left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, help=MAPPING_HELP)
        parser.add_argument("--dry-run", action="store_true", help="say it, and write nothing")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *, file: Path, mapping: Path | None, dry_run: bool, **options: Any) -> None:
        plan = requests_in(file, mapping=mapping, dry_run=dry_run, at=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(as_json(plan), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(as_text(plan, dry_run=dry_run))
