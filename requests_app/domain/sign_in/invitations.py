"""Invitations: the only way to an account besides an administrator's own hand."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.operations import new_person
from requests_app.domain.accounts.roles import Permission, Role
from requests_app.domain.audit.operations import record
from requests_app.domain.sign_in.models import Invitation, InvitationQuerySet

GOOD_FOR = timedelta(days=7)
TOKEN_BYTES = 32
ALREADY = "This address is invited already: send it again from the list."


class InvitationRefused(Exception):
    """Nobody is invited, with the reason. field: of the form, where it is about one."""

    def __init__(self, message: str, field: str = ""):
        super().__init__(message)
        self.field = field


class InvitationOver(Exception):
    """The link opens nothing: taken, taken back, too old, or never sent."""


def roles_to_give(person: Person) -> list[Role]:
    """The roles that `person` may invite others to: none above the own one."""
    if not person.may(Permission.MANAGE_PEOPLE):
        return []
    every = list(Role)
    return every[: every.index(Role(person.role)) + 1]


@transaction.atomic
def invite(*, email: str, role: str, by: Person, at: datetime) -> Invitation:
    """Invites whoever reads mails at `email`; the worker sends the mail (outbox.py).

    Raises `InvitationRefused`.
    """
    if role not in roles_to_give(by):
        raise InvitationRefused("You may not invite anybody to this role.", "role")
    if Person.objects.filter(email__iexact=email, is_active=True).exists():
        raise InvitationRefused("Somebody with this address has an account already.", "email")
    if Invitation.objects.waiting().filter(email__iexact=email).exists():
        raise InvitationRefused(ALREADY, "email")
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                email=email,
                role=role,
                token_digest=digest_of(new_token()),  # of no link yet
                invited_by=by,
                invited_at=at,
                expires_at=at + GOOD_FOR,
            )
    except IntegrityError:  # somebody else did at the same moment
        raise InvitationRefused(ALREADY, "email") from None
    record(verb="invited", subject=invitation, by=by, at=at, role=role)
    return invitation


@transaction.atomic
def renew_invitation(*, invitation: Invitation, by: Person, at: datetime) -> Invitation:
    """Another mail with a new link; the earlier link opens nothing more. Raises `InvitationOver`
    and `InvitationRefused`."""
    locked = _lock(invitation)
    if locked.role not in roles_to_give(by):
        raise InvitationRefused("You may not invite anybody to this role.", "role")
    locked.token_digest, locked.sent_at, locked.trouble = digest_of(new_token()), None, ""
    locked.expires_at, locked.invited_by = at + GOOD_FOR, by
    locked.save()
    record(verb="invited again", subject=locked, by=by, at=at, role=locked.role)
    return locked


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: Person, at: datetime) -> Invitation:
    """Takes it back: its link opens nothing more. Raises `InvitationOver`."""
    locked = _lock(invitation)
    return _revoke(locked, by, at)


def revoke_invitations_of(*, person: Person, by: Person, at: datetime) -> None:
    """Takes back what somebody who may do less now has sent out, and what was sent to them."""
    concerned = Invitation.objects.waiting().filter(
        pk__in=[
            *Invitation.objects.waiting().filter(invited_by=person).values_list("pk", flat=True),
            *_to(person).values_list("pk", flat=True),
        ]
    )
    for invitation in concerned.select_for_update(of=("self",)).order_by("pk"):
        _revoke(invitation, by, at)


def _to(person: Person) -> InvitationQuerySet:
    waiting = Invitation.objects.waiting()
    return waiting.filter(email__iexact=person.email) if person.email else waiting.none()


def _revoke(invitation: Invitation, by: Person, at: datetime) -> Invitation:
    invitation.revoked_at = at
    invitation.save(update_fields=["revoked_at"])
    record(verb="revoked invitation", subject=invitation, by=by, at=at)
    return invitation


def invitation_of(token: str, *, at: datetime) -> Invitation:
    """What the link opens at `at`. Raises `InvitationOver`."""
    found = Invitation.objects.filter(token_digest=digest_of(token)).first()
    if found is None or found.revoked_at:
        raise InvitationOver(
            "This link opens nothing: a newer invitation was sent, or it was taken back."
        )
    if found.accepted_at:
        raise InvitationOver("This invitation was used: sign in with the name you chose.")
    if found.expires_at <= at:
        raise InvitationOver("This invitation is too old. Ask whoever sent it to send it again.")
    return found


@transaction.atomic
def accept_invitation(
    *, token: str, username: str, first_name: str, last_name: str, password: str, at: datetime
) -> Person:
    """Opens the account: the name and the password that the form validated, the address and the
    role of the invitation. Raises `InvitationOver`, also for the second of two at once, and
    `UsernameTaken` and `UsernameRefused`.
    """
    Invitation.objects.select_for_update(of=("self",)).filter(token_digest=digest_of(token)).first()
    invitation = invitation_of(token, at=at)
    person = new_person(
        username=username,
        first_name=first_name,
        last_name=last_name,
        email=invitation.email,
        role=invitation.role,
        password=password,
        at=at,
    )
    invitation.accepted_at, invitation.person = at, person
    invitation.save(update_fields=["accepted_at", "person"])
    record(
        verb="accepted invitation",
        subject=person,
        by=person,
        at=at,
        role=invitation.role,
        invited_by=str(invitation.invited_by or ""),
    )
    return person


def _lock(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.waiting().select_for_update(of=("self",))
    locked = rows.filter(pk=invitation.pk).first()
    if locked is None:
        raise InvitationOver("This invitation was used or taken back meanwhile.")
    return locked


def new_token() -> str:
    """The secret part of a link: 256 bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """What is kept of it. So many bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
