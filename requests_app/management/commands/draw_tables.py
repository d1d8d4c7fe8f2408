from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from requests_app.management import access, tables

DOCUMENTS = (tables, access)


class Command(BaseCommand):
    help = "Draws states and permissions into docs/tables.md, who gets in into docs/access.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Compare, and write nothing.")

    def handle(self, *, check: bool, **options: Any) -> None:
        for document in DOCUMENTS:
            file, drawn = document.FILE, document.drawn()
            if not check:
                file.write_text(drawn, encoding="utf-8")
            elif not file.exists() or file.read_text(encoding="utf-8") != drawn:
                raise CommandError(f"{file.name} is not what the code says: run draw_tables.")
        self.stdout.write("The tables are current." if check else "Drawn.")
