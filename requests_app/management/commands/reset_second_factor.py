from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.sign_in.factors import reset_second_factor


class Command(BaseCommand):
    help = (
        "Takes somebody's second factor away, for when the last administrator lost theirs: they "
        "sign in by password alone once. It is on record."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options: Any) -> None:
        person = Person.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"Nobody has the username {username}.")
        reset_second_factor(person=person, by=None, at=timezone.now())
        self.stdout.write(f"{person} signs in by password alone now.")
