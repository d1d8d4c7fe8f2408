"""What tomorrow's digest would say if nothing happened until then. Nothing is written or sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.mail import EmailMultiAlternatives

from requests_app.domain.accounts.models import Person
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.reminders.assembling import is_holiday
from requests_app.domain.reminders.forecast import Forecast
from requests_app.domain.reminders.items import Item, item_of
from requests_app.domain.reminders.loading import CLOCKS
from requests_app.domain.reminders.mails import digest
from requests_app.domain.reminders.models import Reminder, ReminderMail
from requests_app.domain.reminders.models.mails import DIGEST
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.second_look import SecondLook
from requests_app.domain.reminders.wishes import DigestTimes
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.statute_book.rules import rules_in_force

MOST = 200  # reminders that wait, and requests that come up
LONGEST_QUIET = 30  # days; no row of weekends and holidays is longer


@dataclass(frozen=True)
class Preview:
    """goes_at: when. message: the mail; None where none would go, and then why_not says why.
    number: of the reminders in it. is_cut: more came up than were looked at."""

    goes_at: datetime
    message: EmailMultiAlternatives | None
    number: int
    why_not: str = ""
    is_cut: bool = False

    @property
    def html(self) -> str:
        return str(self.message.alternatives[0][0]) if self.message else ""


def preview_digest(*, person: Person, at: datetime) -> Preview:
    """The next day's digest of a person, as it would be made and read on that day: from what waits
    in the ledger, and from the requests, rounds and own reminders that name them, or somebody for
    whom they stand in. A fixed number of queries, whatever the log holds.

    What falls to an administrator because nobody else can be reached is known only when it does.
    """
    book = AddressBook.now()
    times = book.times_of(person.pk)
    goes_at = next_digest_at(times, after=at)
    if not book.address_of(person.pk):
        return Preview(goes_at, None, 0, f"{person} has no e-mail address, or no open account.")
    on = local_day(goes_at)
    waiting = _waiting(person, goes_at, book)
    coming = Forecast(person, at=goes_at, book=book, most=MOST)
    rules = rules_in_force()
    items = [item_of(one, on=on, rules=rules) for one in (*waiting, *coming.rows())]
    if not items and not times.also_when_nothing:
        return Preview(goes_at, None, 0, "Nothing is due by then, so no mail goes.")
    message = _message(person, items, on=on, book=book)
    return Preview(goes_at, message, len(items), is_cut=coming.is_cut or len(waiting) == MOST)


def digest_ahead(*, person: Person, book: AddressBook, at: datetime) -> datetime:
    """The moment of a person's next digest, today's where it is still to come. One query."""
    times = book.times_of(person.pk)
    local = at.astimezone(times.zone)
    is_ahead = local.time() < times.digest_at
    had_it = ReminderMail.objects.filter(recipient=person, day=local.date(), key=DIGEST)
    return next_digest_at(times, after=at, from_today=is_ahead and not had_it.exists())


def next_digest_at(times: DigestTimes, *, after: datetime, from_today: bool = False) -> datetime:
    """The moment of the first digest on a later day, or from this day on, by the recipient's own
    clock."""
    today = after.astimezone(times.zone).date()
    first = 0 if from_today else 1
    days = (days_after(today, number) for number in range(first, LONGEST_QUIET))
    day = next(one for one in days if not times.is_quiet(one, is_holiday=is_holiday))
    return datetime.combine(day, times.digest_at, tzinfo=times.zone)


def _waiting(person: Person, at: datetime, book: AddressBook) -> list[Reminder]:
    """What is planned and will still be worth sending."""
    rows = list(
        Reminder.objects.waiting()
        .filter(recipient=person, at_once=False)
        .with_subject()
        .select_related("own_reminder__made_by")
        .prefetch_related(*CLOCKS)
        .order_by("pk")[:MOST]
    )
    pointless = SecondLook(rows, at=at, book=book).reasons_not_to_send(rows)
    return [one for one in rows if one.pk not in pointless]


def _message(
    person: Person, items: Iterable[Item], *, on: date, book: AddressBook
) -> EmailMultiAlternatives:
    # Not saved, and never sent: a mail without a key is a preview, and no link in it is signed.
    mail = ReminderMail(recipient=person, day=on, key=DIGEST, message_id="<preview@localhost>")
    to, stopped = book.address_of(person.pk), book.stopped_by(person.pk)
    return digest(mail, list(items), on=on, to=to, stopped=stopped)
