"""Reads what mails say of their reminders, for many mails in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from requests_app.domain.reminders.models import Reminder, ReminderMail

# What the clock of a request needs.
CLOCKS = (
    "records_request__events",
    "records_request__agency__closures",
    "records_request__agency__adopted_holidays",
    "own_reminder__records_request__events",
    "own_reminder__records_request__agency__closures",
    "own_reminder__records_request__agency__adopted_holidays",
)


def reminders_in(mails: Iterable[ReminderMail]) -> Mapping[int, list[Reminder]]:
    """The reminders of each mail that are not settled, by the key of the mail."""
    found: defaultdict[int, list[Reminder]] = defaultdict(list)
    rows = Reminder.objects.filter(
        mail__in=[mail.pk for mail in mails], state=Reminder.State.CLAIMED
    )
    full = rows.with_subject().select_related("own_reminder__made_by").prefetch_related(*CLOCKS)
    for one in full.order_by("pk"):
        assert one.mail_id  # What is in no mail was not asked for.
        found[one.mail_id].append(one)
    return found
