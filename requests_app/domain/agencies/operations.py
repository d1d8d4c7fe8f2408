"""Changing the directory by hand."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency, Alias, Contact
from requests_app.domain.agencies.names import folded
from requests_app.domain.audit.operations import record


class AgencyExists(ValueError):
    """Another entry has this name in this county."""


@dataclass(frozen=True)
class AgencyDetails:
    name: str
    kind: str
    level: str
    records_law: str
    county: str = ""
    website: str = ""
    source: str = ""


@transaction.atomic
def save_agency(
    *, agency: Agency | None, details: AgencyDetails, by: Person, at: datetime
) -> Agency:
    """Adds an agency (`agency` None) or amends one. Raises `AgencyExists`."""
    others = Agency.objects.exclude(pk=agency.pk) if agency else Agency.objects.all()
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


@transaction.atomic
def add_alias(*, agency: Agency, name: str, by: Person, at: datetime) -> Alias:
    """Notes another name the agency goes by; the same one again changes nothing."""
    alias = agency.aliases.filter(folded_name=folded(name)).first()
    if alias:
        return alias
    alias = Alias.objects.create(agency=agency, name=name.strip())
    agency.refresh_search_text()
    record(verb="added alias", subject=agency, by=by, at=at, alias=alias.name)
    return alias


@transaction.atomic
def save_contact(
    *, agency: Agency, kind: str, value: str, confirmed_on: date | None, by: Person, at: datetime
) -> Contact:
    """Adds a contact, or confirms the one that is known already."""
    contact, _ = Contact.objects.update_or_create(
        agency=agency,
        kind=kind,
        value=value.strip(),
        defaults={"last_confirmed_on": confirmed_on},
    )
    record(verb="saved contact", subject=agency, by=by, at=at, contact=str(contact))
    return contact
