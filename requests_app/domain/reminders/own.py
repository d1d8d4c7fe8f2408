"""Own reminders: setting one, putting it off, and being done with it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.operations import record
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.reminders.models import OwnReminder, Reminder
from requests_app.domain.request_log.dates import ImpossibleDate, check_sane, local_day, shown
from requests_app.domain.request_log.form_keys import saved_with, says
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.domain.request_log.sight import check_reach, check_theirs

PUT_OFF_DAYS = 7

Subject = RecordsRequest | Campaign | Agency
_COLUMN = {RecordsRequest: "records_request", Campaign: "campaign", Agency: "agency"}


class ReminderGone(Exception):
    """Somebody took the reminder back meanwhile."""


@transaction.atomic
def set_reminder(
    *,
    subject: Subject,
    note: str,
    due_on: date,
    person: Person,
    by: Person,
    at: datetime,
    form_key: str | None = None,
) -> OwnReminder:
    """Reminds `person` of a request, campaign or agency on a day that is not past.

    The same `form_key` again returns the reminder already set (a second click).
    Raises `ImpossibleDate`, `KeyUsed`, `NotAMember` and `NotForThem`.
    """
    check_reach(by, subject, to=Permission.RECORD_EVENTS)
    check_theirs(person, subject, field="person")
    check_ahead(due_on, today=local_day(at))
    said = {_COLUMN[type(subject)]: subject, "note": note, "due_on": due_on, "person": person}
    values = {**said, "made_by": by, "made_at": at}
    if form_key is None:
        made, is_new = OwnReminder.objects.create(**values), True
    else:
        made, is_new = OwnReminder.objects.get_or_create(form_key=form_key, defaults=values)
    if is_new:
        record(verb="set reminder", subject=made, by=by, at=at, due_on=str(due_on))
    else:
        still = {**said, "done_at": None}
        saved_with(form_key, OwnReminder.objects.all(), lambda found: says(found, still))
    return made


def check_ahead(due_on: date, *, today: date) -> None:
    """Raises `ImpossibleDate` for a day that is past, or too far ahead to be meant."""
    check_sane("due_on", "When", due_on)
    if due_on < today:
        raise ImpossibleDate("due_on", f"When: {shown(due_on)} is past already.")


def set_on_many(
    requests: Sequence[RecordsRequest],
    *,
    note: str,
    due_on: date,
    person: Person,
    by: Person,
    at: datetime,
) -> dict[int, int]:
    """The same reminder of each request, in the transaction of the caller; gives the id of the
    reminder by that of the request. Raises `ImpossibleDate`."""
    check_ahead(due_on, today=local_day(at))
    made = OwnReminder.objects.bulk_create(
        [
            OwnReminder(
                records_request=one,
                note=note,
                due_on=due_on,
                person=person,
                made_by=by,
                made_at=at,
            )
            for one in requests
        ]
    )
    return {one.records_request_id: one.pk for one in made if one.records_request_id}


@transaction.atomic
def put_off(
    *, reminder: OwnReminder, seen: date, by: Person, at: datetime, days: int = PUT_OFF_DAYS
) -> OwnReminder:
    """Puts a reminder off by a week, or `days`, from today or from its own later day.

    `seen` is the day it stood on when that was asked: where it stands on another by now (a second
    click, another person), it stays there. Raises `ReminderGone`.
    """
    locked = _locked(reminder, by)
    if locked.due_on != seen or locked.done_at:
        return locked
    locked.due_on = days_after(max(seen, local_day(at)), days)
    locked.times_put_off += 1
    locked.save()
    record(
        verb="put off reminder",
        subject=locked,
        by=by,
        at=at,
        was=str(seen),
        now=str(locked.due_on),
    )
    return locked


@transaction.atomic
def finish(*, reminder: OwnReminder, by: Person, at: datetime) -> OwnReminder:
    """Marks a reminder as done; one that is done already stays as it is. Raises `ReminderGone`."""
    locked = _locked(reminder, by)
    if locked.done_at is None:
        locked.done_at = at
        locked.save()
        record(verb="finished reminder", subject=locked, by=by, at=at)
    return locked


@transaction.atomic
def take_up_again(*, reminder: OwnReminder, by: Person, at: datetime) -> OwnReminder:
    """Opens a reminder that was done. Raises `ReminderGone`."""
    locked = _locked(reminder, by)
    if locked.done_at is not None:
        locked.done_at = None
        locked.save()
        record(verb="took up reminder again", subject=locked, by=by, at=at)
    return locked


@transaction.atomic
def take_back_reminder(*, reminder: OwnReminder, by: Person, at: datetime) -> None:
    """Removes a reminder that was set by mistake. One that is in the ledger is done instead: what
    went to whom stays known. Raises `ReminderGone`."""
    locked = _locked(reminder, by)
    record(verb="took back reminder", subject=locked, by=by, at=at, due_on=str(locked.due_on))
    take_back_rows(OwnReminder.objects.filter(pk=locked.pk), at=at)


def take_back_rows(reminders: QuerySet[OwnReminder], *, at: datetime) -> None:
    """Removes these, or marks as done what the ledger speaks of; the caller has locked them."""
    known = Exists(Reminder.objects.filter(own_reminder=OuterRef("pk")))
    reminders.filter(known, done_at__isnull=True).update(done_at=at)
    reminders.exclude(known).delete()


def _locked(reminder: OwnReminder, by: Person) -> OwnReminder:
    """Raises `ReminderGone` and `NotAMember`."""
    found = OwnReminder.objects.select_for_update(of=("self",)).with_subject()
    locked = found.filter(pk=reminder.pk).first()
    if locked is None:
        raise ReminderGone("The reminder was taken back meanwhile.")
    check_reach(by, locked, to=Permission.RECORD_EVENTS)
    return locked
