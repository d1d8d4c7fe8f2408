from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from requests_app.domain.upkeep.keeping.backing_up import Backup, BackupRefused, back_up
from requests_app.management.directories import directory as named


class Command(BaseCommand):
    help = (
        "Writes a backup of the database and of every stored file to DIR, while the product runs: "
        "one moment of it, with the SHA-256 of everything. DIR is new or empty, and appears when "
        "all of it is written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", metavar="DIR", type=named)

    def handle(self, *, directory: Path, **options: Any) -> None:
        try:
            made = back_up(directory=directory, at=timezone.now())
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_in_words(made))
        _complain(made)


def _in_words(made: Backup) -> str:
    held = made.manifest
    removed = [
        f"Removed {name}, which a backup that was killed had left.\n" for name in made.removed
    ]
    return "".join(removed) + (
        f"Backed up to {made.directory}: the database ({held.database.size:,} bytes) and "
        f"{held.files:,} file{'s' * (held.files != 1)} ({held.bytes:,} bytes).\n"
        f"SHA-256 of its manifest, to be kept elsewhere: {made.seal}"
    )


def _complain(made: Backup) -> None:
    """The backup is there, and worth having; but nobody should think that it has everything."""
    held = made.manifest
    told = [
        f"{len(files):,} {what}, such as {files[0]['name']} ({files[0]['owners']})"
        for what, files in (("missing", held.lacking), ("not as it came", held.altered))
        if files
    ]
    if told:
        raise CommandError(
            f"Not every stored file is in the backup as it came: {'; '.join(told)}. They are "
            "in its manifest; see manage.py verify_files.",
            returncode=3,
        )
