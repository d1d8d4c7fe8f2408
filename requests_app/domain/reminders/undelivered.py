"""What could not be delivered, and who can never be reached: for those who can mend it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from requests_app.domain.accounts.models import Person
from requests_app.domain.reminders.models import Reminder, ReminderMail
from requests_app.domain.reminders.models.ledger import ReminderQuerySet
from requests_app.domain.request_log.sight import blocked_campaigns, seen_by

# What was planned before that is history: the lists have it.
SHOWN_FOR = timedelta(days=14)
MOST = 200  # reminders


@dataclass(frozen=True)
class Undelivered:
    """Mails in which something failed, the newest first, each with what did; is_cut: there are
    more. A mail that went can be among them: without what could not be put into words."""

    mails: list[tuple[ReminderMail, list[Reminder]]]
    is_cut: bool

    @property
    def number(self) -> str:
        return f"more than {len(self.mails)}" if self.is_cut else str(len(self.mails))


def undelivered(
    *, at: datetime, person: Person | None = None, viewer: Person | None = None
) -> Undelivered:
    """What failed in the last two weeks and was not sent again since: of one person, or of all
    and of the desk; what is there for `viewer`, by itself for that person. A fixed number of
    queries, along the index of the failed ones."""
    failed = _failed(at)
    if person is not None:
        failed = failed.filter(recipient=person)
    newest = _told_to(viewer or person, failed).with_subject().select_related("mail__recipient")
    rows = list(newest.order_by("-planned_at", "-id")[: MOST + 1])
    found: defaultdict[int, list[Reminder]] = defaultdict(list)
    mails = {}
    for one in rows[:MOST]:
        assert one.mail  # what is in no mail was not asked for
        found[one.mail.pk].append(one)
        mails[one.mail.pk] = one.mail
    return Undelivered([(mails[pk], found[pk]) for pk in mails], len(rows) > MOST)


def _told_to(viewer: Person | None, failed: ReminderQuerySet) -> ReminderQuerySet:
    """Without a mail that tells of something else as well which is kept from `viewer`."""
    if viewer is not None and blocked_campaigns(viewer):
        mails = seen_by(ReminderMail.objects.all(), viewer)
        failed = failed.filter(mail__in=mails.order_by().values("pk"))
    return seen_by(failed, viewer)


def undelivered_mails(*, at: datetime) -> QuerySet[ReminderMail]:
    """The mails of `undelivered`, of everybody, as rows to be counted and listed."""
    return ReminderMail.objects.filter(pk__in=_failed(at).order_by().values("mail"))


def _failed(at: datetime) -> ReminderQuerySet:
    return Reminder.objects.filter(
        state=Reminder.State.FAILED, planned_at__gte=at - SHOWN_FOR, mail__isnull=False
    )


def never_reached() -> QuerySet[Person]:
    """Who works here and has no address that a reminder could go to."""
    return Person.objects.filter(is_active=True, is_sample=False, email="")
