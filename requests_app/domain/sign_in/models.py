"""What gets a person in besides a password: second factors, open sessions, invitations.

None of it is on the review site and none has a history: secrets are not for reading.
"""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role


class AuthenticatorApp(models.Model):
    """A program that shows a new code of six digits every thirty seconds (RFC 6238)."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="authenticator_app"
    )
    secret = models.CharField(max_length=64, help_text="In Base32.")
    # A code is good once: whoever looked over a shoulder comes too late.
    last_step = models.BigIntegerField(help_text="The thirty seconds of the last code taken.")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"authenticator app of {self.person}"


class Passkey(models.Model):
    """A key that a device or a browser keeps (WebAuthn); only its public half is here."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    key_id = models.CharField(max_length=1400, unique=True, help_text="In URL-safe Base64.")
    key_data = models.BinaryField(help_text="As WebAuthn's attested credential data.")
    # Authenticators that count say one more each time: one that says less was copied.
    times_used = models.PositiveBigIntegerField()
    added_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code on paper, for one use; kept as its hash."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "digest"], name="one_recovery_code_of_a_kind_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"recovery code of {self.person}"


class OpenSession(models.Model):
    """Where somebody is signed in: Django's session, with whose it is and from where."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    agent = models.CharField(max_length=300, help_text="What the browser calls itself.")
    address = models.GenericIPAddressField()
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        return f"session of {self.person}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> "InvitationQuerySet":
        """Neither taken nor taken back; some may be too old by now."""
        return self.filter(accepted_at=None, revoked_at=None)

    def over_before(self, moment: datetime) -> "InvitationQuerySet":
        """Taken, taken back or too old since before that moment."""
        ended = Q(accepted_at__lt=moment) | Q(revoked_at__lt=moment)
        too_old = Q(accepted_at=None, revoked_at=None, expires_at__lt=moment)
        return self.filter(ended | too_old)


class Invitation(models.Model):
    """Asks somebody to open an account. Its link is made when the mail goes, and kept as a hash."""

    email = models.EmailField()
    role = models.CharField(max_length=20, choices=[(role, role.title()) for role in Role])
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, help_text="Empty: the mail has not gone yet.")
    trouble = models.CharField(max_length=300, blank=True, help_text="Why it did not go.")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    person = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The account that came of it.",
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_waiting_invitation_per_address",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="an_invitation_is_taken_or_taken_back",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation of {self.email}"


class ForgottenPassword(models.Model):
    """Somebody asked for a link to a new password, and the worker has not answered yet. Kept of
    any address, so that the page says the same, as fast, of one that nobody has."""

    email = models.EmailField()
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return "a forgotten password"
