"""What has to hold for a reminder: each gives the reason why it does not, or "".

They are asked twice, when a reminder is planned and again just before it is sent, so that what is
skipped is not planned again at once.
"""

from collections.abc import Callable

from requests_app.domain.agencies.models import Level
from requests_app.domain.reminders.facts import DeskFacts, OwnFacts, RequestFacts, RoundFacts
from requests_app.domain.request_log.dates import shown
from requests_app.domain.request_log.event_kinds import SETTLED_STATUSES, Status

# Each asks the facts of what its kind is about (`kinds.About`).
Condition = Callable[..., str]

# Whose records Gov. Code § 34090 and its likes let go; the state and schools have rules of their
# own, and what is no Californian body is not bound.
LOCAL = frozenset({Level.COUNTY, Level.CITY, Level.DISTRICT})


def is_open(facts: RequestFacts) -> str:
    if facts.is_open:
        return ""
    return f"The request was {Status(facts.status).label.lower()} meanwhile."


def is_undetermined(facts: RequestFacts) -> str:
    if facts.determined_on:
        return f"The agency answered on {shown(facts.determined_on)}."
    return "" if facts.received_on else "No day of receipt is known."


def waits_for_the_agency(facts: RequestFacts) -> str:
    return "The agency is waiting for our answer." if facts.waiting_on_us_since else ""


def is_extended(facts: RequestFacts) -> str:
    return "" if facts.extension_days else "No extension is running."


def is_not_extended(facts: RequestFacts) -> str:
    return "An extension is running: its end has a reminder." if facts.extension_days else ""


def is_not_settled(facts: RequestFacts) -> str:
    status = Status(facts.status)
    return f"Settled: {status.label.lower()}." if status in SETTLED_STATUSES else ""


def was_only_acknowledged(facts: RequestFacts) -> str:
    if facts.status == Status.ACKNOWLEDGED:
        return ""
    return f"More than an acknowledgement: {Status(facts.status).label.lower()}."


def is_in_a_portal(facts: RequestFacts) -> str:
    return "" if facts.in_a_portal else "It is in no portal."


def is_a_local_body(facts: RequestFacts) -> str:
    return "" if facts.level in LOCAL else "No local body: other rules say how long it keeps them."


def data_are_not_there(facts: RequestFacts) -> str:
    return "The agency's duty for the year is answered." if facts.data_are_there else ""


def is_not_done(facts: OwnFacts) -> str:
    return "It was done meanwhile." if facts.is_done else ""


def somebody_owes_data(facts: RoundFacts) -> str:
    return "" if facts.owing else "Every agency of the round has its answer on the 1 February page."


def round_is_not_open(facts: DeskFacts) -> str:
    return "The year's round is open already." if facts.round_is_open else ""
