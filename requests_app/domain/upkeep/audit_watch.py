"""The nightly look at the audit record, and the mail to the administrators when it is not sound."""

import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission, roles_with
from requests_app.domain.audit.findings import Verification, not_verified
from requests_app.domain.audit.heads import note_head
from requests_app.domain.audit.sealing import seal_waiting
from requests_app.domain.audit.verification import keep_result, verify

log = logging.getLogger(__name__)


def verify_and_tell(*, at: datetime) -> str:
    """Seals what is left, notes the head, verifies, keeps the result and returns it in a sentence.

    What is wrong goes by mail to everybody who looks after people; it is kept before, so that a
    mail server that is away hides nothing. Not in one transaction: a walk may take a minute.
    A look that breaks off is kept and told as well, and what broke it is raised.
    """
    _seal_and_note(at=at)
    try:
        found = verify(at=at)
    except Exception as error:
        _keep_and_tell(not_verified(error), at=at)
        raise
    _keep_and_tell(found, at=at)
    return found.summary()


def _seal_and_note(*, at: datetime) -> None:
    """What fails here fails every minute, and the page of the clockwork says so; a head that
    somebody has spoilt must not keep the record from being looked at."""
    try:
        seal_waiting()
        note_head(at=at)
    except Exception:
        log.exception("the audit record is verified without being sealed first")


def _keep_and_tell(found: Verification, *, at: datetime) -> None:
    try:
        keep_result(found, at=at)
    finally:
        if not found.is_sound:
            _tell(found, at=at)


def _tell(found: Verification, *, at: datetime) -> None:
    people = Person.objects.filter(
        role__in=roles_with(Permission.MANAGE_PEOPLE), is_active=True, is_sample=False
    )
    what = "is not sound" if found.was_verified else "could not be verified"
    context = {"found": found, "at": at, "site": settings.SITE_URL}
    for address in people.exclude(email="").order_by("pk").values_list("email", flat=True):
        # One each: nobody's address is told to the others.
        EmailMessage(
            subject=f"Tenth Day: the audit record {what}",
            body=render_to_string("email/audit_not_sound.txt", context) + "",
            to=[address],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
