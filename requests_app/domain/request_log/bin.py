"""The bin: what people delete is taken out whole, and can be made again until it is emptied."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core import serializers
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.audit.operations import record
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.models import (
    Attachment,
    AttachmentText,
    BinnedItem,
    RecordsRequest,
)
from requests_app.domain.request_log.recompute import recompute
from requests_app.domain.request_log.search_index import (
    index_attachment,
    index_whole,
    unindex_attachment,
)
from requests_app.domain.request_log.sight import check_reach
from requests_app.domain.statute_book.rules import rules_in_force


class CannotDelete(Exception):
    """Something rests on it; the message says what."""


class CannotRestore(Exception):
    """What it belonged to is gone, or something else has its place; the message says which."""


class NotInTheBin(LookupError):
    """Somebody restored it already, or the bin was emptied."""


@transaction.atomic
def delete_attachment(
    *, attachment: Attachment, reason: str, by: Person, at: datetime
) -> BinnedItem:
    """Takes a file out of its request and puts it into the bin, in the state that it is in.

    Its text is forgotten, and read again if it comes back. Raises `CannotDelete` where a redacted
    copy, figures or a typed table rest on it, and `NotInTheBin` where somebody was quicker.
    """
    files = Attachment.objects.select_related("records_request__agency")
    locked = files.select_for_update(of=("self",)).filter(pk=attachment.pk).first()
    if locked is None:
        raise NotInTheBin("Somebody else deleted it while you had it open.")
    check_reach(by, locked, to=Permission.ATTACH_FILES)
    _check_nothing_rests_on(locked)
    item = _put_in_bin(
        item=BinnedItem(
            kind=BinnedItem.Kind.FILE,
            label=locked.original_name,
            records_request=locked.records_request,
            campaign_id=locked.records_request.campaign_id,
            of=str(locked.records_request),
            file=locked.file.name,
            sha256=locked.sha256,
            size=locked.size,
            file_state=locked.state,
            reason=reason.strip()[:300],
            is_sample=locked.records_request.is_sample,
        ),
        rows=[locked],
        by=by,
        at=at,
    )
    _record("deleted file", item, by=by, at=at)
    unindex_attachment(locked)
    locked.delete()
    return item


def put_request_in_bin(locked: RecordsRequest, *, by: Person, at: datetime) -> BinnedItem:
    """With its dispatch and the own reminders that were done with, the oldest first: a correction
    comes after what it corrects. Its files in the bin stay as closed as it is."""
    follow_in_bin(locked)
    item = BinnedItem(
        kind=BinnedItem.Kind.REQUEST,
        label=f"{locked.number} {locked.subject}"[:300],
        of=str(locked.agency),
        campaign=locked.campaign,
        is_sample=locked.is_sample,
    )
    events, reminders = locked.events.order_by("pk"), locked.own_reminders.order_by("pk")
    return _put_in_bin(item=item, rows=[locked, *events, *reminders], by=by, at=at)


def follow_in_bin(locked: RecordsRequest) -> None:
    """What of the request is in the bin belongs to the campaign that the request now belongs to:
    once the request is gone, nothing else says so."""
    BinnedItem.objects.filter(records_request=locked).update(campaign=locked.campaign_id)


def forget_binned_sample() -> list[str]:
    """Removes what is in the bin of the sample; returns the storage names of its files."""
    binned = BinnedItem.objects.filter(is_sample=True)
    names = list(binned.file_names())
    binned.delete()
    return names


def _put_in_bin(
    *, item: BinnedItem, rows: Sequence[models.Model], by: Person | None, at: datetime
) -> BinnedItem:
    """Keeps `rows` as they are, in the order in which they can be made again. The caller deletes
    them in the same transaction."""
    item.rows = json.loads(serializers.serialize("json", rows))
    item.binned_by, item.binned_at = by, at
    item.save()
    return item


@transaction.atomic
def restore_from_bin(*, item: BinnedItem, by: Person, at: datetime) -> models.Model:
    """Makes it again as it was, with the number it had; returns it.

    Raises `NotInTheBin`, `CannotRestore` and `NotAMember`.
    """
    locked = BinnedItem.objects.select_for_update().filter(pk=item.pk).first()
    if locked is None:
        raise NotInTheBin(f"{item.label} is not in the bin any more.")
    check_reach(by, locked, to=Permission.ATTACH_FILES)
    if locked.file and not default_storage.exists(str(locked.file.name)):
        raise CannotRestore(f"{locked.label} is missing from the file store.")
    made = _made_again(locked)
    verb = "restored file" if locked.kind == BinnedItem.Kind.FILE else "restored request"
    if isinstance(made, Attachment):
        index_attachment(made)
    elif isinstance(made, RecordsRequest):
        _catch_up(made, at=at)
        _take_back_files(made)
        locked.records_request = made
    _record(verb, locked, by=by, at=at)
    locked.delete()
    return made


def _made_again(item: BinnedItem) -> models.Model:
    """The first of the rows, all of which are there again."""
    made = []
    try:
        with transaction.atomic():
            # A field that a later version dropped is no reason to lose the rest.
            for one in serializers.deserialize("python", item.rows, ignorenonexistent=True):
                _mend(one.object)
                one.object.save(force_insert=True)
                for name, values in (one.m2m_data or {}).items():
                    _set_known(one.object, name, values)
                made.append(one.object)
    except (IntegrityError, serializers.base.DeserializationError) as error:
        raise CannotRestore(
            f"{item.label} cannot come back: something else has its place by now, such as the same"
            " file, or a request with its number."
        ) from error
    return made[0]


def _mend(one: models.Model) -> None:
    """A person who left is left out; anything else that is gone cannot be done without."""
    for field in one._meta.fields:
        target = field.related_model if isinstance(field, models.ForeignKey) else None
        if not isinstance(target, type) or not issubclass(target, models.Model):
            continue
        pk = getattr(one, field.attname)
        if pk is None or target._base_manager.filter(pk=pk).exists():
            continue
        if target is not Person or not field.null:
            raise CannotRestore(
                f"The {target._meta.verbose_name} that it belonged to is gone, or in the bin"
                " itself: restore that first."
            )
        setattr(one, field.attname, None)
    if isinstance(one, Attachment):
        one.text_state, one.text_why = Attachment.TextState.PENDING, ""
        one.text_tries, one.text_read_at, one.hides = 0, None, []


def _set_known(one: models.Model, name: str, values: Iterable) -> None:
    related = getattr(one, name)
    related.set(related.model._base_manager.filter(pk__in=list(values)))


def _catch_up(made: RecordsRequest, *, at: datetime) -> None:
    """Holidays, closures and laws may have changed while it lay there."""
    recompute(made, on=local_day(at), rules=rules_in_force())
    made.save()
    index_whole([made.pk])


def _take_back_files(made: RecordsRequest) -> None:
    """Its files in the bin are its own again, and follow it."""
    files = BinnedItem.objects.filter(kind=BinnedItem.Kind.FILE, records_request=None)
    files.filter(rows__0__fields__records_request=made.pk).update(records_request=made)


def _check_nothing_rests_on(locked: Attachment) -> None:
    for relation in locked._meta.related_objects:
        if relation.related_model is AttachmentText:
            continue
        model, field = relation.related_model, relation.field.name
        if model._base_manager.filter(**{field: locked}).exists():
            raise CannotDelete(
                f"{locked} stays: a {model._meta.verbose_name} rests on it. Take that back first."
            )


def _record(verb: str, item: BinnedItem, *, by: Person, at: datetime) -> None:
    subject = item.records_request or item
    facts = {"sha256": item.sha256, "name": item.label, "reason": item.reason}
    record(verb=verb, subject=subject, by=by, at=at, **facts)
