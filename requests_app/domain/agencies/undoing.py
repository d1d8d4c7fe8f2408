"""Undoing the last change of a contact, an ORI or another name, from its history."""

from datetime import datetime
from typing import Any

from django.db import models, transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency, Alias, Contact, Ori
from requests_app.domain.agencies.names import folded
from requests_app.domain.audit.operations import record

REMOVED = "-"  # as simple-history writes it

HISTORY_OF: dict[str, Any] = {
    "contact": Contact.history.model,
    "ori": Ori.history.model,
    "alias": Alias.history.model,
}


class UndoRefused(ValueError):
    """It was changed since, or what it would put back has no place any more."""


def last_change(found: Agency | Contact | Ori | Alias) -> int:
    """The number of the last change of it, by which that change is undone."""
    return found.history.order_by("-history_id")[0].pk


@transaction.atomic
def undo_change(*, kind: str, change: int, by: Person, at: datetime) -> Agency:
    """Puts back what was there before a change; returns whose it is. `kind`: a key of
    `HISTORY_OF`. Raises `UndoRefused`."""
    history = HISTORY_OF[kind].objects
    done = history.get(pk=change)
    agency = Agency.with_merged.select_for_update().get(pk=done.agency_id)
    if history.filter(id=done.id, pk__gt=change).exists():
        raise UndoRefused(f"{_words(done)} was changed since: what it is now stays.")
    before = _before(done)
    if before:
        _refuse_what_has_no_place(before, agency)
        before.instance.save()
    else:
        done.instance_type._default_manager.get(pk=done.id).delete()
    agency.refresh_search_text()
    record(verb=f"undid change of {kind}", subject=agency, by=by, at=at, change=_words(done))
    return agency


def _before(done: Any) -> Any:
    """What stood there before the change; None if nothing did."""
    if done.history_type == REMOVED:
        return done  # as it was when it was taken out
    earlier = type(done).objects.filter(id=done.id, pk__lt=done.pk)
    return earlier.order_by("-history_id").first()


def _refuse_what_has_no_place(before: Any, agency: Agency) -> None:
    """Somebody may have entered the same again, or merged its agency, after it was taken out."""
    if agency.merged_into_id:
        raise UndoRefused(f"{agency} was merged into {agency.merged_into} since.")
    others = before.instance_type._default_manager.exclude(pk=before.id)
    if others.filter(_alike(before.instance)).exists():
        raise UndoRefused(f"{_words(before)} was entered again since.")


def _alike(found: models.Model) -> models.Q:
    """What no second row of its kind may have, by the constraints of the table."""
    if isinstance(found, Ori):
        return models.Q(code=found.code)
    if isinstance(found, Alias):
        return models.Q(agency=found.agency_id, folded_name=folded(found.name))
    assert isinstance(found, Contact)
    return models.Q(agency=found.agency_id, kind=found.kind, value=found.value)


def _words(historical: Any) -> str:
    return f"“{historical.instance}”"
