"""Index only: Django knows a model only if this module imports it; tests/test_house.py checks."""

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import (
    AdoptedHoliday,
    Agency,
    Alias,
    Closure,
    Contact,
    Ori,
)
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
    AttachmentText,
    Campaign,
    Event,
    NumberSequence,
    RecordsRequest,
    SearchEntry,
    Tag,
)
from requests_app.domain.statute_book.models import AppointedHoliday, LawVersion
from requests_app.domain.upkeep.models import DatesMove

__all__ = [
    "AdoptedHoliday",
    "Agency",
    "Alias",
    "AnnualDuty",
    "AppointedHoliday",
    "Attachment",
    "AttachmentText",
    "AuditEntry",
    "Campaign",
    "Closure",
    "Contact",
    "DatesMove",
    "Event",
    "Figure",
    "LawVersion",
    "Measure",
    "NumberSequence",
    "Ori",
    "Person",
    "RecordsRequest",
    "Release",
    "Reminder",
    "ReturnedFile",
    "SearchEntry",
    "Source",
    "Tag",
]
