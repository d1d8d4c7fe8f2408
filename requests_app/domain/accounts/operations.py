"""New accounts and passwords; what puts them on record is in sign_in and upkeep/people.py."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.names import clean_name, clean_username
from requests_app.domain.accounts.roles import ROLE_PERMISSIONS, Permission, Role

FIRST_ACCOUNT_NAME = "admin"
ONE_TIME_PASSWORD_BYTES = 12


class UsernameTaken(Exception):
    """Somebody here has this name, or one with other capitals: Ann and ann would be taken for each
    other. field: of the forms."""

    field = "username"

    def __init__(self) -> None:
        super().__init__("Somebody here has this name: choose another one.")


def one_time_password() -> str:
    """A random password in clear, to be shown once."""
    return secrets.token_urlsafe(ONE_TIME_PASSWORD_BYTES)


def is_of_the_review_site(role: str) -> bool:
    """Whether Django's own mark of the admin site (`is_staff`) goes with the role."""
    return Permission.USE_ADMIN_SITE in ROLE_PERMISSIONS[Role(role)]


def new_person(
    *,
    username: str,
    first_name: str,
    last_name: str,
    email: str,
    role: str,
    password: str,
    at: datetime,
    is_for_one_use: bool = False,
) -> Person:
    """Opens an account, as a part of an operation that says how it came about. is_for_one_use:
    whether the password was given out and has to be replaced.

    Raises `UsernameTaken`, also for the second of two who choose one name at once, and
    `UsernameRefused`.
    """
    username = clean_username(username)
    if Person.objects.filter(username__iexact=username).exists():
        raise UsernameTaken
    person = Person(
        username=username,
        first_name=clean_name(first_name),
        last_name=clean_name(last_name),
        email=email,
        role=role,
        is_staff=is_of_the_review_site(role),
        must_change_password=is_for_one_use,
        date_joined=at,
    )
    person.set_password(password)
    try:
        person.save()
    except IntegrityError:
        raise UsernameTaken from None
    return person


@transaction.atomic
def create_first_account(*, at: datetime) -> tuple[Person, str] | None:
    """The administrator of a new installation, with a one-time password.

    Returns the person and the password in clear, which is kept nowhere, or None when
    somebody can sign in already. `at` is when the account was made.
    """
    if Person.objects.filter(is_active=True, is_sample=False).exists():
        return None
    password = one_time_password()
    person = new_person(
        username=FIRST_ACCOUNT_NAME,
        first_name="First",
        last_name="Administrator",
        email="admin@localhost.localdomain",
        role=Role.ADMINISTRATOR,
        password=password,
        at=at,
        is_for_one_use=True,
    )
    return person, password


@transaction.atomic
def change_password(*, person: Person, password: str, at: datetime) -> Person:
    """Stores the password a person chose (the form validated it); lifts the one-time mark."""
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    return person
