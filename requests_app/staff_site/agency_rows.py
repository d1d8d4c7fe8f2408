"""What the directory shows of an agency beside its name: how many requests, which contacts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency, Contact
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.sight import seen_by


@dataclass(frozen=True)
class ContactRow:
    contact: Contact
    is_to_check: bool


@dataclass(frozen=True)
class AgencyRow:
    """to_check: contacts that nobody confirmed within a year; contacts: all of them."""

    agency: Agency
    requests: int
    open: int
    answered_on: date | None
    contacts: int
    to_check: int


def contact_rows(contacts: Iterable[Contact], *, on: date) -> list[ContactRow]:
    return [ContactRow(contact, contact.is_to_check(on=on)) for contact in contacts]


def agency_rows(agencies: Sequence[Agency], *, person: Person, on: date) -> list[AgencyRow]:
    """The rows of agencies that came with their contacts. One query, over these agencies only,
    and over columns of one index (`requests_by_agency`)."""
    asked = RecordsRequest.objects.filter(agency__in=[one.pk for one in agencies])
    counted: dict[int, dict[str, Any]] = {
        row["agency"]: dict(row)
        for row in seen_by(asked, person)
        .order_by()
        .values("agency")
        .annotate(
            requests=Count("*"),
            open=Count("is_open", filter=Q(is_open=True)),
            answered_on=Max("determined_on"),
        )
    }
    nothing: dict[str, Any] = {"requests": 0, "open": 0, "answered_on": None}
    rows = []
    for agency in agencies:
        row, contacts = counted.get(agency.pk, nothing), contact_rows(agency.contacts.all(), on=on)
        rows.append(
            AgencyRow(
                agency=agency,
                requests=row["requests"],
                open=row["open"],
                answered_on=row["answered_on"],
                contacts=len(contacts),
                to_check=sum(one.is_to_check for one in contacts),
            )
        )
    return rows
