from typing import Any

from django.core.management.base import BaseCommand

from tracker.supervisor import serve


class Command(BaseCommand):
    help = "Prepares the site and runs its broker, worker, beat and web server until Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        raise SystemExit(serve())
