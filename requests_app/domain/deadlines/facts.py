"""What happened to a request, as far as its clock is concerned: dated facts, nothing computed."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from .due_dates import NONE_ADOPTED, Days
from .rules import AS_BUILT, Rules
from .statutes import Statute


class FactKind(StrEnum):
    """The kinds of facts. `SENT_BY_US` is any reminder or follow-up of ours: it moves nothing."""

    HEARD = "heard"
    EXTENSION_NOTICE = "extension_notice"
    DETERMINATION = "determination"
    ESTIMATE = "estimate"
    ASKED_OF_US = "asked_of_us"
    ANSWERED_BY_US = "answered_by_us"
    PARTIAL_RELEASE = "partial_release"
    FULL_RELEASE = "full_release"
    SENT_BY_US = "sent_by_us"
    CLOSED = "closed"
    REOPENED = "reopened"


FROM_THE_AGENCY = frozenset(
    {
        FactKind.HEARD,
        FactKind.EXTENSION_NOTICE,
        FactKind.DETERMINATION,
        FactKind.ESTIMATE,
        FactKind.ASKED_OF_US,
        FactKind.PARTIAL_RELEASE,
        FactKind.FULL_RELEASE,
    }
)
# Who hands over records has determined that it holds disclosable ones.
DETERMINES = frozenset({FactKind.DETERMINATION, FactKind.PARTIAL_RELEASE, FactKind.FULL_RELEASE})


@dataclass(frozen=True, slots=True)
class Fact:
    """One dated fact. names_on: the new date that an extension notice names, or the date that an
    estimate gives. ground: key of the statutory ground that a notice states; ground_words: how it
    read when the notice was recorded. question: which one is asked of us, or answered by us."""

    kind: FactKind
    on: date
    names_on: date | None = None
    ground: str = ""
    in_writing: bool = True
    ground_words: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """Everything the clock is told of one request.

    law: key of a law, `none` (no date; see `no_date_reason`), or a Statute to try out. level:
    `state` or a local one. agency_due_on: the due date that the agency or its portal states.
    closures, adopted: as for `due_date`. facts: in any order; those of one day stay in the order
    given. rules: the laws and appointed holidays to count by.
    """

    law: str | Statute
    level: str
    sent_on: date | None
    received_on: date | None
    claimed_received_on: date | None = None
    agency_due_on: date | None = None
    closures: Days = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    adopted: frozenset[str] = NONE_ADOPTED
    rules: Rules = AS_BUILT
