"""When the determination on a request is due: its receipt, the notices on it and the rules."""

from collections.abc import Sequence
from dataclasses import dataclass

from .counting import due_date
from .due_dates import DueDate
from .extension_check import Extension, check_notices
from .facts import Fact, RequestFacts
from .readings import one_off_days
from .statutes import no_date_reason

NOT_RECEIVED = "No receipt is recorded yet: the period runs from the day of receipt."
NONE_GRANTED = Extension(0, ())


@dataclass(frozen=True, slots=True)
class Determination:
    """due: None where there is no date, and `no_date_because` says why. extension: what the
    notices come to."""

    due: DueDate | None
    no_date_because: str
    extension: Extension = NONE_GRANTED


def determination(facts: RequestFacts, notices: Sequence[Fact]) -> Determination:
    """The date with what the notices grant. notices: extension notices, oldest first.

    Raises DateOutOfRange, UnknownLaw.
    """
    if isinstance(facts.law, str):
        reason = no_date_reason(facts.law, facts.level)
        if reason:
            return Determination(None, reason)
    if facts.received_on is None:
        return Determination(None, NOT_RECEIVED)
    law, rules = facts.law, facts.rules
    statute = rules.law(law, facts.received_on) if isinstance(law, str) else law
    extension = NONE_GRANTED
    if notices:
        one_off = one_off_days(statute, facts.closures, rules.appointed)
        extension = check_notices(statute, facts.received_on, notices, one_off, rules.laws)
    due = due_date(
        facts.received_on,
        law=statute,
        level=facts.level,
        extension_days=extension.days,
        closures=facts.closures,
        claimed_received_on=facts.claimed_received_on,
        appointed=rules.appointed,
        adopted=facts.adopted,
    )
    return Determination(due, "", extension)
