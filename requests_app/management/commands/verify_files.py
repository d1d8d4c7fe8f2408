import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from requests_app.domain.upkeep.keeping.verifying import Finding, Looked, verify_files


class Command(BaseCommand):
    help = (
        "Looks whether every stored file that the database names is there, with the size and the "
        "SHA-256 that were recorded when it came, and names files that belong to nothing. Ends "
        "with 1 where one is missing or damaged."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quick", action="store_true", help="Compare sizes; read no content.")
        parser.add_argument(
            "--json", action="store_true", help="One JSON object a line; the last is the sum."
        )

    def handle(self, *, quick: bool, **options: Any) -> None:
        looked = Looked()
        for line in _lines(looked, quick=quick, as_json=options["json"]):
            self.stdout.write(line)
        if looked.damaged:
            raise CommandError(f"{looked.damaged:,} missing or damaged.")


def _lines(looked: Looked, *, quick: bool, as_json: bool) -> Iterator[str]:
    for finding in verify_files(looked, quick=quick):
        yield json.dumps(asdict(finding)) if as_json else _in_words(finding)
    yield json.dumps(asdict(looked)) if as_json else _summed(looked)


def _in_words(finding: Finding) -> str:
    told = (finding.owners, finding.says)
    return f"{finding.fault}: {finding.name} {'; '.join(one for one in told if one)}".rstrip()


def _summed(looked: Looked) -> str:
    files = f"{looked.files:,} file{'s' * (looked.files != 1)} ({looked.bytes:,} bytes)"
    return (
        f"Looked at {files}: {looked.damaged:,} missing or damaged; "
        f"belonging to nothing: {looked.unowned:,}."
    )
