import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error as DatabaseTrouble
from django.utils import timezone

from requests_app.domain.audit.findings import Verification, not_verified
from requests_app.domain.audit.heads import HIGHEST, Head
from requests_app.domain.audit.verification import verify

NOT_SOUND, NOT_VERIFIED = 1, 2


class Command(BaseCommand):
    help = (
        "Verifies the audit record: that no entry was changed, moved, taken out, put in or cut off "
        "since it was sealed. It reads only. Exit code 0: all is sound. 1: something is wrong, and "
        "named. 2: it could not be verified."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Say it as JSON.")
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="POSITION:HASH",
            help="A head that was kept elsewhere, as from a digest mail; may be given repeatedly.",
        )

    def handle(self, *, head: list[str], **options: Any) -> None:
        heads = [as_head(text) for text in head]
        try:
            found = verify(at=timezone.now(), against=heads)
        except DatabaseTrouble:
            raise  # which ends with the same code (tracker/commands.py)
        except OSError as error:
            raise CommandError(f"Not verified: {error}", returncode=NOT_VERIFIED) from error
        except Exception as error:
            # Nobody foresaw it; but 1 would say that the record is not sound.
            [why] = not_verified(error).sentences()
            raise CommandError(why, returncode=NOT_VERIFIED) from error
        self.stdout.write(
            json.dumps(found.as_dict(), indent=2) if options["json"] else words(found)
        )
        if not found.is_sound:
            raise CommandError("The audit record is not sound.", returncode=NOT_SOUND)


def as_head(text: str) -> Head:
    """Raises `CommandError` for what is no position and hash."""
    position, _, digest = text.replace(",", "").partition(":")
    is_place = position.isdecimal() and len(position) < 20 and int(position) <= HIGHEST
    if not is_place or len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise CommandError(
            "Not verified: write --head as POSITION:HASH, such as 1200:9f86d081…, 64 letters.",
            returncode=NOT_VERIFIED,
        )
    return Head(int(position), digest, "the head given")


def words(found: Verification) -> str:
    """The summary, and a line for each finding."""
    return "\n".join([found.summary(), *(f"- {one}" for one in found.sentences())])
