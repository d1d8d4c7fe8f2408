"""Campaigns, records requests, what happened to them, and the files that came back: the index."""

from requests_app.domain.request_log.models.attachments import Attachment, AttachmentText
from requests_app.domain.request_log.models.campaigns import Campaign
from requests_app.domain.request_log.models.events import Event
from requests_app.domain.request_log.models.requests import (
    INSTANT_METHODS,
    Method,
    NumberSequence,
    ReceivedBasis,
    RecordsRequest,
)
from requests_app.domain.request_log.models.search import SearchEntry
from requests_app.domain.request_log.models.tags import Tag

__all__ = [
    "INSTANT_METHODS",
    "Attachment",
    "AttachmentText",
    "Campaign",
    "Event",
    "Method",
    "NumberSequence",
    "ReceivedBasis",
    "RecordsRequest",
    "SearchEntry",
    "Tag",
]
