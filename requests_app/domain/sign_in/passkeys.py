"""Passkeys as a second factor (W3C Web Authentication, level 2).

Of each exchange the browser gets options and gives an answer; `state` is what the door keeps in
the session between the two. A passkey belongs to the name of the site it was made on.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record
from requests_app.domain.sign_in.codes import ISSUER
from requests_app.domain.sign_in.factors import first_recovery_codes, lock
from requests_app.domain.sign_in.models import Passkey

State = Mapping[str, Any]
LONGEST_ANSWER = 20_000  # characters
UNNAMED = "Passkey"
# What fido2 and json raise for an answer that is none: cut off, of other kinds, nested without end.
UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)


class PasskeyRefused(Exception):
    """The browser's answer is not what was asked for."""


@dataclass(frozen=True)
class Place:
    """The site as the browser sees it: host without a port, and origin."""

    host: str
    origin: str

    def server(self) -> Fido2Server:
        party = PublicKeyCredentialRpEntity(id=self.host, name=ISSUER)
        return Fido2Server(party, verify_origin=lambda origin: origin == self.origin)


def begin_adding(person: Person, *, place: Place) -> tuple[dict[str, Any], State]:
    """What the browser is asked, JSON-ready, and the state to keep."""
    user = PublicKeyCredentialUserEntity(
        id=f"person {person.pk}".encode(), name=person.username, display_name=str(person)
    )
    options, state = place.server().register_begin(
        user,
        _keys(person),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return dict(options)["publicKey"], state


@transaction.atomic
def add_passkey(
    *, person: Person, name: str, answer: str, state: State, place: Place, at: datetime
) -> tuple[Passkey, list[str]]:
    """Keeps the key that the browser made; returns it, and recovery codes in clear where the
    person has none left. They are kept nowhere.

    Raises `PasskeyRefused`.
    """
    locked, made = lock(person), _new_key(answer, state, place)
    assert made.credential_data is not None  # what registers has one
    try:
        with transaction.atomic():
            passkey = Passkey.objects.create(
                person=locked,
                name=name or UNNAMED,
                key_id=websafe_encode(made.credential_data.credential_id),
                key_data=bytes(made.credential_data),
                times_used=made.counter,
                added_at=at,
            )
    except IntegrityError:
        raise PasskeyRefused("This passkey is known already.") from None
    record(
        verb="added second factor", subject=locked, by=locked, at=at, kind=f"passkey {passkey.name}"
    )
    return passkey, first_recovery_codes(locked, at=at)


def begin_using(person: Person, *, place: Place) -> tuple[dict[str, Any], State] | None:
    """What the browser is asked, and the state to keep; None for whoever has no passkey."""
    keys = _keys(person)
    if not keys:
        return None
    options, state = place.server().authenticate_begin(
        keys, user_verification=UserVerificationRequirement.PREFERRED
    )
    return dict(options)["publicKey"], state


@transaction.atomic
def use_passkey(*, person: Person, answer: str, state: State, place: Place, at: datetime) -> str:
    """Takes the browser's answer with one of the person's passkeys; returns what it was.

    Raises `PasskeyRefused`.
    """
    locked = lock(person)
    try:
        said = AuthenticationResponse.from_dict(_read(answer))
        used = place.server().authenticate_complete(state, _keys(locked), said)
    except UNREADABLE as error:
        raise PasskeyRefused("The passkey was not accepted. Try again.") from error
    passkey = Passkey.objects.get(person=locked, key_id=websafe_encode(used.credential_id))
    count = said.response.authenticator_data.counter
    if (count or passkey.times_used) and count <= passkey.times_used:
        raise PasskeyRefused("This passkey seems to be a copy, so it was not accepted.")
    passkey.times_used, passkey.last_used_at = count, at
    passkey.save(update_fields=["times_used", "last_used_at"])
    return f"passkey {passkey.name}"


def _new_key(answer: str, state: State, place: Place) -> AuthenticatorData:
    try:
        return place.server().register_complete(state, _read(answer))
    except UNREADABLE as error:
        raise PasskeyRefused("The browser's passkey could not be read. Try again.") from error


def _read(answer: str) -> Mapping[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError("longer than any answer")
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise TypeError("an answer is an object")
    return read


def _keys(person: Person) -> Sequence[AttestedCredentialData]:
    rows = Passkey.objects.filter(person=person).values_list("key_data", flat=True)
    return [AttestedCredentialData(bytes(row)) for row in rows]
