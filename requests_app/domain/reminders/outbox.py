"""Which mails are to go now, and whose turn it is to send them."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, QuerySet, When

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

    Two workers at once share the mails out between them. What was tried before comes last, so that
    a mail on which the connection breaks each time holds no other up.
    """
    to_send = ReminderMail.objects.to_send(at=at, claimed_before=at - CLAIM_LASTS)
    next_ones = (
        to_send.exclude(pk__in=list(tried))
        .order_by(F("claimed_at").asc(nulls_first=True), "pk")
        # What somebody else claims at this moment is passed by: of two that wanted the same mails
        # one would end with nothing and leave the rest of the line to the other.
        .select_for_update(skip_locked=True, no_key=True)
        .values_list("pk", flat=True)[:BATCH]
    )
    keys = list(next_ones)
    if not keys:
        return []
    ReminderMail.objects.filter(pk__in=keys).update(
        state=State.CLAIMED,
        claim=uuid.uuid4().hex,
        claimed_at=at,
        # Whoever left it behind may have sent it.
        may_have_arrived=Case(When(state=State.CLAIMED, then=True), default=F("may_have_arrived")),
    )
    ours = ReminderMail.objects.select_related("recipient").in_bulk(keys)
    return [ours[pk] for pk in keys]


def is_ours(mail: ReminderMail) -> bool:
    """Whether the claim still holds. It does not where it ran out by the clock of another worker,
    as when that clock was set forward: then the mail is theirs."""
    return _held(mail).exists()


def _held(mail: ReminderMail) -> QuerySet[ReminderMail]:
    return ReminderMail.objects.filter(pk=mail.pk, claim=mail.claim, state=State.CLAIMED)


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

    failed, skipped: the reason by the key of a reminder. Where the claim ran out meanwhile, only
    what went is written: of the rest somebody else knows better.
    """
    mail.finished_at = at
    rows = _held(mail) if mail.state != State.SENT else ReminderMail.objects.filter(pk=mail.pk)
    if not rows.update(**{name: getattr(mail, name) for name in SETTLED}):
        return
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
    mail: ReminderMail, reason: str, *, until: datetime | None, may_have_arrived: bool = False
) -> None:
    """Gives a claimed mail back, to be tried again: not before `until`, where that is given.
    may_have_arrived: the server was given it and never said what became of it.

    `claimed_at` stays: what was tried goes to the end of the line.
    """
    _held(mail).update(
        state=State.WAITING,
        reason=reason,
        try_after=until,
        claim="",
        attempts=mail.attempts,
        may_have_arrived=mail.may_have_arrived or may_have_arrived,
    )


def give_back(mails: Iterable[ReminderMail]) -> None:
    """Gives back what was claimed and not begun."""
    marks = {mail.claim for mail in mails}
    pks = [mail.pk for mail in mails]
    ReminderMail.objects.filter(pk__in=pks, claim__in=marks, state=State.CLAIMED).update(
        state=State.WAITING, claim="", claimed_at=None
    )
