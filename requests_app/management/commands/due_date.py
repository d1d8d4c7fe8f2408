from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from requests_app.domain.deadlines.statutes import DeadlineError
from requests_app.domain.deadlines.words import count_of
from requests_app.management.due_dates import add_arguments, check_many, rules_known
from requests_app.management.due_dates_answer import print_one
from requests_app.management.due_dates_csv import COLUMNS_HELP, print_many


class Command(BaseCommand):
    help = f"Works out statutory dates, with every step and its citation. {COLUMNS_HELP}"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rules = rules_known(self.stderr)
            if options["csv"]:
                check_many(options)
                done = print_many(options["csv"], self.stdout, rules)
                if done.failed:
                    rows = count_of(done.rows, "row")
                    self.stderr.write(f"{done.failed} of {rows}: no date; see the column error.")
            else:
                print_one(options, self.stdout, rules)
        except DeadlineError as error:
            raise CommandError(f"{type(error).__name__}: {error}") from error
