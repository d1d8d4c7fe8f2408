from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from requests_app.domain.upkeep.sample import remove_sample


class Command(BaseCommand):
    help = "Removes the sample workspace and nothing else; history and audit keep what happened."

    def handle(self, **options: Any) -> None:
        self.stdout.write(remove_sample(by=None, at=timezone.now()))
