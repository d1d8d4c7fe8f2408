"""Which mails are to go now, and whose turn it is to send them."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When

from requests_app.domain.reminders.models import Reminder, ReminderMail
from requests_app.domain.reminders.planning import look_again
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.models import RecordsRequest

# A worker that died while sending never finishes its claim; after this the mail is anybody's.
CLAIM_LASTS = timedelta(minutes=10)
BATCH = 100  # mails; small, so that many workers share a long queue out between them

# What sending changes of a mail.
SETTLED = (
    *("state", "reason", "attempts", "finished_at"),
    *("address", "subject", "text", "html"),
)

State = ReminderMail.State


@transaction.atomic
def claim_next(*, at: datetime, now: datetime, tried: Iterable[int]) -> list[ReminderMail]:
    """Claims the next mails that may go at `at`, but none of `tried`; [] when there are none.

    now: from when the claim counts. (A run by hand may be for another moment, and last an hour.)

    Two workers at once share the mails out between them. What was tried before comes last, so that
    a mail on which the connection breaks each time holds no other up.
    """
    to_send = ReminderMail.objects.to_send(at=at, claimed_before=now - CLAIM_LASTS)
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
        claimed_at=now,
        # Whoever left it behind may have sent it.
        may_have_arrived=Case(When(state=State.CLAIMED, then=True), default=F("may_have_arrived")),
    )
    ours = ReminderMail.objects.select_related("recipient").in_bulk(keys)
    return [ours[pk] for pk in keys]


def _held(mail: ReminderMail) -> QuerySet[ReminderMail]:
    return ReminderMail.objects.filter(pk=mail.pk, claim=mail.claim, state=State.CLAIMED)


def settle(
    mail: ReminderMail,
    *,
    sent: Iterable[Reminder],
    failed: Mapping[int, str],
    skipped: Mapping[int, str],
    at: datetime,
) -> bool:
    """Writes what became of a mail, and which of its reminders are not in it and why, all or
    nothing; what was `sent` follows its mail (`follow_mails`), for many mails at once.

    failed, skipped: the reason by the key of a reminder. False where the claim ran out meanwhile,
    as by the clock of another worker: then only what went is written, and of the rest of what was
    claimed together somebody else knows better.
    """
    mail.finished_at = at
    if not failed and not skipped:
        return _settled(mail, sent)
    with transaction.atomic():
        is_held = _settled(mail, sent)
        if is_held or mail.state == State.SENT:
            _leave_out(mail, failed, skipped, at=at)
    return is_held


def _settled(mail: ReminderMail, sent: Iterable[Reminder]) -> bool:
    values = {name: getattr(mail, name) for name in SETTLED}
    if _held(mail).update(**values):
        return True
    if mail.state == State.SENT:
        with transaction.atomic():
            ReminderMail.objects.filter(pk=mail.pk).update(**values)
            # Whoever took the mail over may have thought better of one of them, but it went.
            Reminder.objects.filter(mail=mail, pk__in=[one.pk for one in sent]).update(
                state=Reminder.State.SENT, reason="", finished_at=mail.finished_at
            )
    return False


def _leave_out(
    mail: ReminderMail, failed: Mapping[int, str], skipped: Mapping[int, str], *, at: datetime
) -> None:
    rows = Reminder.objects.filter(mail=mail)
    for state, reasons in ((Reminder.State.FAILED, failed), (Reminder.State.SKIPPED, skipped)):
        for reason in dict.fromkeys(reasons.values()):
            pks = [pk for pk, why in reasons.items() if why == reason]
            rows.filter(pk__in=pks).update(state=state, reason=reason[:300], finished_at=at)
    # What was skipped may be for somebody else, or due again: planning decides.
    again = rows.filter(pk__in=list(skipped)).values("records_request")
    look_again(RecordsRequest.objects.filter(pk__in=again), on=local_day(at))


@transaction.atomic
def follow_mails(mails: Iterable[int] | None = None) -> int:
    """Marks as sent whatever is in one of these mails that was sent; returns how many rows. None:
    in any, also of a worker that was killed before it came to this."""
    claimed = Reminder.objects.filter(state=Reminder.State.CLAIMED, mail__state=State.SENT)
    if mails is not None:
        claimed = claimed.filter(mail__in=list(mails))
    # Two who do this at once take turns, and neither waits for the other.
    keys = list(
        claimed.select_for_update(of=("self",), skip_locked=True, no_key=True).values_list(
            "pk", flat=True
        )
    )
    its_mail = ReminderMail.objects.filter(pk=OuterRef("mail"))
    return Reminder.objects.filter(pk__in=keys).update(
        state=Reminder.State.SENT,
        reason="",
        finished_at=Subquery(its_mail.values("finished_at")[:1]),
    )


def put_off(
    mail: ReminderMail, reason: str, *, until: datetime | None, may_have_arrived: bool = False
) -> bool:
    """Gives a claimed mail back, to be tried again: not before `until`, where that is given.
    may_have_arrived: the server was given it and never said what became of it. False where the
    claim ran out meanwhile: then nothing is written.

    `claimed_at` stays: what was tried goes to the end of the line.
    """
    given_back = _held(mail).update(
        state=State.WAITING,
        reason=reason,
        try_after=until,
        claim="",
        attempts=mail.attempts,
        may_have_arrived=mail.may_have_arrived or may_have_arrived,
    )
    return bool(given_back)


def give_back(mails: Iterable[ReminderMail]) -> None:
    """Gives back what was claimed and not begun."""
    marks = {mail.claim for mail in mails}
    pks = [mail.pk for mail in mails]
    ReminderMail.objects.filter(pk__in=pks, claim__in=marks, state=State.CLAIMED).update(
        state=State.WAITING, claim="", claimed_at=None
    )
