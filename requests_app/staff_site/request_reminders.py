"""What the page of a request says of its reminders: what went, what comes, what will not."""

from datetime import date
from typing import Any

from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.outlook import Prospect, prospects_of_requests
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.request_log.models import RecordsRequest

SHOWN = 8


def reminders_of(records_request: RecordsRequest, *, on: date) -> dict[str, Any]:
    """The newest rows of the ledger, and what is ahead. A fixed number of queries."""
    # What is planned has not happened: it is among what is ahead.
    ledger = records_request.reminders.exclude(state=Reminder.State.PLANNED)
    newest = list(ledger.select_related("recipient").order_by("-planned_at", "-id")[: SHOWN + 1])
    ahead: list[Prospect] = []
    if records_request.is_open:
        found = prospects_of_requests([records_request.pk], on=on, book=AddressBook.now())
        ahead = found.get(records_request.pk, [])
    return {
        "reminders_went": newest[:SHOWN],
        "more_went": len(newest) > SHOWN,
        "coming": [one for one in ahead if one.comes_on],
        "not_coming": [one for one in ahead if not one.comes_on],
    }
