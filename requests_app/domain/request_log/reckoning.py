"""Working out the stored dates of many requests by given rules: equal questions once.

Only four columns depend on the rules: the days granted and the three dates. `moving.py` goes
through the requests and writes them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from requests_app.domain.agencies.models import AdoptedHoliday, Closure
from requests_app.domain.deadlines.clock import Fact, FactKind, RequestFacts
from requests_app.domain.deadlines.determination import determination
from requests_app.domain.deadlines.due_dates import Days
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Event

MOST_KEPT = 20_000  # answers kept for equal questions


class Dates(NamedTuple):
    """The columns of a request that the rules decide."""

    extension_days: int
    due_on: date | None
    earliest_arguable_on: date | None
    latest_arguable_on: date | None


class Row(NamedTuple):
    """What of a request has to be known to work out its dates, and how it stands with them."""

    pk: int
    received_on: date
    claimed_received_on: date | None
    agency_id: int
    law: str
    level: str
    extension_days: int
    due_on: date | None
    earliest_arguable_on: date | None
    latest_arguable_on: date | None
    is_open: bool
    heard_on: date | None
    determined_on: date | None
    waiting_on_us_since: date | None
    closed_on: date | None

    @property
    def dates(self) -> Dates:
        return Dates(*self[6:10])


COLUMNS = tuple(
    {"law": "agency__records_law", "level": "agency__level"}.get(name, name) for name in Row._fields
)


@dataclass(frozen=True, slots=True)
class Move:
    """One request whose dates are not what the rules make of it."""

    row: Row
    after: Dates


@dataclass(frozen=True)
class Offices:
    """What is different about single agencies, by id, instead of what is stored of them.

    clocks: (law, level).
    """

    closures: Mapping[int, Days] = field(default_factory=dict)
    adopted: Mapping[int, frozenset[str]] = field(default_factory=dict)
    clocks: Mapping[int, tuple[str, str]] = field(default_factory=dict)


AS_STORED = Offices()


class Reckoner:
    """Works out the dates of requests by given rules. offices: for trying out what is not stored.

    One for a whole run: equal questions are answered once.
    """

    def __init__(self, rules: Rules, offices: Offices = AS_STORED) -> None:
        self._rules, self._offices = rules, offices
        self._kept: dict[tuple, Dates] = {}

    def moves(self, rows: Sequence[Row]) -> list[Move]:
        """Those of `rows` whose stored dates are not what these rules give. Three queries."""
        notices = _notices_of(rows)
        agencies = {row.agency_id for row in rows}
        closures = _closures_of(agencies) | dict(self._offices.closures)
        adopted = _adopted_by(agencies) | dict(self._offices.adopted)
        found = []
        for row in rows:
            after = self._dates(
                self._under_its_law(row),
                notices.get(row.pk, ()),
                closures.get(row.agency_id, {}),
                adopted.get(row.agency_id, frozenset()),
            )
            if after != row.dates:
                found.append(Move(row, after))
        return found

    def _under_its_law(self, row: Row) -> Row:
        if row.agency_id not in self._offices.clocks:
            return row
        law, level = self._offices.clocks[row.agency_id]
        return row._replace(law=law, level=level)

    def _dates(
        self, row: Row, notices: tuple[Fact, ...], closures: Days, adopted: frozenset[str]
    ) -> Dates:
        asked = (
            *(row.law, row.level, row.received_on, row.claimed_received_on),
            *(notices, tuple(closures.items()), adopted),
        )
        answer = self._kept.get(asked)
        if answer is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            answer = self._kept[asked] = self._worked_out(row, notices, closures, adopted)
        return answer

    def _worked_out(
        self, row: Row, notices: tuple[Fact, ...], closures: Days, adopted: frozenset[str]
    ) -> Dates:
        facts = RequestFacts(
            law=row.law,
            level=row.level,
            sent_on=None,
            received_on=row.received_on,
            claimed_received_on=row.claimed_received_on,
            closures=closures,
            adopted=adopted,
            rules=self._rules,
        )
        found = determination(facts, notices)
        due = found.due
        if due is None:
            return Dates(found.extension.days, None, None, None)
        return Dates(
            found.extension.days, due.due_on, due.earliest_arguable_on, due.latest_arguable_on
        )


def _notices_of(rows: Sequence[Row]) -> dict[int, tuple[Fact, ...]]:
    """The extension notices that stand, oldest first, by request."""
    found: dict[int, tuple[Fact, ...]] = {}
    notices = Event.objects.filter(
        records_request__in=[row.pk for row in rows],
        kind=EventKind.EXTENSION_NOTICE,
        corrected_by__isnull=True,
    )
    told = ("records_request", "on", "names_on", "ground", "in_writing", "ground_words")
    for pk, *of_notice in notices.order_by("on", "pk").values_list(*told):
        found[pk] = (*found.get(pk, ()), Fact(FactKind.EXTENSION_NOTICE, *of_notice))
    return found


def _closures_of(agencies: Iterable[int]) -> dict[int, Days]:
    found: dict[int, dict[date, str]] = defaultdict(dict)
    for closure in Closure.objects.filter(agency__in=agencies).order_by("on"):
        found[closure.agency_id][closure.on] = closure.reason
    return dict(found)


def _adopted_by(agencies: Iterable[int]) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for adopted in AdoptedHoliday.objects.filter(agency__in=agencies):
        found[adopted.agency_id] = found.get(adopted.agency_id, frozenset()) | {adopted.holiday}
    return found
