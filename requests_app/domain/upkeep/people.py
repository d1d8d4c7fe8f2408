"""Opening accounts and changing what a person may do: crosses accounts, sessions and reminders."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.names import clean_name
from requests_app.domain.accounts.operations import (
    is_of_the_review_site,
    new_person,
    one_time_password,
)
from requests_app.domain.accounts.roles import SECOND_FACTOR_REQUIRED, Role
from requests_app.domain.audit.operations import record
from requests_app.domain.reminders.feeds import revoke_feeds_of
from requests_app.domain.reminders.following import follow_people
from requests_app.domain.sign_in.factors import has_second_factor, role_needs_second_factor
from requests_app.domain.sign_in.invitations import revoke_invitations_of
from requests_app.domain.sign_in.sessions import end_sessions

AMENDED = ("first_name", "last_name", "email", "role", "is_active")
ON_RECORD = ("role", "is_active", "email")


class LastAdministrator(Exception):
    """The change would leave nobody who can look after accounts."""


class AmendedMeanwhile(Exception):
    """Somebody else amended the account since the form was opened; nothing of this one is saved."""


def as_it_stands(person: Person) -> str:
    """A digest of what `amend_person` changes, which a form hands back as what was `seen`."""
    return hashlib.sha256(json.dumps(_amendable(person)).encode()).hexdigest()


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
    seen: str = "",
) -> Person:
    """Changes a person's name, address and role, and switches the account on or off.

    seen: `as_it_stands` when the form was opened ("": nobody looked). Raises `AmendedMeanwhile`
    where that is over, so that nobody who mends a name switches an account on again; the same once
    more (a second click) is not refused. Raises `LastAdministrator` rather than lock everybody out.
    """
    # All of them in one order: two who step down at once wait for each other.
    kept = Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True, is_sample=False)
    concerned = kept | Person.objects.filter(pk=person.pk)
    others = {one.pk: one for one in concerned.order_by("pk").select_for_update()}
    locked = others.pop(person.pk)
    was, was_seen = _amendable(locked), as_it_stands(locked)
    first_name, last_name = clean_name(first_name), clean_name(last_name)
    now = dict(zip(AMENDED, (first_name, last_name, email, role, is_active), strict=True))
    if seen not in ("", was_seen) and now != was:
        raise AmendedMeanwhile(
            f"Somebody else amended this account while you had it open: {_told(was)} now. Nothing "
            "of yours is saved; open the page again."
        )
    stays_administrator = role == Role.ADMINISTRATOR and is_active
    if locked.role == Role.ADMINISTRATOR and not stays_administrator and not others:
        raise LastAdministrator(f"{locked} is the only administrator: name another one first.")
    for name, value in now.items():
        setattr(locked, name, value)
    locked.is_staff = is_of_the_review_site(role)
    locked.save(update_fields=[*AMENDED, "is_staff"])
    _carry_through(locked, was, by=by, at=at)
    record(
        verb=_verb(was, role=role, is_active=is_active),
        subject=locked,
        by=by,
        at=at,
        was={name: was[name] for name in ON_RECORD},
        now={name: now[name] for name in ON_RECORD},
    )
    return locked


def _amendable(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in AMENDED}


def _told(was: dict[str, Any]) -> str:
    address, state = was["email"] or "no address", "" if was["is_active"] else ", switched off"
    return f"{was['role']}, {address}{state}"


def _carry_through(person: Person, was: dict[str, Any], *, by: Person, at: datetime) -> None:
    """What an amendment brings with it.

    Whoever can be reached only now, or no more, has their reminders planned anew. Whoever is
    switched off is out at once: their sessions end, and the addresses of their calendars, for good.
    Then, and where the role is a lower one, invitations they sent or got are taken back: one of
    their own would raise them again. Sessions end as well where the role needs a second factor only
    now and there is none: a session may have shown one that was removed since, and would go on as
    if it were there.
    """
    if (was["is_active"], was["email"]) != (person.is_active, person.email):
        follow_people([person.pk], at=at)  # what was theirs is somebody else's now, or theirs again
    is_switched_off = was["is_active"] and not person.is_active
    if is_switched_off or _needs_factor_only_now(person, was["role"]):
        end_sessions(person=person)
    if is_switched_off:
        revoke_feeds_of(person=person, by=by, at=at)
    if is_switched_off or _is_below(person.role, was["role"]):
        revoke_invitations_of(person=person, by=by, at=at)


def _needs_factor_only_now(person: Person, was: str) -> bool:
    needed_one = Role(was) in SECOND_FACTOR_REQUIRED
    return role_needs_second_factor(person) and not needed_one and not has_second_factor(person)


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
    """Opens an account; returns it and its one-time password in clear, which is kept nowhere.
    Raises `UsernameTaken` and `UsernameRefused`."""
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
