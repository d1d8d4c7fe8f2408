"""One function per e-mail; each has three templates of its name (subject, text, HTML)."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from django.core.mail import EmailMultiAlternatives

from requests_app.domain.mailing.mails import made_of
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
        "stops": links.values(),
        "stopped": [kind.label for kind in stopped],
        "audit": audit,
        "all_of_them": sent_page(),
        "wishes": wishes_page() if mail.recipient_id else "",
        "good_for_days": GOOD_FOR_DAYS,
    }
    kind = kind_to_stop(ordered)
    stop = links.get(kind) if kind else None
    headers = _headers(stop.address if stop else "")
    return made_of("digest", context, to=to, message_id=mail.message_id, headers=headers)


def without_links(kept: str) -> str:
    """A mail's text or HTML as it may be kept and shown to others: no link in it can act."""
    return _SIGNED.sub(r"\1kept", kept)


def _headers(stop: str) -> dict[str, str]:
    if not stop:
        return {}
    # RFC 8058: a mail program may post to it by itself, when its reader asks it to.
    return {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
