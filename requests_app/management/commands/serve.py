from typing import Any

from django.core.management.base import BaseCommand

from tracker.supervisor import serve


class Command(BaseCommand):
    help = "Prepares the site and runs its broker, worker, beat and web server until Ctrl-C."
    requires_system_checks = []  # `make check` runs them; here they would delay the first page

    def handle(self, *args: Any, **options: Any) -> None:
        raise SystemExit(serve())
