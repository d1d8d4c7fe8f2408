"""Has stored files scanned by hand."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from requests_app.domain.request_log.scanning.clamd import ScannerAway
from requests_app.domain.request_log.scanning.operations import scan_all, scan_waiting


class Command(BaseCommand):
    help = "Has files scanned by the virus scanner (CLAMD): those that wait for it, or all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="All that are not in quarantine.")

    def handle(self, *, all: bool, **options: Any) -> None:
        if not settings.CLAMD:
            raise CommandError("CLAMD is not set: there is no scanner to ask.")
        try:
            self._scan(every=all)
        except ScannerAway as error:
            raise CommandError(f"{error}. What is left waits; run it again.") from error

    def _scan(self, *, every: bool) -> None:
        if every:
            for found in scan_all(at=timezone.now()):
                self.stdout.write(f"In quarantine: file {found.pk}. {found.state_reason}")
        while scan_waiting(at=timezone.now(), most=100):
            self.stdout.write("100 scanned.")
        self.stdout.write("No file waits for the scanner.")
