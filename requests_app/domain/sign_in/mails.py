"""The mails about accounts, one function each; each has three templates of its name. Their links
are secrets: a copy that the site keeps has them cut."""

import re
from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import ROLE_SENTENCES, Role
from requests_app.domain.sign_in.models import Invitation

_SECRET = re.compile(r"(/(?:invitation|password/new)/)[^/\s\"]+")


def invitation_mail(invitation: Invitation, token: str, *, at: datetime) -> EmailMultiAlternatives:
    """Asks its reader to open an account. `token`: the secret of its link."""
    context = {
        "address": settings.SITE_URL + reverse("invitation", args=[token]),
        "by": invitation.invited_by,
        "organisation": settings.ORGANISATION_NAME,
        "role": invitation.role,
        "role_sentence": ROLE_SENTENCES[Role(invitation.role)],
        "until": invitation.expires_at,
        "on": at,
    }
    return _mail("invitation", context, to=invitation.email)


def reset_mail(person: Person, token: str) -> EmailMultiAlternatives:
    """Leads to a page where `person` chooses a new password. `token`: the secret of its link."""
    context = {
        "address": settings.SITE_URL + reverse("password_new", args=[token]),
        "person": person,
        "good_for_minutes": timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
        // timedelta(minutes=1),
    }
    return _mail("password_reset", context, to=person.email)


def without_secret_links(kept: str) -> str:
    """A mail's text or HTML as others than its recipient may read it."""
    return _SECRET.sub(r"\1kept", kept)


def _mail(name: str, context: dict[str, Any], *, to: str) -> EmailMultiAlternatives:
    context |= {"site": settings.SITE_URL, "to": to}
    subject = " ".join(render_to_string(f"email/{name}.subject.txt", context).split())
    context["subject"] = subject
    mail = EmailMultiAlternatives(
        subject=subject,
        # Django calls whatever a template gives safe to show as HTML; plain text is not.
        body=render_to_string(f"email/{name}.txt", context) + "",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        # Of the site's own name: Django would tell that of the machine.
        headers={"Auto-Submitted": "auto-generated", "Message-ID": make_msgid(domain=_host())},
    )
    mail.attach_alternative(render_to_string(f"email/{name}.html", context), "text/html")
    return mail


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
