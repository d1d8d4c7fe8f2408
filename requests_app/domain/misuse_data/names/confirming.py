"""Saying once whom a name means: the next file with it is matched without asking."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.identifiers import AliasRefused, add_alias, remove_alias
from requests_app.domain.agencies.living import locked_living
from requests_app.domain.agencies.models import Agency, Alias
from requests_app.domain.agencies.names import folded
from requests_app.domain.audit.operations import record
from requests_app.domain.misuse_data.reading.remembered import LONGEST_CELL, Cells, ConfirmedName
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.request_log.sight import check_reach, seen_by


class NameRefused(Exception):
    """The name cannot be remembered: too long, blank, or somebody said meanwhile whom it means."""


class NothingToTakeBack(Exception):
    """What was confirmed in that step was taken back already."""


@dataclass(frozen=True)
class Confirmation:
    """Whom these cells mean; agency None: nobody, rows with them are left out."""

    cells: Cells
    agency: Agency | None


@transaction.atomic
def confirm_names(
    *, attachment: Attachment, confirmations: Sequence[Confirmation], by: Person, at: datetime
) -> list[ConfirmedName]:
    """Notes whom names of a file mean, all or none, in one step that can be taken back.

    Each holds for the files of the agency that returned this one. The directory learns the name
    as an alias as well, and with it the files of every source, unless it is somebody's name
    already. Raises `NameRefused`, `MergedMeanwhile`, `NotAMember`.
    """
    check_reach(by, attachment, to=Permission.IMPORT_FIGURES)
    returned_by = attachment.records_request.agency_id
    meant = {one.agency.pk for one in confirmations if one.agency}
    living = locked_living({returned_by, *meant})
    _refuse(confirmations, living[returned_by])
    texts = Counter(folded(one.cells.text) for one in confirmations)
    step, made = uuid.uuid4(), []
    for one in confirmations:
        agency = living[one.agency.pk] if one.agency else None
        # Under one name for two agencies, by their county, nobody else's rows are to be read.
        is_alone = texts[folded(one.cells.text)] == 1
        alias = _learned(agency, one.cells.text, by, at) if agency and is_alone else None
        made.append(
            ConfirmedName.objects.create(
                returned_by=living[returned_by],
                name=one.cells.name,
                ori=one.cells.ori,
                county=one.cells.county,
                folded_cells=one.cells.folded,
                agency=agency,
                alias=alias,
                attachment=attachment,
                step=step,
                confirmed_by=by,
                confirmed_at=at,
            )
        )
        record(
            verb="confirmed name",
            subject=made[-1],
            by=by,
            at=at,
            step=str(step),
            alias=str(alias or ""),
            **one.cells._asdict(),
        )
    return made


@transaction.atomic
def take_back_names(*, step: uuid.UUID, by: Person, at: datetime) -> int:
    """Forgets what was confirmed in a step, with the aliases that the directory learned by it;
    returns how many names. What was imported meanwhile stays. Raises `NothingToTakeBack`, also of
    what is not there for `by`, and `NotAMember`."""
    confirmed = ConfirmedName.objects.select_for_update(of=("self",)).filter(step=step)
    names = list(seen_by(confirmed, by))
    check_reach(by, *names, to=Permission.IMPORT_FIGURES)
    if not names:
        raise NothingToTakeBack("What was confirmed there was taken back already.")
    for name in names:
        if name.alias:
            remove_alias(alias=name.alias, by=by, at=at)
        record(verb="took back name", subject=name, by=by, at=at, step=str(step))
        name.delete()
    return len(names)


def _refuse(confirmations: Sequence[Confirmation], returned_by: Agency) -> None:
    for one in confirmations:
        if not one.cells.text:
            raise NameRefused("A row that names nobody has no name to remember.")
        if max(map(len, one.cells)) > LONGEST_CELL:
            raise NameRefused(
                f"“{one.cells.text[:40]}…” is longer than a name:"
                f" at most {LONGEST_CELL} characters."
            )
    asked = [one.cells.folded for one in confirmations]
    known = ConfirmedName.objects.filter(returned_by=returned_by, folded_cells__in=asked).first()
    if known:
        raise NameRefused(f"Somebody said meanwhile: {known}. Take that back first.")


def _learned(agency: Agency, text: str, by: Person, at: datetime) -> Alias | None:
    """The new alias; None where the directory knows the name already, be it another's."""
    try:
        return add_alias(agency=agency, name=text, by=by, at=at)
    except AliasRefused:
        return None
