"""The nightly look at the audit record, and the mail to the administrators when it is not sound."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission, roles_with
from requests_app.domain.audit.findings import Verification
from requests_app.domain.audit.heads import note_head
from requests_app.domain.audit.sealing import seal_waiting
from requests_app.domain.audit.verification import keep_result, verify


def verify_and_tell(*, at: datetime) -> str:
    """Seals what is left, notes the head, verifies, keeps the result and returns it in a sentence.

    What is wrong goes by mail to everybody who looks after people; it is kept before, so that a
    mail server that is away hides nothing. Not in one transaction: a walk may take a minute.
    """
    seal_waiting()
    note_head(at=at)
    found = verify(at=at)
    keep_result(found, at=at)
    if not found.is_sound:
        _tell(found, at=at)
    return found.summary()


def _tell(found: Verification, *, at: datetime) -> None:
    people = Person.objects.filter(
        role__in=roles_with(Permission.MANAGE_PEOPLE), is_active=True, is_sample=False
    )
    context = {"found": found, "at": at, "site": settings.SITE_URL}
    for address in people.exclude(email="").order_by("pk").values_list("email", flat=True):
        # One each: nobody's address is told to the others.
        EmailMessage(
            subject="Tenth Day: the audit record is not sound",
            body=render_to_string("email/audit_not_sound.txt", context) + "",
            to=[address],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
