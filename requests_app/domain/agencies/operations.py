"""Changing the directory by hand."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.agencies.names import folded
from requests_app.domain.audit.operations import record


class AgencyExists(ValueError):
    """Another entry has this name in this county."""


@dataclass(frozen=True)
class AgencyDetails:
    """What one fills in for an agency."""

    name: str
    kind: str
    level: str
    records_law: str
    county: str = ""
    website: str = ""
    source: str = ""

    @classmethod
    def of(cls, agency: Agency) -> "AgencyDetails":
        return cls(**{field.name: getattr(agency, field.name) for field in fields(cls)})

    @property
    def clock(self) -> tuple[str, str]:
        """What decides the dates of its requests: law and level."""
        return self.records_law, self.level


@transaction.atomic
def save_agency(
    *, agency: Agency | None, details: AgencyDetails, by: Person, at: datetime
) -> Agency:
    """Adds an agency (`agency` None) or amends one. Raises `AgencyExists`."""
    others = Agency.objects.exclude(pk=agency.pk) if agency else Agency.objects.all()
    if agency:
        agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if others.filter(folded_name=folded(details.name), county=details.county).exists():
        raise AgencyExists(
            f"“{details.name}” in {details.county or 'no county'} is in the directory already."
        )
    verb = "amended agency" if agency else "added agency"
    agency = agency or Agency()
    for field in fields(details):
        setattr(agency, field.name, getattr(details, field.name))
    agency.save()
    agency.refresh_search_text()
    record(verb=verb, subject=agency, by=by, at=at)
    return agency
