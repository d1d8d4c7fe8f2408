"""Logging, amending and discarding a request."""

from collections.abc import Collection
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.living import locked_living
from requests_app.domain.audit.operations import record
from requests_app.domain.request_log.bin import follow_in_bin, put_request_in_bin
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.details import RequestDetails, check_details, with_receipt
from requests_app.domain.request_log.duplicates import check_not_alike
from requests_app.domain.request_log.event_kinds import NO_HISTORY, EventKind
from requests_app.domain.request_log.form_keys import saved_with, says
from requests_app.domain.request_log.models import Event, ReceivedBasis, RecordsRequest
from requests_app.domain.request_log.numbers import next_numbers
from requests_app.domain.request_log.receipt import check_sent_first
from requests_app.domain.request_log.recompute import recompute, standing_events
from requests_app.domain.request_log.search_index import index_requests, index_whole
from requests_app.domain.request_log.sight import check_may_leave, check_reach, check_theirs
from requests_app.domain.request_log.timeline import delete_corrections
from requests_app.domain.statute_book.rules import rules_in_force


class ChangedMeanwhile(Exception):
    """Somebody else saved the request since the form was opened."""


class CannotDiscard(Exception):
    """The request has a history by now; it can be withdrawn, not discarded."""


@transaction.atomic
def log_request(
    *,
    details: RequestDetails,
    by: Person | None,
    at: datetime,
    form_key: str | None = None,
    is_sample: bool = False,
    alike_seen: Collection[int] | None = None,
) -> RecordsRequest:
    """Creates a request with its number and, when it was sent, the event of that.

    E-mail, portal and hand delivery count as received on the day of sending unless another day
    is given. The same `form_key` again returns the request already made (a second click).
    `alike_seen`: ids of the probable duplicates that the person was shown (None: nobody looks).
    Raises `NotAMember`, `NotForThem`, `ImpossibleDate`, `ProbableDuplicate`, `KeyUsed`, and
    `MergedMeanwhile` of the agency.
    """
    check_reach(by, details.campaign, to=Permission.LOG_REQUESTS)
    if already := _logged_with(form_key, details):
        return already
    check_theirs(details.assignee, details.campaign)
    check_details(details, today=local_day(at))
    locked_living([details.agency.pk])
    [number] = next_numbers(year=local_day(at).year)
    # Asked again under the lock of the number: of two clicks at once the second waited there.
    if already := _logged_with(form_key, details):
        return already
    # Under the lock too: of two people who log the same at once, the second is shown the first's.
    check_not_alike(details, seen=alike_seen, person=by)
    made = RecordsRequest(
        **columns_of(with_receipt(details)),
        number=number,
        created_by=by,
        created_at=at,
        form_key=form_key,
        is_sample=is_sample,
    )
    made.save()
    for event in dispatch_events(made, by=by, at=at):
        event.save()
    recompute(made, on=local_day(at), rules=rules_in_force())
    made.save()
    index_requests([made])
    record(verb="logged request", subject=made, by=by, at=at)
    return made


def _logged_with(form_key: str | None, details: RequestDetails) -> RecordsRequest | None:
    said = columns_of(with_receipt(details))
    return saved_with(form_key, RecordsRequest.objects.all(), lambda request: says(request, said))


@transaction.atomic
def amend_request(
    *,
    records_request: RecordsRequest,
    details: RequestDetails,
    version: int,
    by: Person,
    at: datetime,
) -> RecordsRequest:
    """Changes what was entered; the timeline follows a changed day of sending or delivery.

    `version` is the one the form was opened with. Raises `ChangedMeanwhile` when somebody saved
    in between, naming what they changed, `ImpossibleDate`, `NotAMember`, `NotForThem`,
    `StaysRestricted`, and `MergedMeanwhile` of the agency.
    """
    check_details(details, today=local_day(at))
    locked_living([details.agency.pk])
    locked = RecordsRequest.objects.select_for_update().get(pk=records_request.pk)
    check_reach(by, locked, details.campaign, to=Permission.LOG_REQUESTS)
    new = columns_of(with_receipt(details))
    if locked.version != version:
        raise ChangedMeanwhile(_what_stands_now(locked, new))
    was = {name: getattr(locked, name) for name in new}
    changed = {name: (was[name], value) for name, value in new.items() if was[name] != value}
    if not changed:
        return locked
    if changed.keys() & {"campaign", "assignee"}:
        check_theirs(details.assignee, details.campaign)
    if "campaign" in changed:
        check_may_leave(locked.campaign, by=by)
    for name, value in new.items():
        setattr(locked, name, value)
    _follow_dispatch(locked, by=by, at=at)
    standing = standing_events(locked.events.all())
    check_sent_first(locked.sent_on, standing, field="sent_on", label="Sent on")
    locked.version += 1
    recompute(locked, on=local_day(at), rules=rules_in_force())
    locked.save()
    if "campaign" in changed:
        follow_in_bin(locked)
    if "agency" in changed:
        index_whole([locked.pk])
    else:
        index_requests([locked])
    record(
        verb="amended request",
        subject=locked,
        by=by,
        at=at,
        changed={name: [str(old), str(now)] for name, (old, now) in changed.items()},
    )
    return locked


