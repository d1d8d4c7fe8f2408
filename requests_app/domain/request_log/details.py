"""What staff enter about a request, and what of it cannot be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.dates import (
    ImpossibleDate,
    check_not_before,
    check_past,
    check_sane,
    check_year,
)
from requests_app.domain.request_log.models import INSTANT_METHODS, Campaign, ReceivedBasis


@dataclass(frozen=True)
class RequestDetails:
    """What staff know of a request. Dates are local dates in America/Los_Angeles."""

    agency: Agency
    reporting_year: int
    subject: str
    method: str
    sent_on: date | None = None
    received_on: date | None = None
    received_basis: str = ""
    claimed_received_on: date | None = None
    agency_due_on: date | None = None
    portal_number: str = ""
    campaign: Campaign | None = None
    assignee: Person | None = None


def impossible_dates(dates: Mapping[str, Any], *, today: date) -> list[ImpossibleDate]:
    """What is wrong with the dates and the year of a request, at most one refusal a field.

    `dates`: these fields of `RequestDetails` by name, None or absent where not given.
    """
    sent_on = dates.get("sent_on")
    found: dict[str, ImpossibleDate] = {}

    def collect(check: Callable[..., None], field: str, label: str, **rule: Any) -> None:
        try:
            check(field, label, dates.get(field), **rule)
        except ImpossibleDate as refusal:
            found.setdefault(field, refusal)

    collect(check_year, "reporting_year", "Year asked about")
    collect(check_past, "sent_on", "Sent on", today=today)
    collect(check_past, "received_on", "Received on", today=today)
    collect(check_past, "claimed_received_on", "Receipt claimed", today=today)
    collect(check_sane, "agency_due_on", "The agency's own date")
    for field, label in (
        ("received_on", "Received on"),
        ("claimed_received_on", "Receipt claimed"),
        ("agency_due_on", "The agency's own date"),
    ):
        collect(check_not_before, field, label, earlier=sent_on, what="the day it was sent")
    if dates.get("received_on") and not sent_on:
        unsent = "Received on: a request is received after it is sent; say when it was sent."
        found.setdefault("received_on", ImpossibleDate("received_on", unsent))
    return list(found.values())


def check_details(details: RequestDetails, *, today: date) -> None:
    """Raises `ImpossibleDate` for the first date, or the year, that cannot be."""
    for refusal in impossible_dates(vars(details), today=today):
        raise refusal


def with_receipt(details: RequestDetails) -> RequestDetails:
    """`details` with the day and basis of receipt that follow from sending, where none is given."""
    if details.received_on:
        basis = details.received_basis or (
            ReceivedBasis.SENT_DATE
            if details.received_on == details.sent_on
            else ReceivedBasis.ACKNOWLEDGEMENT
        )
        return replace(details, received_basis=basis)
    if details.sent_on and details.method in INSTANT_METHODS:
        return replace(details, received_on=details.sent_on, received_basis=ReceivedBasis.SENT_DATE)
    return replace(details, received_basis="")
