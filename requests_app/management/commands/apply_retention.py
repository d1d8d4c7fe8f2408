from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from requests_app.domain.upkeep.keeping.retention import (
    RetentionFailed,
    Rule,
    apply_retention,
    what_is_over,
)


class Command(BaseCommand):
    help = (
        "Removes what is not kept any longer, as the nightly task does. docs/tables.md says what "
        "is kept how long and why."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Say how much would go; remove nothing."
        )

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        try:
            lines = _would_go() if dry_run else _went()
        except RetentionFailed as failure:
            raise CommandError(str(failure)) from failure
        self.stdout.write("\n".join(lines))


def _would_go() -> list[str]:
    return [
        f"{number:>9,} would go: {rule.what} ({_kept(rule)})"
        for rule, number in what_is_over(at=timezone.now())
    ]


def _kept(rule: Rule) -> str:
    return f"{rule.setting}={rule.days}" if rule.setting else "at once"


def _went() -> list[str]:
    gone, _ = apply_retention(at=timezone.now())
    return [f"{number:>9,} went: {what}" for what, number in gone.items()]
