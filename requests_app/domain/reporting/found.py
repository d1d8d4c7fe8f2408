"""What published releases tell of the duties: recorded in bulk, and set aside by a later issue.

A person's answer stays whatever a release says; where the two differ the duty says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.deadlines.counting import reporting_due_on
from requests_app.domain.deadlines.years import FIRST_YEAR
from requests_app.domain.reporting.answers import Answer, Teller, believed, contradicted
from requests_app.domain.reporting.models import AnnualDuty, FoundAnswer
from requests_app.domain.request_log.dates import local_day

BATCH = 500
SETTLED = ("answer", "said", "reported_on", "evidence", "answered_by", "is_contradicted")
Key = tuple[int, int]  # agency, reporting year


@dataclass(frozen=True, slots=True)
class Evidence:
    """The release that tells: its number, its title, and who stands behind it."""

    number: int
    title: str
    told_by: Teller


@dataclass(frozen=True, slots=True)
class Reported:
    """What it tells of one agency (its number in the directory) and year. said: in words."""

    agency: int
    reporting_year: int
    answer: Answer
    said: str = ""


@transaction.atomic
def record_answers(
    *,
    evidence: Evidence,
    answers: Iterable[Reported],
    by: Person | None,
    at: datetime,
    replaces: int | None = None,
) -> int:
    """Records what a release tells, each agency's year once; returns how many duties it changed.

    `replaces`: the number of the release that it supersedes: what that told stays readable and
    counts no more. A duty that is not open yet is made, because the release shows that it is owed.
    A year that is not over has no duty: what is told of it is left out, and so is an answer that is
    not known. Called within the publication that it belongs to.
    """
    this_year = local_day(at).year
    told = {
        (one.agency, one.reporting_year): one
        for one in answers
        if FIRST_YEAR <= one.reporting_year < this_year and one.answer != Answer.UNKNOWN
    }
    before = FoundAnswer.objects.filter(
        release_number__in=[replaces] if replaces else [], stands=True
    )
    touched = {*told, *before.values_list("agency_id", "reporting_year")}
    agencies = locked_agencies(agency for agency, _ in touched)
    before.update(stands=False)
    changed = 0
    for keys in _batches(touched):
        found = {key: _found(told[key], evidence, at) for key in keys if key in told}
        FoundAnswer.objects.bulk_create(found.values())
        made = _open_duties(found, agencies, by=by, at=at)
        changed += len(made) + settle_many(set(keys) - made, by=by, at=at)
    return changed


def locked_agencies(numbers: Iterable[int]) -> dict[int, Agency]:
    """The agencies, locked in the order of their numbers. Whoever settles duties of many locks
    these first, as the opening of a year does: no two wait for each other, and neither makes the
    duty that the other has made."""
    agencies = Agency.with_merged.filter(pk__in=set(numbers)).order_by("pk")
    return {agency.pk: agency for agency in agencies.select_for_update(no_key=True)}


def _batches(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """In order, so that the years of an agency are together."""
    in_order = iter(sorted(keys))
    while some := list(islice(in_order, BATCH)):
        yield some


def _found(one: Reported, evidence: Evidence, at: datetime) -> FoundAnswer:
    return FoundAnswer(
        agency_id=one.agency,
        reporting_year=one.reporting_year,
        answer=one.answer,
        said=one.said[:200],
        told_by=evidence.told_by,
        release_number=evidence.number,
        release_title=evidence.title[:200],
        found_at=at,
    )


def _open_duties(
    found: Mapping[Key, FoundAnswer],
    agencies: Mapping[int, Agency],
    *,
    by: Person | None,
    at: datetime,
) -> set[Key]:
    """The duties that are not open yet, made with their answer; whose they are."""
    made = set(found) - set(_duties_of(found).values_list("agency_id", "reporting_year"))
    duties = [
        AnnualDuty(agency=agencies[agency], reporting_year=year, due_on=reporting_due_on(year))
        for agency, year in sorted(made)
    ]
    for duty in duties:
        _settle(duty, [found[duty.agency_id, duty.reporting_year]])
    bulk_create_with_history(duties, AnnualDuty, default_user=by, default_date=at)
    return made


def settle(duty: AnnualDuty) -> None:
    """Works out a duty anew, without saving it: a person's answer, else the one to be believed."""
    found = FoundAnswer.objects.filter(
        agency=duty.agency_id, reporting_year=duty.reporting_year, stands=True
    )
    _settle(duty, list(found))


def settle_many(keys: Collection[Key], *, by: Person | None, at: datetime) -> int:
    """The same of many agencies' years, in a fixed number of queries for some hundred; how many
    have changed."""
    return sum(_settle_some(some, by=by, at=at) for some in _batches(keys))


def _settle_some(keys: Collection[Key], *, by: Person | None, at: datetime) -> int:
    told: dict[Key, list[FoundAnswer]] = defaultdict(list)
    for one in FoundAnswer.objects.filter(**_within(keys), stands=True):
        told[one.agency_id, one.reporting_year].append(one)
    changed, wanted = [], set(keys)
    for duty in _duties_of(keys).order_by("pk").select_for_update():
        key = (duty.agency_id, duty.reporting_year)
        if key in wanted and _settle(duty, told[key]):
            changed.append(duty)
    bulk_update_with_history(changed, AnnualDuty, SETTLED, default_user=by, default_date=at)
    return len(changed)


def _within(keys: Iterable[Key]) -> dict[str, set[int]]:
    """Filters for these agencies and years; with what others of them have, which is left aside."""
    wanted = list(keys)
    return {
        "agency__in": {agency for agency, _ in wanted},
        "reporting_year__in": {year for _, year in wanted},
    }


def _duties_of(keys: Iterable[Key]) -> QuerySet[AnnualDuty]:
    return AnnualDuty.objects.filter(**_within(keys))


def _settle(duty: AnnualDuty, told: Sequence[FoundAnswer]) -> bool:
    """Returns whether anything is another one now."""
    before = [getattr(duty, name) for name in ("answer", "said", "evidence", "is_contradicted")]
    if not duty.by_hand:
        best = believed(told)
        duty.answer = best.answer if best else Answer.UNKNOWN
        duty.said = best.said if best else ""
        duty.evidence = f"{best.release_title} (published)" if best else ""
        duty.reported_on = None
        if best is not None:
            duty.answered_by = None
    duty.is_contradicted = contradicted(duty.answer, told)
    return before != [duty.answer, duty.said, duty.evidence, duty.is_contradicted]
