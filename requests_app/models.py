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
from requests_app.domain.audit.models import AuditChain, AuditEntry
from requests_app.domain.misuse_data.denominators.models import SwornOfficers
from requests_app.domain.misuse_data.importing.import_warnings import ImportWarning
from requests_app.domain.misuse_data.models import (
    Figure,
    Measure,
    Release,
    ReturnedFile,
    Source,
)
from requests_app.domain.misuse_data.quoting.models import Quote, Telling
from requests_app.domain.misuse_data.reading.remembered import ConfirmedName, Layout
from requests_app.domain.misuse_data.releases.corrections import CorrectedFigure, Correction
from requests_app.domain.misuse_data.releases.rounds import ReviewRound
from requests_app.domain.misuse_data.transcription.models import Transcription, TypedTable
from requests_app.domain.reminders.models import (
    CalendarFeed,
    DeskWishes,
    KindWish,
    OwnReminder,
    PersonWishes,
    Reminder,
    ReminderMail,
)
from requests_app.domain.reporting.models import AnnualDuty, FoundAnswer
from requests_app.domain.reporting.said.models import Comment, Said
from requests_app.domain.request_log.models import (
    Attachment,
    AttachmentText,
    Campaign,
    CampaignMember,
    Event,
    Letter,
    MailDraft,
    NumberSequence,
    OldSheet,
    RecordsRequest,
    SavedView,
    SearchedName,
    SearchEntry,
    SearchProgress,
    Tag,
)
from requests_app.domain.sign_in.models import (
    AuthenticatorApp,
    ForgottenPassword,
    Invitation,
    OpenSession,
    Passkey,
    RecoveryCode,
)
from requests_app.domain.statute_book.models import AppointedHoliday, LawVersion
from requests_app.domain.upkeep.bulk.models import BulkAction
from requests_app.domain.upkeep.clockwork.models import TaskRun
from requests_app.domain.upkeep.models import AgencyMerge, DatesMove

__all__ = [
    "AdoptedHoliday",
    "Agency",
    "AgencyMerge",
    "Alias",
    "AnnualDuty",
    "AppointedHoliday",
    "Attachment",
    "AttachmentText",
    "AuditChain",
    "AuditEntry",
    "AuthenticatorApp",
    "BulkAction",
    "CalendarFeed",
    "Campaign",
    "CampaignMember",
    "Closure",
    "Comment",
    "ConfirmedName",
    "Contact",
    "CorrectedFigure",
    "Correction",
    "DatesMove",
    "DeskWishes",
    "Event",
    "Figure",
    "ForgottenPassword",
    "FoundAnswer",
    "ImportWarning",
    "Invitation",
    "KindWish",
    "LawVersion",
    "Layout",
    "Letter",
    "MailDraft",
    "Measure",
    "NumberSequence",
    "OldSheet",
    "OpenSession",
    "Ori",
    "OwnReminder",
    "Passkey",
    "Person",
    "PersonWishes",
    "Quote",
    "RecordsRequest",
    "RecoveryCode",
    "Release",
    "Reminder",
    "ReminderMail",
    "ReturnedFile",
    "ReviewRound",
    "Said",
    "SavedView",
    "SearchEntry",
    "SearchProgress",
    "SearchedName",
    "Source",
    "SwornOfficers",
    "Tag",
    "TaskRun",
    "Telling",
    "Transcription",
    "TypedTable",
]
