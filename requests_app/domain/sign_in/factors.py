"""Second factors: who has one, who needs one; adding, using and removing them."""

from datetime import datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import SECOND_FACTOR_REQUIRED, Role
from requests_app.domain.audit.operations import record
from requests_app.domain.sign_in.codes import (
    is_of_an_app,
    new_recovery_codes,
    recovery_digest,
    recovery_digests,
    step_of,
    tidied,
)
from requests_app.domain.sign_in.models import AuthenticatorApp, Passkey, RecoveryCode
from requests_app.domain.sign_in.sessions import end_sessions


class WrongCode(Exception):
    """The code is none, is too old, or was used before."""


class NeedsSecondFactor(Exception):
    """The role demands a second factor, and this is the last one."""


def has_second_factor(person: Person) -> bool:
    """Whether signing in asks for more than the password."""
    return (
        AuthenticatorApp.objects.filter(person=person).exists()
        or Passkey.objects.filter(person=person).exists()
    )


def people_with_second_factor() -> set[int]:
    """Their keys: of all at once, for a list."""
    apps = AuthenticatorApp.objects.values_list("person_id", flat=True)
    return {*apps, *Passkey.objects.values_list("person_id", flat=True)}


def role_needs_second_factor(person: Person) -> bool:
    """Whether the person's role demands one, where the installation does (settings)."""
    return Role(person.role) in SECOND_FACTOR_REQUIRED


def recovery_codes_left(person: Person) -> int:
    return RecoveryCode.objects.filter(person=person, used_at=None).count()


@transaction.atomic
def add_authenticator_app(
    *, person: Person, secret: str, code: str, at: datetime
) -> tuple[AuthenticatorApp, list[str]]:
    """Takes the app that shows `code`, in the place of one before; returns it, and recovery codes
    in clear where the person has none left. They are kept nowhere.

    Raises `WrongCode` when the app does not show what it should.
    """
    locked = lock(person)
    step = step_of(tidied(code), secret=secret, at=at)
    if step is None:
        raise WrongCode(
            "That is not the code the app should show now. Type the newest one; if it is refused "
            "again, look whether the clock of the device is right."
        )
    app, _ = AuthenticatorApp.objects.update_or_create(
        person=locked, defaults={"secret": secret, "last_step": step, "added_at": at}
    )
    record(verb="added second factor", subject=locked, by=locked, at=at, kind="authenticator app")
    return app, first_recovery_codes(locked, at=at)


@transaction.atomic
def use_code(*, person: Person, code: str, at: datetime) -> str:
    """Takes a code of the person's app, or one of the recovery codes, once; returns which it was.

    Raises `WrongCode`.
    """
    locked, code = lock(person), tidied(code)
    if not is_of_an_app(code):
        return _use_recovery_code(locked, code, at)
    app = AuthenticatorApp.objects.filter(person=locked).first()
    step = step_of(code, secret=app.secret, at=at, after=app.last_step) if app else None
    if app is None or step is None:
        raise WrongCode("That code is not right, or it was used before. Wait for the next one.")
    app.last_step = step
    app.save(update_fields=["last_step"])
    return "authenticator app"


def _use_recovery_code(person: Person, code: str, at: datetime) -> str:
    digest = recovery_digest(code, person=person.pk)
    unused = RecoveryCode.objects.filter(person=person, digest=digest, used_at=None)
    if not unused.update(used_at=at):
        raise WrongCode("That code is not right, or it was used before.")
    left = recovery_codes_left(person)
    record(verb="used recovery code", subject=person, by=person, at=at, left=left)
    return "recovery code"


@transaction.atomic
def make_recovery_codes(*, person: Person, at: datetime) -> list[str]:
    """New codes in clear, to be shown once and kept nowhere; earlier ones are good no more.

    Raises `WrongCode` where there is no second factor that they could stand in for.
    """
    locked = lock(person)
    if not has_second_factor(locked):
        raise WrongCode("Recovery codes stand in for a second factor: set one up first.")
    return _new_codes(locked, at)


def first_recovery_codes(person: Person, *, at: datetime) -> list[str]:
    """New codes for whoever has none left, else nothing. Part of adding a factor."""
    return [] if recovery_codes_left(person) else _new_codes(person, at)


def _new_codes(person: Person, at: datetime) -> list[str]:
    codes = new_recovery_codes()
    RecoveryCode.objects.filter(person=person).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person=person, digest=digest)
        for digest in recovery_digests(codes, person=person.pk)
    )
    record(verb="made recovery codes", subject=person, by=person, at=at, count=len(codes))
    return codes


@transaction.atomic
def remove_authenticator_app(*, person: Person, is_required: bool, at: datetime) -> None:
    """Takes the person's own app away. is_required: whether this installation demands a second
    factor of those whose role needs one.

    Raises `NeedsSecondFactor`.
    """
    locked = lock(person)
    if AuthenticatorApp.objects.filter(person=locked).delete()[0]:
        removed(locked, kind="authenticator app", is_required=is_required, at=at)


@transaction.atomic
def remove_passkey(*, passkey: Passkey, is_required: bool, at: datetime) -> None:
    """Takes one of the person's own passkeys away. Raises `NeedsSecondFactor`."""
    locked = lock(passkey.person)
    if Passkey.objects.filter(pk=passkey.pk).delete()[0]:
        removed(locked, kind=f"passkey {passkey.name}", is_required=is_required, at=at)


def removed(person: Person, *, kind: str, is_required: bool, at: datetime) -> None:
    """What follows when a factor is gone; with the last one go the codes that stand in for it."""
    if not has_second_factor(person):
        if is_required and role_needs_second_factor(person):
            raise NeedsSecondFactor(
                "Your role needs a second factor, and this is the only one you have: add another "
                "one first."
            )
        RecoveryCode.objects.filter(person=person).delete()
    record(verb="removed second factor", subject=person, by=person, at=at, kind=kind)


@transaction.atomic
def reset_second_factor(*, person: Person, by: Person | None, at: datetime) -> None:
    """Takes every second factor and recovery code of somebody who lost them, and ends their
    sessions: they sign in by password alone once, and set one up anew where they must. by: None
    for whoever sits at the machine itself."""
    locked = lock(person)
    AuthenticatorApp.objects.filter(person=locked).delete()
    Passkey.objects.filter(person=locked).delete()
    RecoveryCode.objects.filter(person=locked).delete()
    ended = end_sessions(person=locked)
    record(verb="reset second factor", subject=locked, by=by, at=at, sessions_ended=ended)


def lock(person: Person) -> Person:
    """The person's row, locked: of two who add or use a code at once the second waits."""
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)
