"""One function per e-mail; each has three templates of its name (subject, text, HTML)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from requests_app.domain.reminders.items import Item, in_order
from requests_app.domain.reminders.models import ReminderMail

INLINER = css_inline.CSSInliner(load_remote_stylesheets=False)


def digest(
    mail: ReminderMail, items: Sequence[Item], *, on: date, to: str
) -> EmailMultiAlternatives:
    """The mail with all of `items`, the most urgent first, ready to send, with the Message-ID of
    its row. Without items it says that there is nothing. `on`: the day it is read on."""
    ordered = in_order(items)
    context = {
        "mail": mail,
        "items": ordered,
        "first": ordered[0] if ordered else None,
        "others": len(ordered) - 1,
        "on": on,
        "site": settings.SITE_URL,
    }
    return _mail("digest", context, to=to, message_id=mail.message_id)


def _mail(
    name: str, context: dict[str, Any], *, to: str, message_id: str
) -> EmailMultiAlternatives:
    subject = " ".join(render_to_string(f"email/{name}.subject.txt", context).split())
    made = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"email/{name}.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
    )
    html = render_to_string(f"email/{name}.html", context)
    made.attach_alternative(INLINER.inline(html), "text/html")
    return made
