from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from requests_app.domain.upkeep.sample import SampleRefused, load_sample


class Command(BaseCommand):
    help = "Loads the sample workspace, with dates relative to today. Refused when DEBUG is off."

    def handle(self, **options: Any) -> None:
        try:
            self.stdout.write(load_sample(at=timezone.now()))
        except SampleRefused as refusal:
            raise CommandError(str(refusal)) from refusal
