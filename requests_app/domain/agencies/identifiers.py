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
LONGEST_NAME = 200
Named = TypeVar("Named", Ori, Alias)


class OriRefused(ValueError):
    """It is no ORI, or another agency's."""


class AliasRefused(ValueError):
    """It is no name that one could look for, or one of which somebody else is known."""


class OriKnown(OriRefused):
    """The agency has this ORI."""


class AliasKnown(AliasRefused):
    """The agency has this name."""


class IdentifierGone(ValueError):
    """Somebody took it out already."""


@transaction.atomic
def add_ori(*, agency: Agency, code: str, by: Person | None, at: datetime) -> Ori:
    """Enters an ORI. Raises `OriRefused`; `OriKnown` where the agency has it already."""
    code = "".join(code.split()).upper()
    if not ORI_FORM.fullmatch(code):
        raise OriRefused(f"“{code}”: {ORI_RULE}, nine in all.")
    Agency.objects.select_for_update().get(pk=agency.pk)
    known = Ori.objects.select_related("agency").filter(code=code).first()
    if known and known.agency_id != agency.pk:
        raise OriRefused(f"{code} belongs to {known.agency} already; an ORI has one agency.")
    if known:
        raise OriKnown(f"{agency} has this ORI already.")
    ori = Ori.objects.create(agency=agency, code=code)
    agency.refresh_search_text()
    record(verb="added ORI", subject=agency, by=by, at=at, ori=code)
    return ori


@transaction.atomic
def add_alias(*, agency: Agency, name: str, by: Person | None, at: datetime) -> Alias:
    """Notes another name the agency goes by.

    Raises `AliasRefused` for a name of which folding leaves nothing, that is too long or that
    another agency answers to; `AliasKnown` where this one does already.
    """
    name = " ".join(name.split())
    if not folded(name):
        raise AliasRefused(f"“{name}” has no letter or digit of the Latin alphabet to look for.")
    if max(len(name), len(folded(name))) > LONGEST_NAME:
        raise AliasRefused(f"A name is no longer than {LONGEST_NAME} characters.")
    locked = Agency.objects.select_for_update().get(pk=agency.pk)
    if locked.folded_name == folded(name):
        raise AliasKnown(f"“{name}” is the agency's own name already.")
    if locked.aliases.filter(folded_name=folded(name)).exists():
        raise AliasKnown(f"{agency} has this name already.")
    if other := _who_is_called(name):
        raise AliasRefused(f"“{name}” belongs to {other} already; rows of it would go astray.")
    alias = Alias.objects.create(agency=agency, name=name)
    agency.refresh_search_text()
    record(verb="added alias", subject=agency, by=by, at=at, alias=alias.name)
    return alias


def _who_is_called(name: str) -> Agency | None:
    """Asked by name and by alias apart: each has its index."""
    called = Agency.objects.filter(folded_name=folded(name)).first()
    return called or Agency.objects.filter(aliases__folded_name=folded(name)).first()


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
