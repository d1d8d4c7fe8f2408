"""The directory: agencies, what they are found by, where they are reached, their offices."""

from requests_app.domain.agencies.models.agency import (
    CONTACT_IS_OLD_AFTER,
    DOJ_NAME,
    Agency,
    AgencyQuerySet,
    Level,
    RecordsLaw,
    Succession,
)
from requests_app.domain.agencies.models.contacts import Contact
from requests_app.domain.agencies.models.folded import FoldedName
from requests_app.domain.agencies.models.identifiers import Alias, Ori
from requests_app.domain.agencies.models.offices import AdoptedHoliday, Closure

__all__ = [
    "CONTACT_IS_OLD_AFTER",
    "DOJ_NAME",
    "AdoptedHoliday",
    "Agency",
    "AgencyQuerySet",
    "Alias",
    "Closure",
    "Contact",
    "FoldedName",
    "Level",
    "Ori",
    "RecordsLaw",
    "Succession",
]
