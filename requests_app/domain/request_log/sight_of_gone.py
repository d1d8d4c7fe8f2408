"""To whom something was there that is gone: its history remembers it, and knows of no campaign."""

from typing import Any

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.file_access import Use, may_use, may_use_in
from requests_app.domain.request_log.models import Attachment, Campaign, RecordsRequest
from requests_app.domain.request_log.sight import seen_by


def was_kept(person: Person, model: Any, pk: Any) -> bool:
    """Whether the thing of `model` with this key, which is gone, last belonged to what is kept from
    `person`, or to what is gone itself and did. `model` has a history."""
    last = model.history.filter(**{model._meta.pk.attname: pk}).first()
    if last is not None and model is Campaign:
        return last.is_restricted and not person.may(Permission.MANAGE_CAMPAIGNS)
    firsts = {way.partition("__")[0] for way in getattr(model, "ways_to_campaign", ())}
    return any(_led_to_kept(person, model, first, last) for first in sorted(firsts))


def _led_to_kept(person: Person, model: Any, column: str, last: Any) -> bool:
    """Whether what this column of an old version names is kept from `person`."""
    owner = getattr(last, f"{column}_id", None)
    if owner is None:
        return False
    parent = model._meta.get_field(column).related_model
    there = parent._base_manager.filter(pk=owner)
    if there.exists():
        return not seen_by(there, person).exists()
    return hasattr(parent, "history") and was_kept(person, parent, owner)


def may_know_file(person: Person, pk: int | None) -> bool:
    """Whether `person` may know which file the one with this id is, in the state it is in or was
    last in. None is a file that came without a request: it is open to all."""
    if pk is None:
        return True
    file = Attachment.objects.select_related("records_request").filter(pk=pk).first()
    if file is not None:
        return may_use(person, file, Use.NAME)
    last = Attachment.history.filter(id=pk).first()
    return last is not None and may_use_in(
        person, last.state, Use.NAME, campaign=lambda: _campaign_of(last.records_request_id)
    )


def _campaign_of(request: int) -> int | None:
    """Of the request with this id, or of what was it last."""
    for rows in (
        RecordsRequest.objects.filter(pk=request),
        RecordsRequest.history.filter(id=request),
    ):
        if (found := rows.values_list("campaign", flat=True).first()) is not None:
            return int(found)
    return None
