"""Short ways to the things that tests need. Each goes through the product's own operations."""

import itertools
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import ROLE_PERMISSIONS, Permission, Role
from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.attachments import attach_file
from requests_app.domain.request_log.details import RequestDetails
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Attachment, Event, Method, RecordsRequest
from requests_app.domain.request_log.operations import log_request
from requests_app.domain.request_log.timeline import Happening, record_event
from requests_app.domain.upkeep.content import AB_1821

# Mon 22 Jun 2026, 10:00 in California. A request received on Tue 9 Jun is due on this day.
NOW = datetime(2026, 6, 22, 10, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
TODAY = NOW.date()
PASSWORD = "a long enough password"

# What AB 1821 of 2026 would have made of the Public Records Act.
BUSINESS_DAYS = replace(
    AB_1821,
    citation="Gov. Code § 7922.535(a) (AB 1821)",
    extension_citation="Gov. Code § 7922.535(b) (AB 1821)",
    source="https://leginfo.legislature.ca.gov/",
    note="",
)

_numbers = itertools.count(1)


def a_person(role: Role = Role.STAFF, **values: Any) -> Person:
    number = next(_numbers)
    person = Person(
        **{
            "username": f"person{number}",
            "first_name": "Pat",
            "last_name": f"Number{number}",
            "email": f"person{number}@example.org",
            "role": role,
            "is_staff": Permission.USE_ADMIN_SITE in ROLE_PERMISSIONS[role],
            **values,
        }
    )
    person.set_password(PASSWORD)
    person.save()
    return person


def an_agency(name: str = "", **values: Any) -> Agency:
    number = next(_numbers)
    agency = Agency.objects.create(
        **{
            "name": name or f"Testville {number} Police Department",
            "kind": "police",
            "level": "city",
            "records_law": "cpra",
            "county": "Fresno",
            **values,
        }
    )
    agency.refresh_search_text()
    return agency


def a_request(
    *,
    sent_on: date | None = date(2026, 6, 9),
    at: datetime = NOW,
    by: Person | None = None,
    **values,
) -> RecordsRequest:
    """A request by e-mail, logged through the operation; sent on Tue 9 Jun 2026 unless said."""
    by = by or a_person()
    details = {
        "agency": values.pop("agency", None) or an_agency(),
        "reporting_year": 2025,
        "subject": "Records of CLETS misuse",
        "method": Method.EMAIL,
        "sent_on": sent_on,
        "assignee": by,
        **values,
    }
    return log_request(details=RequestDetails(**details), by=by, at=at)


def an_event(
    records_request: RecordsRequest, kind: EventKind, on: date, at: datetime = NOW, **values: Any
) -> Event:
    event = record_event(
        records_request=records_request,
        happening=Happening(kind=kind, on=on, **values),
        by=records_request.created_by,
        at=at,
    )
    records_request.refresh_from_db()
    return event


def an_attachment(
    records_request: RecordsRequest, content: bytes | str, name: str = "answer.csv"
) -> Attachment:
    content = content.encode() if isinstance(content, str) else content
    return attach_file(
        records_request=records_request,
        upload=ContentFile(content, name=name),
        came_on=TODAY,
        by=records_request.created_by,
        at=NOW,
    )
