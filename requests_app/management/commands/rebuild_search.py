from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from requests_app.domain.request_log.search_index import catch_up, rebuild
from requests_app.domain.request_log.text_reading import read_again


class Command(BaseCommand):
    help = "Writes what the search looks through anew, from requests, events and files' texts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--missing", action="store_true", help="Only what is not in it yet.")
        parser.add_argument("--texts", action="store_true", help="Has the files read again first.")

    def handle(self, *, missing: bool, texts: bool, **options: Any) -> None:
        if texts:
            self.stdout.write(f"The worker reads {read_again():,} files again.")
        self.stdout.write(f"{catch_up() if missing else rebuild():,} entries written.")
