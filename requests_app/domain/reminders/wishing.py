"""Changing what a person, or the desk, wishes of reminders, and undoing that."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.audit.operations import record
from requests_app.domain.reminders.absences import AbsenceRefused, check_absence
from requests_app.domain.reminders.following import follow_desk, follow_people
from requests_app.domain.reminders.kinds import KIND_RULES, KindRule, ReminderKind
from requests_app.domain.reminders.models import DeskWishes, KindWish, PersonWishes
from requests_app.domain.reminders.wished import TIMES, Wished, wished_by
from requests_app.domain.request_log.dates import ImpossibleDate

VERB = "changed reminder wishes"
MOST_DAYS = 365


class WishRefused(ValueError):
    """A wish that cannot be met; `field` names which."""

    def __init__(self, field: str, message: str):
        self.field = field
        super().__init__(message)


Refusal = WishRefused | AbsenceRefused | ImpossibleDate


class WishesChanged(Exception):
    """Somebody, or another window, changed them meanwhile."""


def refusals(*, person: Person | None, wished: Wished, at: datetime) -> list[Refusal]:
    """All that `wish` would refuse, so that nobody mends one thing only to hear of the next."""
    return list(_refusals(person, wished_by(person), wished, at=at))


@transaction.atomic
def wish(
    *, person: Person | None, wished: Wished, seen: str, by: Person, at: datetime
) -> AuditEntry | None:
    """Saves what a person, or the desk (None), wishes; gives the entry of the audit record, by
    which it can be undone, or None where nothing is different.

    seen: the mark of the wishes that the change began with. Where what is due, or for whom, is
    moved by it, the requests concerned are looked at again. Raises `WishRefused`,
    `AbsenceRefused`, `ImpossibleDate`, `WishesChanged`.
    """
    _lock(person, wished.stand_in)
    before = wished_by(person)
    if wished.as_facts() == before.as_facts():
        return None  # a second click
    if seen != before.mark:
        raise WishesChanged(
            "They were changed meanwhile, perhaps in another window. Save once more to put these "
            "in their place, or open the page anew to see them."
        )
    for refusal in _refusals(person, before, wished, at=at):
        raise refusal
    return _save(person, before, wished, by=by, at=at)


@transaction.atomic
def undo_wishes(*, entry: AuditEntry, by: Person, at: datetime) -> None:
    """Puts back what was wished before the change that `entry` tells of.

    Raises `WishesChanged` where they were changed since (a second click among them).
    """
    person = Person.objects.get(pk=entry.subject_id) if entry.subject_kind == "person" else None
    was, now = _before_and_after(entry)
    _lock(person, was.stand_in)
    if wished_by(person).as_facts() != now.as_facts():
        raise WishesChanged("They were changed since: what they are now stays.")
    if was.stand_in and not Person.objects.filter(pk=was.stand_in, is_active=True).exists():
        was = replace(was, stand_in=None)
    _save(person, now, was, by=by, at=at)


def is_moved_by(entry: AuditEntry) -> bool:
    """Whether the change that `entry` tells of, or its undoing, moves what is due or for whom."""
    was, now = _before_and_after(entry)
    return was.is_moved_by(now)


def _before_and_after(entry: AuditEntry) -> tuple[Wished, Wished]:
    return Wished.from_facts(entry.details["was"]), Wished.from_facts(entry.details["now"])


def _lock(person: Person | None, stand_in: int | None) -> None:
    """Of two changes at once the second waits: two who name each other as stand-in as well."""
    if person is None:
        DeskWishes.objects.get_or_create(pk=1)
        DeskWishes.objects.select_for_update().get(pk=1)
        return
    people = Person.objects.filter(pk__in=[person.pk, stand_in or person.pk]).order_by("pk")
    list(people.select_for_update(no_key=True))


def _save(
    person: Person | None, before: Wished, wished: Wished, *, by: Person, at: datetime
) -> AuditEntry:
    times = {name: getattr(wished, name) for name in TIMES}
    if person is None:
        desk = DeskWishes.objects.get(pk=1)
        for name, value in {**times, "address": wished.address}.items():
            setattr(desk, name, value)
        desk.save(update_fields=[*times, "address"])  # and never the day it was looked at on
    else:
        absence = dict(zip(("away_from", "away_until", "stand_in_id"), wished.absence, strict=True))
        PersonWishes.objects.update_or_create(person=person, defaults={**times, **absence})
    for kind in ReminderKind:
        if wished.of(kind) != before.of(kind):
            _save_kind(person, kind, wished)
    if wished.is_moved_by(before):
        follow_people([person.pk], at=at) if person else follow_desk(at=at)
    return record(
        verb=VERB,
        subject=person or DeskWishes(pk=1),
        by=by,
        at=at,
        was=before.as_facts(),
        now=wished.as_facts(),
    )


def _save_kind(person: Person | None, kind: ReminderKind, wished: Wished) -> None:
    said = wished.of(kind)
    row = KindWish.objects.filter(person=person, kind=kind).first()
    if said.says_nothing:
        if row:
            row.delete()
        return
    row = row or KindWish(person=person, kind=kind)
    row.wanted, row.days, row.at_once = said.wanted, said.days, said.at_once
    row.save()


@cache
def zones() -> list[str]:
    """The names of the time zones there are, in the order of their names."""
    return sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")


def days_allowed(rule: KindRule) -> tuple[int, int]:
    """The fewest and the most days that a kind can be told to wait, both included."""
    is_of_the_last_day = rule.speaks_of in {"latest_arguable_on", "left_alone_since"}
    least = 1 if rule.before or rule.comes_back or is_of_the_last_day else 0
    if rule.until and rule.until.fact == rule.speaks_of and not rule.before:
        return least, rule.until.days
    return least, MOST_DAYS


def _refusals(
    person: Person | None, before: Wished, wished: Wished, *, at: datetime
) -> Iterator[Refusal]:
    """What is wrong with the digest, then with each kind, then the first thing with the absence."""
    if wished.zone and wished.zone not in available_timezones():
        yield WishRefused("zone", f"“{wished.zone}” is no time zone. Choose one of the list.")
    if wished.address:
        try:
            validate_email(wished.address)
        except ValidationError:
            yield WishRefused("address", f"“{wished.address}” is no e-mail address.")
    for kind, said in wished.kinds.items():
        rule = KIND_RULES[kind]
        if said.days is None:
            continue
        least, most = days_allowed(rule)
        if not rule.adjustable:
            yield WishRefused(f"days-{kind}", f"{kind.label}: its day is fixed.")
        elif not least <= said.days <= most:
            yield WishRefused(f"days-{kind}", f"{kind.label}: from {least} to {most} days.")
    if person and wished.absence != before.absence:
        try:
            check_absence(person, wished, at=at)
        except (AbsenceRefused, ImpossibleDate) as refusal:
            yield refusal
