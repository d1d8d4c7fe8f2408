from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from requests_app.management import access, tables


class Command(BaseCommand):
    help = "Draws states and permissions into docs/tables.md, who gets in into docs/access.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Compare, and write nothing.")

    def handle(self, *, check: bool, **options: Any) -> None:
        try:
            self.stdout.write("The tables are current." if _compare(check) else "Drawn.")
        except tables.TablesDiffer as differ:
            raise CommandError(str(differ)) from differ


def _compare(check: bool) -> bool:
    for drawn in (tables, access):
        if check:
            drawn.check()
        else:
            drawn.write()
    return check
