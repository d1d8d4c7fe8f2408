"""manage.py import_published_figures: loads the figures that others printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from requests_app.domain.misuse_data.quoting.published_figures import (
    PublishedFiguresRefused,
    import_published_figures,
)

STARTING_FIGURES = Path(__file__).resolve().parents[2] / "data" / "published_figures.csv"


class Command(BaseCommand):
    help = "Loads published figures as quoted claims, each with its address. May be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            default=STARTING_FIGURES,
            help="A CSV with the columns of the packaged file (default: that file).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = import_published_figures(path=options["file"], by=None, at=timezone.now())
        except PublishedFiguresRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{loaded.figures} published figures loaded from {loaded.releases} new addresses,"
            f" {loaded.known} known already."
        )
