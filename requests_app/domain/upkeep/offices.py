"""Closures of an office move the dates of its open requests: crosses directory and log."""

from datetime import date, datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency, Closure
from requests_app.domain.audit.operations import record
from requests_app.domain.request_log.dates import check_sane, local_day
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.recompute import recompute


class ClosureKnown(ValueError):
    """The office is entered as closed on that day already."""


@transaction.atomic
def record_closure(
    *, agency: Agency, on: date, reason: str, source: str, by: Person, at: datetime
) -> int:
    """Enters a whole-day closure of the main office; returns how many open requests it moved.

    Code Civ. Proc. § 12b. It may lie ahead. Raises `ClosureKnown` and `ImpossibleDate`.
    """
    check_sane("on", "Closed on", on)
    if agency.closures.filter(on=on).exists():
        raise ClosureKnown(f"{agency} is entered as closed on {on:%d %b %Y} already.")
    closure = Closure.objects.create(agency=agency, on=on, reason=reason, source=source)
    moved = _recompute_open_requests(agency, at=at)
    record(verb="entered closure", subject=agency, by=by, at=at, closure=str(closure), moved=moved)
    return moved


@transaction.atomic
def remove_closure(*, closure: Closure, by: Person, at: datetime) -> int:
    """Takes a closure out again; returns how many open requests it moved."""
    agency, words = closure.agency, str(closure)
    closure.delete()
    moved = _recompute_open_requests(agency, at=at)
    record(verb="removed closure", subject=agency, by=by, at=at, closure=words, moved=moved)
    return moved


@transaction.atomic
def recompute_agency(agency: Agency, *, by: Person | None, at: datetime) -> int:
    """After a change of level or law: brings the agency's open requests up to date."""
    moved = _recompute_open_requests(agency, at=at)
    if moved:
        record(verb="moved due dates", subject=agency, by=by, at=at, moved=moved)
    return moved


def _recompute_open_requests(agency: Agency, *, at: datetime) -> int:
    moved = 0
    open_requests = RecordsRequest.objects.select_for_update().filter(agency=agency, is_open=True)
    for records_request in open_requests.prefetch_related("events", "agency__closures"):
        before = records_request.due_on
        recompute(records_request, on=local_day(at))
        records_request.save()
        moved += records_request.due_on != before
    return moved
