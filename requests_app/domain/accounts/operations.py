"""The first account, and a person's own password. (Roles: upkeep/people.py, with audit.)"""

import secrets
from datetime import datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role

FIRST_ACCOUNT_NAME = "admin"
ONE_TIME_PASSWORD_BYTES = 12


def one_time_password() -> str:
    """A random password in clear, to be shown once."""
    return secrets.token_urlsafe(ONE_TIME_PASSWORD_BYTES)


@transaction.atomic
def create_first_account(*, at: datetime) -> tuple[Person, str] | None:
    """The administrator of a new installation, with a one-time password.

    Returns the person and the password in clear, which is kept nowhere, or None when
    somebody can sign in already. `at` is when the account was made.
    """
    if Person.objects.filter(is_active=True, is_sample=False).exists():
        return None
    password = one_time_password()
    person = Person(
        username=FIRST_ACCOUNT_NAME,
        first_name="First",
        last_name="Administrator",
        email="admin@localhost.localdomain",
        role=Role.ADMINISTRATOR,
        is_staff=True,
        must_change_password=True,
        date_joined=at,
    )
    person.set_password(password)
    person.save()
    return person, password


@transaction.atomic
def change_password(*, person: Person, password: str, at: datetime) -> Person:
    """Stores the password a person chose (the form validated it); lifts the one-time mark."""
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    return person
