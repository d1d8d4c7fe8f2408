"""How an agency usually answers: sums over its requests, each with its number of cases."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import NamedTuple

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.models import Event, RecordsRequest
from requests_app.domain.request_log.sight import seen_by

TOO_FEW = 3  # below this a median or a range says nothing
MOST_CASES = 5_000  # the latest; an agency that has more answers as it does in these
TELLING = (K.EXTENSION_NOTICE, K.FEE_ASKED, K.CLARIFICATION_ASKED, K.PORTAL_CLOSED,
           K.PARTIAL_RELEASE, K.FULL_RELEASE)  # fmt: skip


class Case(NamedTuple):
    """One request that was received, and the kinds of what the agency did (events that stand)."""

    received_on: date
    due_on: date | None
    latest_arguable_on: date | None
    heard_on: date | None
    determined_on: date | None
    closed_on: date | None
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Share:
    """`number` of `of` cases."""

    number: int
    of: int

    @property
    def is_too_few(self) -> bool:
        return self.of < TOO_FEW

    @property
    def percent(self) -> int:
        return round(100 * self.number / self.of) if self.of else 0


@dataclass(frozen=True)
class Days:
    """Calendar days from receipt to the determination, over `cases` that have one."""

    cases: int
    median: float
    fewest: int
    most: int

    @property
    def is_too_few(self) -> bool:
        return self.cases < TOO_FEW


@dataclass(frozen=True)
class Sums:
    """cases: requests that were received. in_time, silent: of those whose date has been decided;
    the others of all."""

    cases: int
    days: Days
    in_time: Share
    silent: Share
    extended: Share
    asked_fee: Share
    asked_clarification: Share
    portal_closed: Share


@dataclass(frozen=True)
class Behaviour:
    """Of all years, and of each year of receipt, the latest first."""

    all: Sums
    years: list[tuple[int, Sums]] = field(default_factory=list)
    is_capped: bool = False

    @property
    def is_too_few(self) -> bool:
        return self.all.cases < TOO_FEW


def how_it_answers(agency: Agency, *, on: date, person: Person | None = None) -> Behaviour:
    """What its requests tell, those that are there for `person`, seen on the day `on`. Two
    queries."""
    cases = _cases_of(agency, person)
    by_year: dict[int, list[Case]] = defaultdict(list)
    for case in cases:
        by_year[case.received_on.year].append(case)
    years = [(year, sums(found, on=on)) for year, found in sorted(by_year.items(), reverse=True)]
    return Behaviour(sums(cases, on=on), years, len(cases) == MOST_CASES)


def _cases_of(agency: Agency, person: Person | None) -> list[Case]:
    columns = ("pk", *Case._fields[:-1])
    received = RecordsRequest.objects.filter(agency=agency, received_on__isnull=False)
    received = seen_by(received, person)
    rows = list(received.order_by("-received_on", "-pk").values_list(*columns)[:MOST_CASES])
    told = Event.objects.filter(
        records_request__agency=agency, kind__in=TELLING, corrected_by__isnull=True
    )
    kinds: dict[int, set[str]] = defaultdict(set)
    for pk, kind in told.order_by().values_list("records_request", "kind").distinct():
        kinds[pk].add(kind)
    return [Case._make((*row, frozenset(kinds.get(pk, ())))) for pk, *row in rows]


def sums(cases: Sequence[Case], *, on: date) -> Sums:
    """The sums over `cases`, seen on the day `on`."""
    decided = [case for case in cases if _is_decided(case, case.due_on, on)]
    outlasted = [case for case in cases if _is_decided(case, case.latest_arguable_on, on)]
    return Sums(
        cases=len(cases),
        days=_days(cases, on),
        in_time=_share(map(_is_in_time, decided)),
        silent=_share(map(_is_silent, outlasted)),
        extended=_share(K.EXTENSION_NOTICE in case.kinds for case in cases),
        asked_fee=_share(K.FEE_ASKED in case.kinds for case in cases),
        asked_clarification=_share(K.CLARIFICATION_ASKED in case.kinds for case in cases),
        portal_closed=_share(map(_is_closed_without_records, cases)),
    )


def _days(cases: Iterable[Case], on: date) -> Days:
    took = sorted(
        (case.determined_on - case.received_on).days
        for case in cases
        if case.determined_on and case.determined_on <= on
    )
    return Days(len(took), median(took), took[0], took[-1]) if took else Days(0, 0, 0, 0)


def _is_decided(case: Case, last_day: date | None, on: date) -> bool:
    """Whether it is known if the agency met that day: it determined, or the day is past. A request
    that we closed before the day tells nothing."""
    if last_day is None:
        return False
    if case.determined_on and case.determined_on <= on:
        return True
    closed_before = case.closed_on is not None and case.closed_on <= last_day
    return last_day < on and not closed_before


def _is_in_time(case: Case) -> bool:
    return bool(case.determined_on and case.due_on and case.determined_on <= case.due_on)


def _is_silent(case: Case) -> bool:
    """Nothing was heard until the last date of every reading was past."""
    latest = case.latest_arguable_on
    return latest is not None and (case.heard_on is None or case.heard_on > latest)


def _is_closed_without_records(case: Case) -> bool:
    return K.PORTAL_CLOSED in case.kinds and not case.kinds & {K.PARTIAL_RELEASE, K.FULL_RELEASE}


def _share(answers: Iterable[bool]) -> Share:
    found = list(answers)
    return Share(sum(found), len(found))
