from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from requests_app.domain.agencies.importer import (
    COLUMNS,
    DirectoryRefused,
    content_of,
    plan_directory,
)
from requests_app.domain.upkeep.directory import import_directory


class Command(BaseCommand):
    help = f"Creates and updates agencies from a CSV with the columns {', '.join(COLUMNS)}."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV; ORIs and aliases parted by ';'.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would change.")

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            self.stdout.write(looked_at(file) if dry_run else imported(file))
        except (DirectoryRefused, OSError) as error:
            raise CommandError(f"{file} was not imported:\n{error}") from error


def imported(file: Path) -> str:
    done = import_directory(content=content_of(file), name=file.name, by=None, at=timezone.now())
    return (
        f"{done.created} agencies created, {done.updated} updated, "
        f"{done.unchanged} unchanged, {done.oris} ORIs added."
    )


def looked_at(file: Path) -> str:
    """One line for each row that would change something, then how many."""
    plan = plan_directory(content_of(file), file.name)
    if plan.errors:
        raise DirectoryRefused(plan.errors)
    lines = [f"row {one.row.row}: new: {one.row.values['name']}" for one in plan.created]
    for one in plan.updated:
        changes = [f"{column}: “{was}” -> “{now}”" for column, was, now in one.changes]
        changes += [f"ORI {code} added" for code in one.oris]
        changes += [f"also called “{alias}”" for alias in one.aliases]
        lines.append(f"row {one.row.row}: {one.known}: {'; '.join(changes)}")
    lines.append(
        f"Dry run: {len(plan.created)} would be created, {len(plan.updated)} updated, "
        f"{plan.unchanged} unchanged. Nothing was written."
    )
    return "\n".join(lines)