@transaction.atomic
def discard_request(*, records_request: RecordsRequest, by: Person, at: datetime) -> None:
    """Takes back a request that was logged by mistake and has no history yet.

    Raises `CannotDiscard` when anything but its dispatch was recorded, a letter was kept, a file
    is attached, data or an agency's words rest on it or a reminder went out, and while an own
    reminder of it is open; `NotAMember`.
    """
    locked = RecordsRequest.objects.select_for_update().filter(pk=records_request.pk).first()
    if locked is None:
        raise CannotDiscard(f"{records_request.number} was taken back already.")
    check_reach(by, locked, to=Permission.LOG_REQUESTS)
    happened = locked.events.exclude(kind__in=NO_HISTORY, letter=None).exists()
    told = locked.own_reminders.filter(reminders__isnull=False)  # what went to whom stays known
    held = (locked.attachments, locked.reminders, told, locked.releases, locked.said)
    if happened or any(rows.exists() for rows in held):
        raise CannotDiscard(
            f"{locked.number} has a history by now. Record it as withdrawn instead."
        )
    if reminders := locked.own_reminders.filter(done_at=None).count():
        raise CannotDiscard(
            f"{reminders} own reminder{'' if reminders == 1 else 's'} of {locked.number} would go "
            "with it: be done with them first."
        )
    said = {"subject_line": locked.subject, "sent_on": str(locked.sent_on)}
    record(verb="discarded request", subject=locked, by=by, at=at, **said)
    put_request_in_bin(locked, by=by, at=at)
    delete_corrections(locked.events.all())
    locked.delete()


def _what_stands_now(locked: RecordsRequest, new: dict[str, Any]) -> str:
    """For the second of two people: each field in which theirs differs from what stands."""
    differing = [
        f"{name.replace('_', ' ')} is now “{getattr(locked, name) or ''}”"
        for name, value in new.items()
        if getattr(locked, name) != value
    ]
    return (
        "Somebody else saved this request while you had it open, and nothing of yours was saved. "
        f"There, {'; '.join(differing) or 'nothing differs from what you entered'}. "
        "Take over what is theirs, then save again."
    )


def columns_of(details: RequestDetails) -> dict[str, Any]:
    """What was entered, by the columns of a request."""
    return {field.name: getattr(details, field.name) for field in fields(details)}


def _dispatch_days(records_request: RecordsRequest) -> dict[EventKind, date | None]:
    delivered = records_request.received_basis == ReceivedBasis.DELIVERY_PROOF
    return {
        EventKind.SENT: records_request.sent_on,
        EventKind.DELIVERED: records_request.received_on if delivered else None,
    }


def dispatch_events(
    records_request: RecordsRequest, *, by: Person | None, at: datetime
) -> list[Event]:
    """The events of sending and delivery that a new request's days stand for, not saved yet."""
    return [
        _dispatch_event(records_request, kind, day, by=by, at=at)
        for kind, day in _dispatch_days(records_request).items()
        if day
    ]


def _follow_dispatch(records_request: RecordsRequest, *, by: Person, at: datetime) -> None:
    """Corrects the events of sending and delivery to the days that now stand on the request."""
    standing = standing_events(records_request.events.all())
    for kind, day in _dispatch_days(records_request).items():
        old = next((event for event in standing if event.kind == kind), None)
        if day and (old is None or old.on != day):
            new = _dispatch_event(records_request, kind, day, by=by, at=at, corrects=old)
            new.save()
        elif old and not day:
            taken_back = EventKind.CORRECTION
            new = _dispatch_event(records_request, taken_back, old.on, by=by, at=at, corrects=old)
            new.save()


def _dispatch_event(
    records_request: RecordsRequest,
    kind: EventKind,
    day: date,
    *,
    by: Person | None,
    at: datetime,
    corrects: Event | None = None,
) -> Event:
    return Event(
        records_request=records_request,
        kind=kind,
        on=day,
        note=f"By {records_request.get_method_display().lower()}.",
        corrects=corrects,
        recorded_by=by,
        recorded_at=at,
    )
