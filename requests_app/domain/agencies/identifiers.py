"""What an agency is found by: its ORIs and other names, added and taken out."""

import re
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency, Alias, Ori
from requests_app.domain.agencies.names import folded
from requests_app.domain.audit.operations import record

# `CA` + seven characters; tribal police carry letters where others have the county number.
ORI_FORM = re.compile(r"CA[0-9A-Z]{7}")
ORI_RULE = "an ORI is CA and seven characters"
Named = TypeVar("Named", Ori, Alias)


class OriRefused(ValueError):
    """It is no ORI, or another agency's."""


class AliasRefused(ValueError):
    """It is no name that one could look for."""


class IdentifierGone(ValueError):
    """Somebody took it out already."""


@transaction.atomic
def add_ori(*, agency: Agency, code: str, by: Person | None, at: datetime) -> Ori:
    """Enters an ORI; the agency's own again changes nothing. Raises `OriRefused`."""
    code = "".join(code.split()).upper()
    if not ORI_FORM.fullmatch(code):
        raise OriRefused(f"“{code}”: {ORI_RULE}, nine in all.")
    Agency.objects.select_for_update().get(pk=agency.pk)
    known = Ori.objects.select_related("agency").filter(code=code).first()
    if known and known.agency_id != agency.pk:
        raise OriRefused(f"{code} belongs to {known.agency} already; an ORI has one agency.")
    if known:
        return known
    ori = Ori.objects.create(agency=agency, code=code)
    agency.refresh_search_text()
    record(verb="added ORI", subject=agency, by=by, at=at, ori=code)
    return ori


@transaction.atomic
def add_alias(*, agency: Agency, name: str, by: Person | None, at: datetime) -> Alias:
    """Notes another name the agency goes by; the same one again changes nothing.

    Raises `AliasRefused` for a name of which folding leaves nothing.
    """
    if not folded(name):
        raise AliasRefused(f"“{name}” has no letter or digit of the Latin alphabet to look for.")
    Agency.objects.select_for_update().get(pk=agency.pk)
    alias = agency.aliases.filter(folded_name=folded(name)).first()
    if alias:
        return alias
    alias = Alias.objects.create(agency=agency, name=" ".join(name.split()))
    agency.refresh_search_text()
    record(verb="added alias", subject=agency, by=by, at=at, alias=alias.name)
    return alias


@transaction.atomic
def remove_ori(*, ori: Ori, by: Person, at: datetime) -> Ori:
    """Takes an ORI out. Raises `IdentifierGone`."""
    return _removed(ori, "removed ORI", by=by, at=at)


@transaction.atomic
def remove_alias(*, alias: Alias, by: Person, at: datetime) -> Alias:
    """Takes another name out. Raises `IdentifierGone`."""
    return _removed(alias, "removed alias", by=by, at=at)


def _removed(found: Named, verb: str, *, by: Person, at: datetime) -> Named:
    locked = type(found)._default_manager.select_for_update().filter(pk=found.pk).first()
    if locked is None:
        raise IdentifierGone(f"“{found}” was taken out already.")
    agency, pk = locked.agency, locked.pk
    locked.delete()
    locked.pk = pk
    agency.refresh_search_text()
    record(verb=verb, subject=agency, by=by, at=at, name=str(locked))
    return locked
