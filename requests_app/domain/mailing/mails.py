"""A mail as text and as HTML, made of its templates."""

from collections.abc import Mapping
from email.policy import Compat32
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, SafeMIMEMultipart, SafeMIMEText
from django.template.loader import render_to_string


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


def made_of(
    name: str,
    context: Mapping[str, Any],
    *,
    to: str,
    message_id: str,
    headers: Mapping[str, str] | None = None,
) -> EmailMultiAlternatives:
    """A mail ready to send, of the three templates of this name (subject, text, HTML); they get
    `site` and `to` besides their `context`. headers: further ones."""
    context = {**context, "site": settings.SITE_URL, "to": to}
    subject = " ".join(render_to_string(f"email/{name}.subject.txt", context).split())
    context["subject"] = subject
    made = TwoParts(
        subject=subject,
        # Django calls whatever a template gives safe to show as HTML; plain text is not.
        body=render_to_string(f"email/{name}.txt", context) + "",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={
            "Message-ID": message_id,
            "Auto-Submitted": "auto-generated",
            **(headers or {}),
        },
    )
    made.attach_alternative(render_to_string(f"email/{name}.html", context), "text/html")
    return made


def new_message_id() -> str:
    """One of the site's own name: Django would tell that of the machine."""
    return make_msgid(domain=urlsplit(settings.SITE_URL).hostname or "localhost")
