"""A campaign of 1,200 requests made in one step, and its next year's round."""

import time
from collections.abc import Callable
from datetime import date, datetime
from statistics import median
from typing import Any

from django.db import transaction

from bench.measure import Broken
from bench.site import copy_of_seed
from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.operations import record_many
from requests_app.domain.request_log.addressees import BATCH, add_addressees
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.models import Campaign, Method, RecordsRequest, SearchEntry
from requests_app.domain.upkeep.rounds import roll_over

ASKED = 1_200
MOST_SECONDS, MOST_TIMES = 3.0, 2.0
TIMES = 5
SUBJECT = "Records of CLETS misuse"

Line = tuple[str, float | None, float]


def lines(*, at: datetime, today: date) -> list[Line]:
    """(what, measured, limit) of each: medians of a few, each on its own campaign."""
    copy_of_seed(ASKED)
    agencies, by = _agencies(), Person.objects.order_by("pk")[0]
    making, flooring, rolling = [], [], []
    for number in range(TIMES):
        campaign = _campaign(f"Round {number} of 2025", by, at)
        making.append(_timed(lambda c=campaign: _made(c, agencies, by, at)))
        rows = _rows_of(campaign)
        flooring.append(_timed(lambda rows=rows: _floor(rows, by, at)))
        rolling.append(_timed(lambda c=campaign: _rolled(c, by, at, today)))
    return [
        (f"{ASKED:,} requests of a campaign made, s", median(making), MOST_SECONDS),
        (
            f"{ASKED:,} made / bulk_create of the same rows",
            median(making) / median(flooring),
            MOST_TIMES,
        ),
        ("their next year's round, s", median(rolling), MOST_SECONDS),
    ]


def _agencies() -> list[Agency]:
    """Those of the directory, and as many more as there are bodies that subscribe to CLETS."""
    known = Agency.objects.exclude(records_law="none").count()
    Agency.objects.bulk_create(
        Agency(
            name=f"Town {number} Police",
            folded_name=f"town {number} police",
            kind="police",
            level="city",
            records_law="cpra",
        )
        for number in range(known, ASKED)
    )
    return list(Agency.objects.exclude(records_law="none")[:ASKED])


def _campaign(name: str, by: Person, at: datetime) -> Campaign:
    return save_campaign(
        campaign=None, name=name, reporting_year=2025, lead=by, text="", by=by, at=at
    )


def _made(campaign: Campaign, agencies: list[Agency], by: Person, at: datetime) -> None:
    step = add_addressees(
        campaign=campaign, agencies=agencies, subject=SUBJECT, method=Method.EMAIL, by=by, at=at
    )
    made = len(step.details["made"])
    if made != ASKED:
        raise Broken(f"{made} requests were made, not {ASKED}")


def _rows_of(campaign: Campaign) -> list[RecordsRequest]:
    """The requests again, with numbers of their own, not saved."""
    fields = [
        field.attname
        for field in RecordsRequest._meta.concrete_fields
        if field.attname not in {"id", "agency_id"}
    ]
    return [
        RecordsRequest(
            **{name: getattr(row, name) for name in fields}
            | {"number": f"F{row.number}", "agency": row.agency}
        )
        for row in campaign.records_requests.select_related("agency")
    ]


def _floor(rows: list[RecordsRequest], by: Person, at: datetime) -> None:
    """The four rows of each (request, history, search, audit), and nothing else; no trace stays."""
    history = RecordsRequest.history.model
    fields = [field.attname for field in history.tracked_fields]
    with transaction.atomic():
        mark = transaction.savepoint()
        RecordsRequest.objects.bulk_create(rows, batch_size=BATCH)
        told = {"history_date": at, "history_user": by, "history_type": "+"}
        history.objects.bulk_create(
            [history(**{name: getattr(row, name) for name in fields}, **told) for row in rows],
            batch_size=BATCH,
        )
        of = {"kind": SearchEntry.Kind.REQUEST, "on": at.date(), "agency_name": SUBJECT}
        found = [
            SearchEntry(
                **of, records_request=row, object_id=row.pk, text=f"{row.number} · {SUBJECT}"
            )
            for row in rows
        ]
        SearchEntry.objects.bulk_create(found, batch_size=BATCH)
        record_many(verb="logged request", subjects=rows, by=by, at=at)
        transaction.savepoint_rollback(mark)


def _rolled(campaign: Campaign, by: Person, at: datetime, today: date) -> None:
    opened, _ = roll_over(
        campaign=campaign,
        name=f"{campaign.name}, the next",
        method=Method.EMAIL,
        subject=SUBJECT,
        by=by,
        at=at,
        on=today,
        all_the_same=True,  # the workload asks about every year
    )
    asked = opened.records_requests.count()
    if asked != ASKED:
        raise Broken(f"the next round asks {asked} agencies, not {ASKED}")


def _timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
