"""From the ledger to mails: one digest a day for each recipient, at their own hour, and at once
what cannot wait for it."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from itertools import islice
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from requests_app.domain.deadlines.holidays import judicial
from requests_app.domain.reminders.models import DeskWishes, PersonWishes, Reminder, ReminderMail
from requests_app.domain.reminders.models.mails import DIGEST
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.wishes import digest_day
from requests_app.domain.request_log.dates import local_day

# With when that one was planned: brought back on the same day, it has a mail once more. In
# microseconds, and within the forty characters of the column.
AT_ONCE = "at once {} {:x}"
IN_A_LATER_MAIL = "It could not go in time: its reminders are in a later mail."
BATCH = 250  # recipients in one transaction

Recipient = int | None


def assemble(*, at: datetime, book: Callable[[], AddressBook]) -> int:
    """Makes the mails that may go at `at` out of the reminders that wait; returns how many.

    A digest holds all that waits for its recipient, of yesterday as well where yesterday's could
    not go. What comes after the day's digest waits for the next one, unless it is wanted at once
    or speaks of today. Safe to run twice, and in parallel.
    """
    waiting = set(
        Reminder.objects.waiting().order_by().values_list("recipient", flat=True).distinct()
    )
    if not waiting and not _empty_digests_are_wanted():
        return 0
    people = book()
    days = _digest_days(waiting | people.wanting_empty_digests, people, at=at)
    digests = ReminderMail.objects.filter(key=DIGEST, day__in=set(days.values()))
    had_one: set[Recipient] = {
        recipient
        for recipient, day in digests.values_list("recipient", "day")
        if days.get(recipient) == day
    }
    new = {one: (day, DIGEST) for one, day in days.items() if one not in had_one}
    return _make(new, Q(), at=at) + _make_at_once(waiting, had_one, people, at=at)


def _empty_digests_are_wanted() -> bool:
    wanted = {"also_when_nothing": True}
    return (
        PersonWishes.objects.filter(**wanted).exists()
        or DeskWishes.objects.filter(**wanted).exists()
    )


def _digest_days(
    recipients: Iterable[Recipient], book: AddressBook, *, at: datetime
) -> dict[Recipient, date]:
    """The day of the digest that each may have now, by recipient."""
    found = {
        one: digest_day(book.times_of(one), at=at, is_holiday=is_holiday) for one in recipients
    }
    return {one: day for one, day in found.items() if day}


def is_holiday(day: date) -> bool:
    """Whether the courts are closed on that day (Code Civ. Proc. § 135)."""
    return day in judicial(day.year)


def _make_at_once(
    waiting: Iterable[Recipient], had_one: set[Recipient], book: AddressBook, *, at: datetime
) -> int:
    """One mail for each recipient of whatever is wanted at once, or would be stale tomorrow."""
    days = {}
    for one in waiting:
        times = book.times_of(one)
        day = at.astimezone(times.zone).date()
        if not times.is_quiet(day, is_holiday=is_holiday):
            days[one] = day
    stale_tomorrow = Q(good_until__lte=local_day(at)) & _of(one for one in had_one if one in days)
    hurried = (Q(at_once=True) & _of(days)) | stale_tomorrow
    firsts = Reminder.objects.waiting().filter(hurried).order_by().values("recipient")
    rows = Reminder.objects.filter(pk__in=firsts.annotate(first=Min("pk")).values("first"))
    new: dict[Recipient, tuple[date, str]] = {
        one: (days[one], AT_ONCE.format(pk, int(planned_at.timestamp() * 1_000_000)))
        for one, pk, planned_at in rows.values_list("recipient", "pk", "planned_at")
    }
    return _make(new, hurried, at=at)


def _make(mails: Mapping[Recipient, tuple[date, str]], which: Q, *, at: datetime) -> int:
    """Mails for these recipients, with those of their reminders that wait and are `which`; where
    that is everything, with what is in older mails that could not go as well.

    `BATCH` recipients at a time, each batch all or nothing: a killed process has done little in
    vain, and whoever makes the same mails waits for one batch only.
    """
    # In one order, or two who make the same would wait for each other.
    left, made = iter(sorted(mails.items(), key=lambda one: one[0] or 0)), 0
    while some := dict(islice(left, BATCH)):
        made += _make_batch(some, which, at=at)
    return made


@transaction.atomic
def _make_batch(mails: Mapping[Recipient, tuple[date, str]], which: Q, *, at: datetime) -> int:
    """Where somebody else makes the same mail, it is theirs, and nothing is put into it here: it
    may be on its way."""
    mark = uuid.uuid4().hex
    rows = [
        ReminderMail(
            recipient_id=one,
            day=day,
            key=key,
            message_id=_new_message_id(),
            made_at=at,
            claim=mark,
        )
        for one, (day, key) in mails.items()
    ]
    ReminderMail.objects.bulk_create(rows, ignore_conflicts=True)
    ours = ReminderMail.objects.filter(claim=mark, state=ReminderMail.State.WAITING)
    theirs = ours.alias(whom=Coalesce("recipient", 0)).filter(whom=OuterRef("whom"))
    made = list(ours.values_list("recipient", flat=True))
    if made and not which:
        # Of those who have a mail of ours only: of the others it would empty the mail of somebody
        # else, who has just made it.
        _take_out_of_older(made, mark, at=at)
    reminders = Reminder.objects.waiting().filter(which & _of(made))
    # One conditional write: what is claimed here was in no mail, and is in this one only.
    reminders.alias(whom=Coalesce("recipient", 0)).update(
        state=Reminder.State.CLAIMED, mail=Subquery(theirs.values("pk")[:1])
    )
    return len(made)


def _take_out_of_older(recipients: Iterable[Recipient], mark: str, *, at: datetime) -> None:
    """Takes the reminders out of mails that no server has seen, so that after an outage of days
    there is one mail and not one for each day."""
    older = ReminderMail.objects.not_begun().filter(_of(recipients)).exclude(claim=mark)
    # Locked, so that nobody begins to send one meanwhile.
    keys = list(older.select_for_update(skip_locked=True).values_list("pk", flat=True))
    if not keys:
        return
    Reminder.objects.filter(mail__in=keys, state=Reminder.State.CLAIMED).update(
        state=Reminder.State.PLANNED, mail=None
    )
    ReminderMail.objects.filter(pk__in=keys).update(
        state=ReminderMail.State.EMPTY, reason=IN_A_LATER_MAIL, finished_at=at
    )


def _of(recipients: Iterable[Recipient]) -> Q:
    keys = list(recipients)
    people = Q(recipient__in=[one for one in keys if one is not None])
    return people | Q(recipient__isnull=True) if None in keys else people


def _new_message_id() -> str:
    return f"<reminder.{uuid.uuid4().hex}@{urlsplit(settings.SITE_URL).hostname}>"
