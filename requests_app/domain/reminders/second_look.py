"""The facts, read again just before sending: is there still a reason to?

Each answer here but one (it went to another) mirrors a question that planning asks, so that what
is skipped is not planned again at once.
"""

from datetime import datetime

from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.planning import due_kinds
from requests_app.domain.request_log.dates import local_day


def why_not_to_send(reminder: Reminder, *, at: datetime) -> str:
    """Read just before sending: why the reminder has become pointless ("" when it has not)."""
    if not reminder.recipient.is_active:
        return "The recipient's account is switched off."
    if not reminder.recipient.email:
        return "The recipient has no e-mail address."
    if _went_to_another(reminder):
        return "It went to somebody else already."
    request = reminder.records_request
    if not request.is_open:
        return f"The request was {request.get_status_display().lower()} meanwhile."
    if request.determined_on:
        return f"The agency answered on {request.determined_on:%d %b %Y}."
    if request.waiting_on_us_since:
        return "The agency is waiting for our answer."
    dates = {
        "due_on": request.due_on,
        "latest_arguable_on": request.latest_arguable_on,
        "reminded_from": request.reminded_from,
    }
    still_due = {(due.kind, due.speaks_of) for due in due_kinds(dates, on=local_day(at))}
    if (ReminderKind(reminder.kind), reminder.speaks_of) not in still_due:
        return "The date moved, or a later reminder says more."
    return ""


def _went_to_another(reminder: Reminder) -> bool:
    """Two planners that saw different people reachable wrote a row each; one mail is enough."""
    return Reminder.objects.filter(
        records_request=reminder.records_request_id,
        kind=reminder.kind,
        speaks_of=reminder.speaks_of,
        state=Reminder.State.SENT,
    ).exists()
