"""Opening accounts and changing what a person may do: crosses accounts, sessions and reminders."""

from datetime import datetime
from typing import Any

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.operations import (
    is_of_the_review_site,
    new_person,
    one_time_password,
)
from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.operations import record
from requests_app.domain.reminders.following import follow_people
from requests_app.domain.sign_in.invitations import revoke_invitations_of
from requests_app.domain.sign_in.sessions import end_sessions


class LastAdministrator(Exception):
    """The change would leave nobody who can look after accounts."""


@transaction.atomic
def amend_person(
    *,
    person: Person,
    first_name: str,
    last_name: str,
    email: str,
    role: str,
    is_active: bool,
    by: Person,
    at: datetime,
) -> Person:
    """Changes a person's name, address and role, and switches the account on or off. Whoever can
    be reached only now, or no more, has their reminders planned anew. Whoever is switched off is
    out at once: their sessions end. Then, and where the role is a lower one, invitations they sent
    or got are taken back: one of their own would raise them again.

    Raises `LastAdministrator` rather than lock everybody out.
    """
    # All of them in one order: two who step down at once wait for each other.
    kept = Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True, is_sample=False)
    concerned = kept | Person.objects.filter(pk=person.pk)
    others = {one.pk: one for one in concerned.order_by("pk").select_for_update()}
    locked = others.pop(person.pk)
    stays_administrator = role == Role.ADMINISTRATOR and is_active
    steps_down = locked.role == Role.ADMINISTRATOR and not stays_administrator
    if steps_down and not others:
        raise LastAdministrator(f"{locked} is the only administrator: name another one first.")
    was = {"role": locked.role, "is_active": locked.is_active, "email": locked.email}
    locked.first_name, locked.last_name, locked.email = first_name, last_name, email
    locked.role, locked.is_active = role, is_active
    locked.is_staff = is_of_the_review_site(role)
    locked.save(update_fields=["first_name", "last_name", "email", "role", "is_active", "is_staff"])
    if (was["is_active"], was["email"]) != (is_active, email):
        follow_people([locked.pk], at=at)  # what was theirs is somebody else's now, or theirs again
    if was["is_active"] and not is_active:
        end_sessions(person=locked)
    if (was["is_active"] and not is_active) or _is_below(role, str(was["role"])):
        revoke_invitations_of(person=locked, by=by, at=at)
    record(
        verb=_verb(was, role=role, is_active=is_active),
        subject=locked,
        by=by,
        at=at,
        was=was,
        now={"role": role, "is_active": is_active, "email": email},
    )
    return locked


def _is_below(role: str, was: str) -> bool:
    order = list(Role)
    return order.index(Role(role)) < order.index(Role(was))


def _verb(was: dict[str, Any], *, role: str, is_active: bool) -> str:
    """The weightiest of what changed; the details have all of it."""
    if was["is_active"] != is_active:
        return "reactivated account" if is_active else "deactivated account"
    return "amended account" if was["role"] == role else "changed role"


@transaction.atomic
def add_person(
    *,
    username: str,
    first_name: str,
    last_name: str,
    email: str,
    role: str,
    by: Person,
    at: datetime,
) -> tuple[Person, str]:
    """Opens an account; returns it and its one-time password in clear, which is kept nowhere."""
    password = one_time_password()
    person = new_person(
        username=username,
        first_name=first_name,
        last_name=last_name,
        email=email,
        role=role,
        password=password,
        at=at,
        is_for_one_use=True,
    )
    record(verb="added account", subject=person, by=by, at=at, role=role)
    return person, password


@transaction.atomic
def give_new_password(*, person: Person, by: Person, at: datetime) -> str:
    """Replaces a lost password; returns the new one, for one use, in clear. It is kept nowhere.
    Whoever is signed in with the old one is out."""
    password = one_time_password()
    locked = Person.objects.select_for_update().get(pk=person.pk)
    locked.set_password(password)
    locked.must_change_password = True
    locked.save(update_fields=["password", "must_change_password"])
    end_sessions(person=locked)
    record(verb="gave new password", subject=locked, by=by, at=at)
    return password
