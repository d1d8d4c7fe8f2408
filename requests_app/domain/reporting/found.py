"""What releases tell of the duties: recorded in bulk, set aside, taken back.

A person's answer stays whatever a release says; where the two differ the duty says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.deadlines.counting import reporting_due_on
from requests_app.domain.reporting.answers import Answer, Teller, believed, contradicted
from requests_app.domain.reporting.models import AnnualDuty, FoundAnswer
from requests_app.domain.reporting.said.models import Comment, Said
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
    *, evidence: Evidence, answers: Iterable[Reported], by: Person | None, at: datetime
) -> int:
    """Records what a release tells, each agency's year once; returns how many duties it changed.

    Replaces what the same release told before. A duty that is not open yet is made, because the
    release shows that it is owed. A year that is not over has no duty: what is told of it is left
    out, and so is an answer that is not known. Called within the import that it belongs to.
    """
    this_year = local_day(at).year
    told = {
        (one.agency, one.reporting_year): one
        for one in answers
        if one.reporting_year < this_year and one.answer != Answer.UNKNOWN
    }
    before = _of(evidence.number)
    touched = {*told, *before.values_list("agency_id", "reporting_year")}
    before.delete()
    found = {key: _found(one, evidence, at) for key, one in told.items()}
    FoundAnswer.objects.bulk_create(found.values(), batch_size=BATCH)
    made = _open_duties(found, by=by, at=at)
    return len(made) + settle_many(touched - made, by=by, at=at)


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


@transaction.atomic
def take_back_answers(*, release_number: int, by: Person | None, at: datetime) -> int:
    """An import was undone: what its release told goes; returns how many duties that changed.

    A duty that is owed anyway stays, not known yet; one of a body that only the release showed to
    owe it goes too.
    """
    found = _of(release_number)
    touched = set(found.values_list("agency_id", "reporting_year"))
    found.delete()
    changed = settle_many(touched, by=by, at=at)
    _close_duties(touched)
    return changed


@transaction.atomic
def set_aside_answers(*, release_number: int, by: Person | None, at: datetime) -> int:
    """A later issue replaced the release: what it told stays readable and counts no more."""
    found = _of(release_number).filter(stands=True)
    touched = set(found.values_list("agency_id", "reporting_year"))
    found.update(stands=False)
    return settle_many(touched, by=by, at=at)


def _of(release_number: int) -> QuerySet[FoundAnswer]:
    return FoundAnswer.objects.filter(release_number=release_number)


def _open_duties(found: dict[Key, FoundAnswer], *, by: Person | None, at: datetime) -> set[Key]:
    """The duties that are not open yet, made with their answer; whose they are."""
    agencies = {agency for agency, _ in found}
    # Locked like the opening of a year, so that neither makes what the other has made.
    living = Agency.with_merged.filter(pk__in=agencies).order_by("pk").select_for_update()
    by_key = {agency.pk: agency for agency in living}
    years = {year for _, year in found}
    open_now = AnnualDuty.objects.filter(agency__in=agencies, reporting_year__in=years)
    made = set(found) - set(open_now.values_list("agency_id", "reporting_year"))
    duties = [
        AnnualDuty(agency=by_key[agency], reporting_year=year, due_on=reporting_due_on(year))
        for agency, year in sorted(made)
    ]
    for duty in duties:
        _settle(duty, [found[duty.agency_id, duty.reporting_year]])
    bulk_create_with_history(duties, AnnualDuty, batch_size=BATCH, default_user=by, default_date=at)
    return made


def _close_duties(keys: set[Key]) -> None:
    agencies = {agency for agency, _ in keys}
    unknown = AnnualDuty.objects.filter(agency__in=agencies, answer=Answer.UNKNOWN)
    # What an agency said about a year stands on the page of its duty.
    for spoken in (Said, Comment):
        about = {"agency": OuterRef("agency"), "reporting_year": OuterRef("reporting_year")}
        unknown = unknown.exclude(Exists(spoken.objects.filter(**about)))
    of_others = unknown.exclude(agency__in=Agency.objects.reporting().values("pk"))
    for duty in of_others:
        if (duty.agency_id, duty.reporting_year) in keys:
            duty.delete()


def settle(duty: AnnualDuty) -> None:
    """Works out a duty anew, without saving it: a person's answer, else the one to be believed."""
    found = FoundAnswer.objects.filter(
        agency=duty.agency_id, reporting_year=duty.reporting_year, stands=True
    )
    _settle(duty, list(found))


def settle_many(keys: Iterable[Key], *, by: Person | None, at: datetime) -> int:
    """The same of many agencies' years, in a fixed number of queries; how many have changed."""
    wanted = set(keys)
    if not wanted:
        return 0
    some = {
        "agency__in": {agency for agency, _ in wanted},
        "reporting_year__in": {year for _, year in wanted},
    }
    told: dict[Key, list[FoundAnswer]] = defaultdict(list)
    for one in FoundAnswer.objects.filter(**some, stands=True):
        told[one.agency_id, one.reporting_year].append(one)
    changed = []
    for duty in AnnualDuty.objects.filter(**some).order_by("pk").select_for_update():
        key = (duty.agency_id, duty.reporting_year)
        if key in wanted and _settle(duty, told[key]):
            changed.append(duty)
    bulk_update_with_history(
        changed, AnnualDuty, SETTLED, batch_size=BATCH, default_user=by, default_date=at
    )
    return len(changed)


def _settle(duty: AnnualDuty, told: Sequence[FoundAnswer]) -> bool:
    """Returns whether anything is another one now."""
    before = [getattr(duty, name) for name in ("answer", "said", "evidence", "is_contradicted")]
    if not duty.by_hand:
        best = believed(told)
        duty.answer = best.answer if best else Answer.UNKNOWN
        duty.said = best.said if best else ""
        duty.evidence = f"{best.release_title} (imported)" if best else ""
        duty.reported_on = None
        if best is not None:
            duty.answered_by = None
    duty.is_contradicted = contradicted(duty.answer, told)
    return before != [duty.answer, duty.said, duty.evidence, duty.is_contradicted]
