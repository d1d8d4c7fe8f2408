"""Index only: Django knows a model only if this module imports it; tests/test_house.py checks."""

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency, Alias, Closure, Contact, Ori
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.models import (
    Figure,
    Measure,
    Release,
    ReturnedFile,
    Source,
)
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reporting.models import AnnualDuty
from requests_app.domain.request_log.models import (
    Attachment,
    Campaign,
    Event,
    NumberSequence,
    RecordsRequest,
)

__all__ = [
    "Agency",
    "Alias",
    "AnnualDuty",
    "Attachment",
    "AuditEntry",
    "Campaign",
    "Closure",
    "Contact",
    "Event",
    "Figure",
    "Measure",
    "NumberSequence",
    "Ori",
    "Person",
    "RecordsRequest",
    "Release",
    "Reminder",
    "ReturnedFile",
    "Source",
]
