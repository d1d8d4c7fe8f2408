import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from requests_app.domain.upkeep.keeping.restoring import Restored, RestoreRefused, restore
from requests_app.management.directories import directory as named
from tracker.preparation import CannotPrepare, take_lock


class Command(BaseCommand):
    help = (
        "Fills an empty installation from the backup in DIR: every hash is compared before "
        "anything is touched, and all of it is restored or nothing. The product is stopped "
        "meanwhile. The backup is of this version or an earlier one; migrations run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", metavar="DIR", type=named)
        parser.add_argument(
            "--manifest", default="", metavar="SHA256", help="What the backup command printed."
        )

    def handle(self, *, directory: Path, manifest: str, **options: Any) -> None:
        os.umask(0o077)  # returned files are for nobody else on this machine
        try:
            with take_lock(settings.VAR_DIR, "restoring a backup"):
                restored = restore(directory=directory, at=timezone.now(), seal=manifest)
        except (RestoreRefused, CannotPrepare) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_in_words(restored))
        if not restored.audit.is_sound:
            raise CommandError("\n- ".join(restored.audit.sentences()), returncode=3)


def _in_words(restored: Restored) -> str:
    held = restored.manifest
    return (
        f"Restored what version {held.version} held at {held.made_at}: the database and "
        f"{held.files:,} files. Check them with manage.py verify_files.\n"
        f"{restored.audit.summary()}"
    )
