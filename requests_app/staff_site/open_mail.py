"""The mail that somebody is logging or recording from: read anew for each page that shows it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.dates import shown
from requests_app.domain.request_log.mail_drafts import (
    DraftGone,
    Enclosure,
    enclosures,
    read_draft,
)
from requests_app.domain.request_log.mail_proposals import LooksLike, look_at
from requests_app.domain.request_log.mail_reading import MailRead
from requests_app.domain.request_log.models import MailDraft

LONGEST_ID = 18  # digits; more are no id of a database


@dataclass(frozen=True)
class OpenMail:
    """draft: what is kept. whole: what it says, with what it encloses. may_attach: whether whoever
    opened it may attach files."""

    draft: MailDraft
    whole: MailRead
    today: date
    may_attach: bool

    @cached_property
    def seen(self) -> LooksLike:
        """Whose it is and which agencies it may concern."""
        return look_at(self.whole, today=self.today)

    @property
    def no_day_because(self) -> str:
        """Why its own day is not proposed; "" where it is."""
        on = self.seen.mail.on
        if on is None:
            return "The mail has no date: give the day yourself."
        if on > self.today:
            return f"The mail is dated {shown(on)}, which is still to come: give the day yourself."
        return ""

    @cached_property
    def parts(self) -> list[Enclosure]:
        """The mail itself and what it encloses, as far as it can be attached."""
        return enclosures(self.draft, self.whole) if self.may_attach else []


def open_mail(pk: str | None, *, person: Person, today: date) -> OpenMail:
    """The mail with this id that is kept for `person`. Raises `DraftGone`, for others' as well."""
    number = pk if pk and pk.isascii() and pk.isdigit() and len(pk) <= LONGEST_ID else "0"
    draft = MailDraft.objects.filter(person=person, pk=int(number)).first()
    if draft is None:
        raise DraftGone("This mail is not kept any more: drop or paste it again.")
    return OpenMail(draft, read_draft(draft), today, person.may(Permission.ATTACH_FILES))
