"""Campaigns, requests, what happened to them, letters, the files that came back: the index."""

from requests_app.domain.request_log.models.attachments import Attachment, AttachmentText
from requests_app.domain.request_log.models.bin import BinnedItem
from requests_app.domain.request_log.models.campaigns import Campaign
from requests_app.domain.request_log.models.events import Event
from requests_app.domain.request_log.models.letters import Letter
from requests_app.domain.request_log.models.mail_drafts import MailDraft
from requests_app.domain.request_log.models.members import CampaignMember
from requests_app.domain.request_log.models.old_sheets import OldSheet
from requests_app.domain.request_log.models.requests import (
    INSTANT_METHODS,
    Method,
    NumberSequence,
    ReceivedBasis,
    RecordsRequest,
)
from requests_app.domain.request_log.models.saved_views import SavedView
from requests_app.domain.request_log.models.search import (
    SearchedName,
    SearchEntry,
    SearchProgress,
)
from requests_app.domain.request_log.models.tags import Tag

__all__ = [
    "INSTANT_METHODS",
    "Attachment",
    "AttachmentText",
    "BinnedItem",
    "Campaign",
    "CampaignMember",
    "Event",
    "Letter",
    "MailDraft",
    "Method",
    "NumberSequence",
    "OldSheet",
    "ReceivedBasis",
    "RecordsRequest",
    "SavedView",
    "SearchEntry",
    "SearchProgress",
    "SearchedName",
    "Tag",
]
