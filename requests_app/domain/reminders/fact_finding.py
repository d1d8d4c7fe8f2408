"""Reads the facts of planning from the log, in a fixed number of queries."""

import logging
from collections.abc import Iterable
from datetime import date

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, Value, When

from requests_app.domain.deadlines.counting import reporting_due_on
from requests_app.domain.reminders.facts import DeskFacts, OwnFacts, RequestFacts, RoundFacts
from requests_app.domain.reminders.models import OwnReminder
from requests_app.domain.reporting.models import AnnualDuty, Answer
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.domain.request_log.queries import IN_A_PORTAL

log = logging.getLogger(__name__)

UPKEEP_MONTH, UPKEEP_DAY = 11, 1

_COLUMNS = (
    "pk",
    "is_sample",
    "status",
    "is_open",
    "received_on",
    "due_on",
    "latest_arguable_on",
    "extension_days",
    "determined_on",
    "estimated_on",
    "waiting_on_us_since",
    "silent_since",
    "last_event_on",
    "reminded_from",
    "reporting_year",
    "agency__level",
    "lies_in_a_portal",
    "data_are_there",
    "assignee",
    "campaign__lead",
    "created_by",
    "campaign",
)


def facts_of_requests(requests: Iterable[int]) -> list[RequestFacts]:
    """The facts of the requests with these ids, in the order of their ids. One query."""
    answered = AnnualDuty.objects.filter(
        agency=OuterRef("agency"), reporting_year=OuterRef("reporting_year")
    ).exclude(answer=Answer.UNKNOWN)
    rows = (
        RecordsRequest.objects.filter(pk__in=list(requests))
        .annotate(
            lies_in_a_portal=Case(When(IN_A_PORTAL, then=Value(True)), default=Value(False)),
            data_are_there=Exists(answered),
        )
        .order_by("pk")
        .values_list(*_COLUMNS)
    )
    return [RequestFacts(*values) for values in rows]


def facts_of_own(reminders: QuerySet[OwnReminder]) -> list[OwnFacts]:
    """The facts of own reminders. One query."""
    rows = reminders.values_list(
        *("pk", "due_on", "done_at", "person"),
        *("campaign", "records_request__campaign"),
        *("records_request__is_sample", "campaign__is_sample"),
    )
    return [
        OwnFacts(
            pk, due_on, done_at is not None, person, is_sample=any(is_sample), campaign=of or via
        )
        for pk, due_on, done_at, person, of, via, *is_sample in rows
    ]


def facts_of_rounds(campaigns: QuerySet[Campaign]) -> list[RoundFacts]:
    """The facts of campaigns that asked anybody anything. One query. Without those whose dates
    cannot be reckoned."""
    answered = AnnualDuty.objects.filter(
        agency=OuterRef("records_requests__agency"), reporting_year=OuterRef("reporting_year")
    ).exclude(answer=Answer.UNKNOWN)
    rows = (
        campaigns.annotate(
            asked=Max("records_requests__sent_on"),
            owing=Count("records_requests__agency", filter=~Exists(answered), distinct=True),
        )
        .filter(asked__isnull=False)
        .order_by("pk")
        .values_list("pk", "reporting_year", "asked", "owing", "lead", "is_sample")
    )
    return [round_ for row in rows if (round_ := _facts_of_round(*row))]


def _facts_of_round(
    pk: int, year: int, asked: date, owing: int, lead: int | None, is_sample: bool
) -> RoundFacts | None:
    """None, and a line in the log, where they cannot be reckoned: the others must not wait."""
    try:
        last_asked_on = max(asked, reporting_due_on(year))
    except (ValueError, OverflowError):
        log.exception("no reminders of campaign %s: its dates cannot be reckoned", pk)
        return None
    return RoundFacts(pk, year, last_asked_on, owing, lead, is_sample=is_sample)


def facts_of_the_desk(*, on: date) -> DeskFacts:
    """The desk's year as it is on that day. Two queries."""
    year = on.year - 1  # what was due on 1 February of this year
    rounds = Campaign.objects.filter(is_sample=False).exclude(lead=None)
    before = rounds.filter(reporting_year__lt=year).order_by("-reporting_year", "-pk").first()
    upkeep = date(on.year, UPKEEP_MONTH, UPKEEP_DAY)
    return DeskFacts(
        reports_due_on=reporting_due_on(year),
        upkeep_on=upkeep if on >= upkeep else date(on.year - 1, UPKEEP_MONTH, UPKEEP_DAY),
        round_is_open=Campaign.objects.filter(Q(reporting_year=year), is_sample=False).exists(),
        lead=before.lead_id if before else None,
    )
