from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from requests_app.domain.upkeep.content import load_starting_content
from requests_app.domain.upkeep.sample import load_sample


class Command(BaseCommand):
    help = "Fills an empty installation: directory, published claims; the sample, with DEBUG on."

    def handle(self, **options: Any) -> None:
        loaded = load_starting_content(at=timezone.now())
        if loaded:
            self.stdout.write("Loaded the directory of agencies and the published figures.")
        if loaded and settings.DEBUG:
            self.stdout.write(load_sample(at=timezone.now()))
