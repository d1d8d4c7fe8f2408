"""Who is on none of the DOJ's lists of a year: that is *did not report*, never zero.

A release need not be complete, so that a person says when one is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record
from requests_app.domain.reporting.answers import Answer, Teller
from requests_app.domain.reporting.found import BATCH, locked_agencies, settle_many
from requests_app.domain.reporting.models import AnnualDuty, FoundAnswer
from requests_app.domain.reporting.queries import AnnualDutyQuerySet


class NothingAbsent(Exception):
    """The release is no list of the DOJ's of that year, or everybody is on it."""


@dataclass(frozen=True, slots=True)
class Lists:
    """A DOJ release that stands, for one year: how many agencies it lists, how many it does not,
    and how many of those were taken to have not reported by it."""

    release_number: int
    title: str
    reporting_year: int
    listed: int
    absent: int
    taken_so: int


def lists_of(reporting_year: int) -> list[Lists]:
    """The DOJ's releases that tell of the year, the latest first. Three queries."""
    rows = (
        _doj_lists(reporting_year)
        .order_by("-release_number")
        .values("release_number", "release_title")
        .annotate(all=Count("pk"), absent=Count("pk", filter=Q(is_absence=True)))
    )
    absent = _counts_of_absent([row["release_number"] for row in rows], reporting_year)
    return [
        Lists(
            release_number=row["release_number"],
            title=row["release_title"],
            reporting_year=reporting_year,
            listed=row["all"] - row["absent"],
            absent=absent[row["release_number"]],
            taken_so=row["absent"],
        )
        for row in rows
    ]


@transaction.atomic
def take_as_silent(
    *, release_number: int, reporting_year: int, by: Person, at: datetime
) -> tuple[int, int]:
    """Takes the release's lists of the year to be complete: every agency with a duty that is on
    none of them did not report, on the evidence of that release.

    Returns (how many, how many duties show another answer now). An answer that a person entered
    stays and is shown as contradicted. Raises `NothingAbsent`.
    """
    listed = _doj_lists(reporting_year).filter(release_number=release_number).first()
    if listed is None:
        raise NothingAbsent("That release is none of the DOJ's lists of the year.")
    absent = _absent(release_number, reporting_year).order_by("pk")
    locked_agencies(absent.values_list("agency_id", flat=True))
    duties = list(absent)
    if not duties:
        raise NothingAbsent("Every agency with a duty of that year is on the lists of the release.")
    FoundAnswer.objects.bulk_create(
        [
            FoundAnswer(
                agency_id=duty.agency_id,
                reporting_year=reporting_year,
                answer=Answer.DID_NOT_REPORT,
                is_absence=True,
                told_by=listed.told_by,
                release_number=release_number,
                release_title=listed.release_title,
                found_at=at,
            )
            for duty in duties
        ],
        batch_size=BATCH,
    )
    keys = [(duty.agency_id, reporting_year) for duty in duties]
    changed = settle_many(keys, by=by, at=at)
    record(
        verb="took the absent as silent",
        subject=duties[0],
        by=by,
        at=at,
        release=listed.release_title,
        reporting_year=reporting_year,
        agencies=len(duties),
    )
    return len(duties), changed


@transaction.atomic
def take_silent_back(*, release_number: int, reporting_year: int, by: Person, at: datetime) -> int:
    """The lists were not complete after all. Returns how many agencies that was said of; raises
    `NothingAbsent`."""
    taken = FoundAnswer.objects.filter(
        is_absence=True, release_number=release_number, reporting_year=reporting_year
    )
    locked_agencies(taken.values_list("agency_id", flat=True))
    keys = list(taken.values_list("agency_id", "reporting_year"))
    if not keys:
        raise NothingAbsent("Nobody was taken as silent by that release.")
    taken.delete()
    settle_many(keys, by=by, at=at)
    first = AnnualDuty.objects.get(agency=keys[0][0], reporting_year=reporting_year)
    record(
        verb="took back who was silent",
        subject=first,
        by=by,
        at=at,
        reporting_year=reporting_year,
        agencies=len(keys),
    )
    return len(keys)


def _doj_lists(reporting_year: int) -> QuerySet[FoundAnswer]:
    """What the DOJ's releases that stand tell of the year. No other list is one of all agencies."""
    return FoundAnswer.objects.filter(
        reporting_year=reporting_year, told_by=Teller.DOJ, stands=True
    )


def _counts_of_absent(releases: list[int], reporting_year: int) -> dict[int, int]:
    """How many duties of the year each release says nothing of, as `_absent` has them."""
    duties = AnnualDuty.objects.of_year(reporting_year).order_by()
    told = FoundAnswer.objects.filter(
        reporting_year=reporting_year,
        release_number__in=releases,
        agency__in=duties.values("agency"),
    )
    counts = told.order_by().values_list("release_number").annotate(Count("agency"))
    listed, all_of_them = dict(counts), duties.count()
    return {release: all_of_them - listed.get(release, 0) for release in releases}


def _absent(release_number: int, reporting_year: int) -> AnnualDutyQuerySet:
    """The duties of the year whose agency the release says nothing of."""
    told = FoundAnswer.objects.filter(release_number=release_number, reporting_year=reporting_year)
    return AnnualDuty.objects.of_year(reporting_year).exclude(agency__in=told.values("agency"))
