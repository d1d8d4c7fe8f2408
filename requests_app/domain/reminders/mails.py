"""One function per e-mail; each has three templates of its name (subject, text, HTML)."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from email.policy import Compat32
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, SafeMIMEMultipart, SafeMIMEText
from django.template.loader import render_to_string

from requests_app.domain.reminders.items import Item, in_order
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.links import GOOD_FOR_DAYS
from requests_app.domain.reminders.models import ReminderMail
from requests_app.domain.reminders.setting_out import (
    kind_to_stop,
    sent_page,
    set_out,
    stops,
    wishes_page,
)

# The signed part of a link: who reads the copy that is kept must not be able to act with it.
_SIGNED = re.compile(r"(/mail/(?:snooze|stop)/)[^/\s\"]+")


class AsWritten(Compat32):
    """Headers as Django wrote them, which has looked for line breaks and encoded what is not
    ASCII. Python's own way takes each apart again, which took a third of the time of a mail, and
    writes one that is longer than the usual line, as that of RFC 8058, below its own name."""

    def fold(self, name: str, value: Any) -> str:
        # Django folds what it encodes.
        return f"{name}: {value}\n".replace("\n", self.linesep)

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii", "surrogateescape")


AS_WRITTEN = AsWritten(linesep="\n")


class TwoParts(EmailMultiAlternatives):
    """A mail as text and as HTML. The line between the two is made of the Message-ID, which no
    part holds: Python would search both for one that is free, with a new pattern for each mail."""

    # (The stubs are those of Django 6, which makes its mails another way.)
    def message(self) -> SafeMIMEMultipart | SafeMIMEText:  # type: ignore[override]
        made: SafeMIMEMultipart | SafeMIMEText = super().message()  # type: ignore[assignment]
        made.policy = AS_WRITTEN
        if isinstance(made, SafeMIMEMultipart):
            made.set_boundary("=" + self.extra_headers["Message-ID"].strip("<>").partition("@")[0])
        return made


def digest(
    mail: ReminderMail,
    items: Sequence[Item],
    *,
    on: date,
    to: str,
    stopped: Iterable[ReminderKind] = (),
    audit: str = "",
) -> EmailMultiAlternatives:
    """The mail with all of `items`, the most urgent first, ready to send, with the Message-ID of
    its row. Without items it says that there is nothing. `on`: the day it is read on.

    stopped: the kinds that the recipient does not get, which the mail says, so that nobody forgets
    a date that is not in it. audit: a line on how far the audit record is, or "". A mail that is
    not saved is a preview: no link in it is signed.
    """
    ordered = in_order(items)
    person = mail.recipient_id if mail.pk else None
    groups = set_out(ordered, on=on, person=person)
    links = stops(groups, on=on, person=person)
    context = {
        "items": ordered,
        "groups": groups,
        "many": len(ordered) > 1,
        "first": ordered[0] if ordered else None,
        "others": len(ordered) - 1,
        "late": sum(item.is_late for item in ordered),
        "is_sample": any(item.is_sample for item in ordered),
        "on": on,
        "to": to,
        "site": settings.SITE_URL,
        "stops": links.values(),
        "stopped": [kind.label for kind in stopped],
        "audit": audit,
        "all_of_them": sent_page(),
        "wishes": wishes_page() if mail.recipient_id else "",
        "good_for_days": GOOD_FOR_DAYS,
    }
    kind = kind_to_stop(ordered)
    stop = links.get(kind) if kind else None
    return _mail("digest", context, to=to, headers=_headers(mail, stop.address if stop else ""))


def without_links(kept: str) -> str:
    """A mail's text or HTML as it may be kept and shown to others: no link in it can act."""
    return _SIGNED.sub(r"\1kept", kept)


def _headers(mail: ReminderMail, stop: str) -> dict[str, str]:
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    if stop:
        # RFC 8058: a mail program may post to it by itself, when its reader asks it to.
        headers["List-Unsubscribe"] = f"<{stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _mail(
    name: str, context: dict[str, Any], *, to: str, headers: dict[str, str]
) -> EmailMultiAlternatives:
    subject = " ".join(render_to_string(f"email/{name}.subject.txt", context).split())
    context["subject"] = subject
    made = TwoParts(
        subject=subject,
        # Django calls whatever a template gives safe to show as HTML; plain text is not.
        body=render_to_string(f"email/{name}.txt", context) + "",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers=headers,
    )
    made.attach_alternative(render_to_string(f"email/{name}.html", context), "text/html")
    return made
