"""Whom a campaign asks: chosen by filter or from another year's list, looked at, then asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.living import MergedMeanwhile, locked_living
from requests_app.domain.agencies.models import Agency, RecordsLaw
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.audit.operations import record, record_many
from requests_app.domain.request_log.dates import local_day, shown
from requests_app.domain.request_log.event_kinds import Status
from requests_app.domain.request_log.models import Campaign, Method, RecordsRequest
from requests_app.domain.request_log.numbers import next_numbers
from requests_app.domain.request_log.search_index import index_requests
from requests_app.domain.request_log.sight import check_reach

# A request has more columns than SQLite takes parameters for in one go.
BATCH = 500
# The entry of the audit record by which the step is taken back (`unasking.py`).
ASKED = "added addressees"


class AddresseesChanged(Exception):
    """The list is not the one that was looked at: somebody changed the directory or the round."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An agency that is chosen and not asked, and why."""

    agency: Agency
    why: str


@dataclass
class Addressees:
    """Who is asked, in order of name. left_out: chosen, but not asked. succeeded: (agency that is
    gone, the one that is asked in its place). elsewhere: of those that a request about the same
    year asks already, its number, by the agency's id."""

    asked: list[Agency] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    succeeded: list[tuple[Agency, Agency]] = field(default_factory=list)
    elsewhere: dict[int, str] = field(default_factory=dict)


def addressees(
    *,
    campaign: Campaign | None,
    year: int,
    chosen: Iterable[Agency],
    on: date,
    all_the_same: bool = False,
) -> Addressees:
    """What becomes of the agencies `chosen` for a campaign (None: one that is not opened yet) that
    asks about `year`.

    `chosen` come with their `succeeded_by`. Who is asked already in the campaign is not asked
    twice, nor who is asked about the year elsewhere, unless `all_the_same`; who was closed is asked
    through its successor, or not at all. Whom somebody took out of the campaign by a withdrawal is
    not asked by the way, with many others: that request is reopened.
    """
    found = Addressees()
    already = _asked_in(campaign)
    for agency in chosen:
        now = successor_on(agency, on=on)
        if now is None:
            found.left_out.append(LeftOut(agency, f"closed on {_closed(agency)}, no successor"))
        elif now.pk in already:
            found.left_out.append(LeftOut(agency, _twice(agency, now, already[now.pk])))
        elif now.records_law == RecordsLaw.NONE:
            found.left_out.append(LeftOut(agency, "no public-records law binds it"))
        else:
            already[now.pk] = ""
            found.asked.append(now)
            if now.pk != agency.pk:
                found.succeeded.append((agency, now))
    found.asked.sort(key=lambda agency: (agency.name, agency.pk))
    found.elsewhere = _asked_elsewhere(found.asked, year)
    if not all_the_same:
        asked = [agency for agency in found.asked if agency.pk not in found.elsewhere]
        found.left_out += [
            LeftOut(agency, f"asked about {year} already: {found.elsewhere[agency.pk]}")
            for agency in found.asked
            if agency.pk in found.elsewhere
        ]
        found.asked = asked
    return found


def successor_on(agency: Agency, *, on: date) -> Agency | None:
    """The agency itself if it lives on that day, else who came after it; None if nobody did."""
    seen = set()
    while agency.closed_on is not None and agency.closed_on <= on:
        if agency.succeeded_by is None or agency.pk in seen:
            return None
        seen.add(agency.pk)
        agency = agency.succeeded_by
    return agency


@transaction.atomic
def add_addressees(
    *,
    campaign: Campaign,
    agencies: Sequence[Agency],
    subject: str,
    method: Method,
    by: Person,
    at: datetime,
    opened_with_it: bool = False,
) -> AuditEntry:
    """Creates an unsent request to each of `agencies`. The entry of the audit record says which
    were `made`, by id, and is what the step is taken back by.

    opened_with_it: the campaign was opened in the same step, and goes with it again. Raises
    `AddresseesChanged` when one of them is asked in the campaign already (a second click, a second
    person) or was merged away, and `NotAMember`; then nothing has changed.
    """
    try:
        locked_living([agency.pk for agency in agencies])
    except MergedMeanwhile as merged:
        raise AddresseesChanged(f"{merged} Look at the list again.") from merged
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    check_reach(by, locked)
    twice = _asked_in(locked).keys() & {agency.pk for agency in agencies}
    if twice:
        raise AddresseesChanged(
            f"{len(twice):,} of the {len(agencies):,} agencies are asked in {locked} already: look "
            "at the list again."
        )
    numbers = next_numbers(year=local_day(at).year, count=len(agencies))
    made = [
        RecordsRequest(
            number=number,
            agency=agency,
            campaign=locked,
            reporting_year=locked.reporting_year,
            subject=subject,
            method=method,
            assignee=locked.lead,
            status=Status.LOGGED,
            created_by=by,
            created_at=at,
            is_sample=locked.is_sample,
        )
        for number, agency in zip(numbers, agencies, strict=True)
    ]
    bulk_create_with_history(
        made, RecordsRequest, batch_size=BATCH, default_user=by, default_date=at
    )
    index_requests(made)
    record_many(verb="logged request", subjects=made, by=by, at=at, campaign=locked.pk)
    return record(
        verb=ASKED,
        subject=locked,
        by=by,
        at=at,
        made=[one.pk for one in made],
        opened_with_it=opened_with_it,
    )


def _asked_elsewhere(agencies: Iterable[Agency], year: int) -> dict[int, str]:
    """The number of a request about the year that was not withdrawn, by the id of its agency."""
    asked = RecordsRequest.objects.filter(
        agency__in=[agency.pk for agency in agencies], reporting_year=year
    ).exclude(status=Status.WITHDRAWN)
    return dict(asked.order_by("-pk").values_list("agency", "number"))


def _asked_in(campaign: Campaign | None) -> dict[int, str]:
    """By the id of each agency that the campaign has a request to: "", or the number of that
    request where the only one was withdrawn."""
    found: dict[int, str] = {}
    if campaign is None:
        return found
    columns = campaign.records_requests.values_list("agency", "number", "status")
    for agency, number, status in columns.order_by("-pk"):
        if status != Status.WITHDRAWN:
            found[agency] = ""
        else:
            found.setdefault(agency, number)
    return found


def _twice(agency: Agency, now: Agency, withdrawn: str) -> str:
    if agency.pk == now.pk:
        return f"withdrawn: reopen {withdrawn}" if withdrawn else "asked in this campaign already"
    how = f"was asked, and that withdrawn: reopen {withdrawn}" if withdrawn else "is asked already"
    return f"closed on {_closed(agency)}; {now}, which came after it, {how}"


def _closed(agency: Agency) -> str:
    return shown(agency.closed_on) if agency.closed_on else ""
