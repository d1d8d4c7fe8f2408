from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from requests_app.domain.accounts.operations import create_first_account


class Command(BaseCommand):
    help = "Creates the first administrator and prints the one-time password, once."

    def handle(self, **options: Any) -> None:
        made = create_first_account(at=timezone.now())
        if made:
            person, password = made
            self.stdout.write(f"Your account: {person.username}   one-time password: {password}")
            self.stdout.write("It is shown this once; you choose your own when you sign in.")
