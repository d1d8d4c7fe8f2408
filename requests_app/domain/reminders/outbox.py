"""Which mails are to go now, and whose turn it is to send them."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from requests_app.domain.reminders.models import Reminder, ReminderMail
from requests_app.domain.reminders.planning import look_again
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.models import RecordsRequest

# A worker that died while sending never finishes its claim; after this the mail is anybody's.
CLAIM_LASTS = timedelta(minutes=10)
BATCH = 50  # mails; small, so that many workers share a long queue out between them

# What sending changes of a mail.
SETTLED = (
    *("state", "reason", "attempts", "finished_at"),
    *("address", "subject", "text", "html"),
)

State = ReminderMail.State


@transaction.atomic
def claim_next(*, at: datetime, tried: Iterable[int]) -> list[ReminderMail]:
    """Claims the next mails that may go at `at`, but none of `tried`; [] when there are none.

    One conditional write: whatever is ours afterwards is nobody else's. What was tried before
    comes last, so that a mail on which the connection breaks each time holds no other up.
    """
    mark = uuid.uuid4().hex
    to_send = ReminderMail.objects.to_send(at=at, claimed_before=at - CLAIM_LASTS)
    next_ones = (
        to_send.exclude(pk__in=list(tried))
        .order_by(F("claimed_at").asc(nulls_first=True), "pk")
        # What somebody else claims at this moment is passed by: of two that wanted the same mails
        # one would end with nothing and leave the rest of the line to the other.
        .select_for_update(skip_locked=True)
        .values_list("pk", flat=True)[:BATCH]
    )
    keys = list(next_ones)
    if not keys or not to_send.filter(pk__in=keys).update(
        state=State.CLAIMED, claim=mark, claimed_at=at
    ):
        return []
    ours = ReminderMail.objects.filter(claim=mark, state=State.CLAIMED)
    place = {pk: number for number, pk in enumerate(keys)}
    return sorted(ours.select_related("recipient"), key=lambda mail: place[mail.pk])


@transaction.atomic
def settle(
    mail: ReminderMail,
    *,
    sent: Iterable[Reminder],
    failed: Mapping[int, str],
    skipped: Mapping[int, str],
    at: datetime,
) -> None:
    """Writes what became of a mail and of each of its reminders, all or nothing.

    failed, skipped: the reason by the key of a reminder.
    """
    mail.finished_at = at
    mail.save(update_fields=SETTLED)
    of_the_mail = Reminder.objects.filter(mail=mail)
    going = [one.pk for one in sent]
    if going:
        of_the_mail.filter(pk__in=going).update(
            state=Reminder.State.SENT, reason="", finished_at=at
        )
    for state, reasons in ((Reminder.State.FAILED, failed), (Reminder.State.SKIPPED, skipped)):
        for reason in dict.fromkeys(reasons.values()):
            pks = [pk for pk, why in reasons.items() if why == reason]
            of_the_mail.filter(pk__in=pks).update(state=state, reason=reason[:300], finished_at=at)
    if skipped:
        # What was skipped may be for somebody else, or due again: planning decides.
        again = of_the_mail.filter(pk__in=list(skipped)).values("records_request")
        look_again(RecordsRequest.objects.filter(pk__in=again), on=local_day(at))


def put_off(
    mail: ReminderMail, reason: str, *, until: datetime | None, may_have_arrived: bool
) -> None:
    """Gives a claimed mail back, to be tried again: not before `until`, where that is given.
    may_have_arrived: the server was given it and never said what became of it.

    `claimed_at` stays: what was tried goes to the end of the line.
    """
    mail.may_have_arrived = mail.may_have_arrived or may_have_arrived
    mail.state, mail.reason, mail.try_after, mail.claim = State.WAITING, reason, until, ""
    mail.save()


def give_back(mails: Iterable[ReminderMail]) -> None:
    """Gives back what was claimed and not begun."""
    marks = {mail.claim for mail in mails}
    pks = [mail.pk for mail in mails]
    ReminderMail.objects.filter(pk__in=pks, claim__in=marks, state=State.CLAIMED).update(
        state=State.WAITING, claim="", claimed_at=None
    )
