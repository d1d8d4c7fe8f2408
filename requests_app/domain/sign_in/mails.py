"""The mails about accounts, one function each; each has three templates of its name. Their links
are secrets: a copy that the site keeps has them cut."""

import re
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import ROLE_SENTENCES, Role
from requests_app.domain.mailing.mails import made_of, new_message_id
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
    return made_of("invitation", context, to=invitation.email, message_id=new_message_id())


def reset_mail(person: Person, token: str) -> EmailMultiAlternatives:
    """Leads to a page where `person` chooses a new password. `token`: the secret of its link."""
    context = {
        "address": settings.SITE_URL + reverse("password_new", args=[token]),
        "person": person,
        "good_for_minutes": timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
        // timedelta(minutes=1),
    }
    return made_of("password_reset", context, to=person.email, message_id=new_message_id())


def without_secret_links(kept: str) -> str:
    """A mail's text or HTML as others than its recipient may read it."""
    return _SECRET.sub(r"\1kept", kept)
