"""What can be done to many requests in one step: a class for each, with its undoing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Protocol

from requests_app.domain.accounts.models import Person
from requests_app.domain.reminders.models import OwnReminder
from requests_app.domain.reminders.own import set_on_many, take_back_rows
from requests_app.domain.request_log.dates import shown
from requests_app.domain.request_log.in_bulk import (
    assign_many,
    moved_by,
    reasons_against,
    record_events,
    take_back_events,
)
from requests_app.domain.request_log.meanwhile import ASSIGNED_IN_BULK, RECORDED_IN_BULK
from requests_app.domain.request_log.models import Event, RecordsRequest, Tag
from requests_app.domain.request_log.tags import hang_on, tag_called, tagged_with, take_off
from requests_app.domain.request_log.timeline import Happening
from requests_app.domain.upkeep.bulk.models import BulkAction, BulkKind
from requests_app.domain.upkeep.bulk.reach import not_theirs

Requests = Sequence[RecordsRequest]
Reasons = dict[int, str]
Items = dict[int, int | None]


class Change(Protocol):
    """One change to many requests. `plan` says it before, `words` once it is done."""

    kind: ClassVar[BulkKind]
    verb: ClassVar[str]  # on the audit record of each request

    @property
    def plan(self) -> str: ...

    @property
    def words(self) -> str: ...

    def left_out(self, requests: Requests, *, on: date) -> Reasons:
        """Those that it cannot or need not change, each with the reason."""

    def moves(self, requests: Requests, *, on: date) -> str:
        """What it moves that somebody has to have seen before; "" where nothing."""
        return ""

    def write(self, requests: Requests, *, by: Person, at: datetime) -> Items:
        """Changes locked requests, of which none is left out; gives the `items` of the action."""

    def wrote(self, action: BulkAction) -> bool:
        """Whether an action with these `words` wrote the same, where they do not say all of it."""
        return True

    @staticmethod
    def take_back(action: BulkAction, requests: Requests, *, by: Person, at: datetime) -> Reasons:
        """Restores locked requests; of those that were changed since, the reasons why not."""


@dataclass(frozen=True)
class Recording(Change):
    """The same event on every timeline."""

    happening: Happening
    kind: ClassVar[BulkKind] = BulkKind.EVENT
    verb: ClassVar[str] = RECORDED_IN_BULK

    @property
    def plan(self) -> str:
        return f"Record “{self.happening.kind.label}” of {shown(self.happening.on)}"

    @property
    def words(self) -> str:
        return self.plan.replace("Record", "Recorded", 1)

    def left_out(self, requests: Requests, *, on: date) -> Reasons:
        return reasons_against(requests, self.happening, today=on)

    def moves(self, requests: Requests, *, on: date) -> str:
        return moved_by(requests, self.happening, on=on)

    def write(self, requests: Requests, *, by: Person, at: datetime) -> Items:
        return {**record_events(requests, self.happening, by=by, at=at)}

    def wrote(self, action: BulkAction) -> bool:
        made = Event.objects.filter(pk__in=list(action.items.values())[:1])
        return made.filter(**vars(self.happening)).exists()

    @staticmethod
    def take_back(action: BulkAction, requests: Requests, *, by: Person, at: datetime) -> Reasons:
        events = {one.pk: action.items[str(one.pk)] for one in requests}
        return take_back_events(requests, events, by=by, at=at)


@dataclass(frozen=True)
class Assigning(Change):
    """To one person, or to nobody."""

    person: Person | None
    kind: ClassVar[BulkKind] = BulkKind.ASSIGN
    verb: ClassVar[str] = ASSIGNED_IN_BULK

    @property
    def plan(self) -> str:
        return f"Assign to {self.person or 'nobody'}"

    @property
    def words(self) -> str:
        return self.plan.replace("Assign", "Assigned", 1)

    def left_out(self, requests: Requests, *, on: date) -> Reasons:
        wanted = self.person.pk if self.person else None
        why = f"Assigned to {self.person or 'nobody'} already."
        same = {one.pk: why for one in requests if one.assignee_id == wanted}
        return not_theirs(requests, self.person) | same

    def write(self, requests: Requests, *, by: Person, at: datetime) -> Items:
        before = {one.pk: one.assignee_id for one in requests}
        wanted = self.person.pk if self.person else None
        assign_many(requests, dict.fromkeys(before, wanted), by=by, at=at)
        return before

    @staticmethod
    def take_back(action: BulkAction, requests: Requests, *, by: Person, at: datetime) -> Reasons:
        before = {one.pk: action.items[str(one.pk)] for one in requests}
        people = Person.objects.select_for_update().filter(pk__in=set(before.values()) - {None})
        there = {None, *people.values_list("pk", flat=True)}
        had = {who: [one for one in requests if before[one.pk] == who.pk] for who in people}
        outside = {pk for who, theirs in had.items() for pk in not_theirs(theirs, who)}
        reasons = dict.fromkeys(outside, "whoever had it before is no member of its campaign") | {
            one.pk: "assigned to somebody else since"
            if one.assignee_id != action.person_id
            else "whoever had it before is gone"
            for one in requests
            if one.assignee_id != action.person_id or before[one.pk] not in there
        }
        back = [one for one in requests if one.pk not in reasons]
        assign_many(back, {one.pk: before[one.pk] for one in back}, by=by, at=at)
        return reasons


@dataclass(frozen=True)
class Tagging(Change):
    """A tag by its name; it is made where there is none."""

    name: str
    kind: ClassVar[BulkKind] = BulkKind.ADD_TAG
    verb: ClassVar[str] = "tagged in bulk"

    @property
    def plan(self) -> str:
        return f"Tag with “{self.name}”"

    @property
    def words(self) -> str:
        return self.plan.replace("Tag", "Tagged", 1)

    def left_out(self, requests: Requests, *, on: date) -> Reasons:
        tag = Tag.objects.called(self.name).first()
        carrying = tagged_with(tag, [one.pk for one in requests]) if tag else set()
        return dict.fromkeys(carrying, f"Has the tag “{self.name}” already.")

    def write(self, requests: Requests, *, by: Person, at: datetime) -> Items:
        tag = tag_called(self.name, by=by)
        return dict.fromkeys(hang_on(tag, [one.pk for one in requests]), tag.pk)

    @staticmethod
    def take_back(action: BulkAction, requests: Requests, *, by: Person, at: datetime) -> Reasons:
        tag = _tag_of(action)
        taken = take_off(tag, [one.pk for one in requests]) if tag else set()
        return {one.pk: "untagged since" for one in requests if one.pk not in taken}


@dataclass(frozen=True)
class Untagging(Change):
    """A tag that some of them carry."""

    tag: Tag
    kind: ClassVar[BulkKind] = BulkKind.REMOVE_TAG
    verb: ClassVar[str] = "untagged in bulk"

    @property
    def plan(self) -> str:
        return f"Take off the tag “{self.tag}”"

    @property
    def words(self) -> str:
        return self.plan.replace("Take", "Took", 1)

    def left_out(self, requests: Requests, *, on: date) -> Reasons:
        carrying = tagged_with(self.tag, [one.pk for one in requests])
        why = f"Does not have the tag “{self.tag}”."
        return {one.pk: why for one in requests if one.pk not in carrying}

    def write(self, requests: Requests, *, by: Person, at: datetime) -> Items:
        return dict.fromkeys(take_off(self.tag, [one.pk for one in requests]), self.tag.pk)

    @staticmethod
    def take_back(action: BulkAction, requests: Requests, *, by: Person, at: datetime) -> Reasons:
        tag = _tag_of(action)
        hung = hang_on(tag, [one.pk for one in requests]) if tag else set()
        return {one.pk: "tagged again since" for one in requests if one.pk not in hung}


@dataclass(frozen=True)
class Reminding(Change):
    """An own reminder of each."""

    note: str
    due_on: date
    person: Person
    kind: ClassVar[BulkKind] = BulkKind.REMIND
    verb: ClassVar[str] = "set reminder in bulk"

    @property
    def plan(self) -> str:
        return f"Set a reminder for {self.person} on {shown(self.due_on)}: “{self.note}”"

    @property
    def words(self) -> str:
        return self.plan  # "set" is its own past

    def left_out(self, requests: Requests, *, on: date) -> Reasons:
        return not_theirs(requests, self.person)

    def write(self, requests: Requests, *, by: Person, at: datetime) -> Items:
        return {**set_on_many(requests, **vars(self), by=by, at=at)}

    @staticmethod
    def take_back(action: BulkAction, requests: Requests, *, by: Person, at: datetime) -> Reasons:
        """One that was put off is a reminder that somebody still wants, like one that was done."""
        made = [action.items[str(one.pk)] for one in requests]
        same = OwnReminder.objects.select_for_update(of=("self",)).open()
        untouched = same.filter(pk__in=made, times_put_off=0)
        found = dict(untouched.values_list("records_request", "pk"))
        take_back_rows(OwnReminder.objects.filter(pk__in=found.values()), at=at)
        why = "put off, done or taken back since"
        return {one.pk: why for one in requests if one.pk not in found}


def _tag_of(action: BulkAction) -> Tag | None:
    pk = next(iter(action.items.values()), None)
    return Tag.objects.filter(pk=pk).first() if pk else None


CHANGES: dict[BulkKind, type[Change]] = {
    one.kind: one for one in (Recording, Assigning, Tagging, Untagging, Reminding)
}
