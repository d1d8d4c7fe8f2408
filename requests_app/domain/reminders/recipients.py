"""Whom a reminder goes to, and what they wish: the first who is named and can be reached."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Self
from zoneinfo import ZoneInfo

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission, Role
from requests_app.domain.audit.heads import current_head
from requests_app.domain.reminders.facts import DeskFacts, Facts, OwnFacts, RequestFacts, RoundFacts
from requests_app.domain.reminders.kinds import ReminderKind, To
from requests_app.domain.reminders.models import DeskWishes, KindWish, PersonWishes
from requests_app.domain.reminders.models.wishes import DigestWishes
from requests_app.domain.reminders.wishes import PRODUCT_CHOICES, DigestTimes, KindChoice
from requests_app.domain.request_log.sight import members_of_restricted

NOBODY = "Nobody who is named for it can be reached by e-mail, and the desk has no address."


@dataclass(frozen=True, slots=True)
class Recipient:
    """person: None for the desk's shared address. stands_in_for: who is away."""

    person: int | None
    stands_in_for: int | None = None


@dataclass(frozen=True)
class AddressBook:
    """Everybody who can be mailed, with their wishes: read once for a whole sweep.

    people: active, with an address. A sample person (an invented one, with an invented address) is
    mailed about sample requests only. members: of each restricted campaign, the people to whom it
    is there; nobody else is mailed about it, the desk's shared address neither.
    """

    people: dict[int, Person]
    desk: DeskWishes
    wishes: dict[int, PersonWishes]
    kind_wishes: dict[tuple[int | None, str], KindWish]
    members: dict[int, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def now(cls) -> Self:
        """Five queries, whatever the number of people; one more where a campaign is restricted."""
        found = Person.objects.filter(is_active=True).exclude(email="").order_by("pk")
        people = {person.pk: person for person in found}
        return cls(
            people=people,
            desk=DeskWishes.objects.first() or DeskWishes(pk=1),
            wishes={wish.person_id: wish for wish in PersonWishes.objects.all()},
            kind_wishes={(wish.person_id, wish.kind): wish for wish in KindWish.objects.all()},
            members=members_of_restricted(people.values()),
        )

    def whom(self, to: To, facts: Facts, *, on: date) -> Recipient | None:
        """Whom a reminder goes to on that day; None when there is nobody."""
        usable = [pk for pk in _named(to, facts) if pk and self._may_be_mailed(pk, facts)]
        for pk in usable:
            if found := self._present(pk, facts, on):
                return found
        if self.desk.address and not facts.is_sample and self.may_know(None, facts.campaign):
            return Recipient(None)
        # Everybody named is away and nobody stands in: it waits in their own mailbox.
        left = [*usable, *_last_resort(facts), *self._administrators]
        return next((Recipient(pk) for pk in left if pk and self._may_be_mailed(pk, facts)), None)

    def _may_be_mailed(self, pk: int, facts: Facts) -> bool:
        person = self.people.get(pk)
        is_meant = person is not None and (facts.is_sample or not person.is_sample)
        return is_meant and self.may_know(pk, facts.campaign)

    def may_know(self, recipient: int | None, campaign: int | None) -> bool:
        """Whether what belongs to the campaign may be told to the recipient. None: the desk's
        shared address, and no campaign."""
        return campaign not in self.members or recipient in self.members[campaign]

    def _present(self, pk: int, facts: Facts, on: date) -> Recipient | None:
        wish = self.wishes.get(pk)
        if wish is None or not wish.is_away(on=on):
            return Recipient(pk)
        other = wish.stand_in_id
        if other is None or not self._may_be_mailed(other, facts):
            return None
        theirs = self.wishes.get(other)
        return None if theirs and theirs.is_away(on=on) else Recipient(other, stands_in_for=pk)

    @cached_property
    def _administrators(self) -> list[int]:
        return [pk for pk, person in self.people.items() if person.role == Role.ADMINISTRATOR]

    @cached_property
    def wanting_empty_digests(self) -> set[int]:
        """Who is mailed on a day without anything as well."""
        return {
            pk
            for pk, person in self.people.items()
            if not person.is_sample and self.times_of(pk).also_when_nothing
        }

    def address_of(self, recipient: int | None) -> str:
        """The e-mail address; "" when there is none (any more)."""
        if recipient is None:
            return self.desk.address
        person = self.people.get(recipient)
        return person.email if person else ""

    def audit_line_of(self, recipient: int | None) -> str:
        """How far the audit record is, for whoever looks after people: kept in their mailbox, it
        tells when the end of the record is cut off or its past written anew. "" for the others."""
        person = self.people.get(recipient) if recipient is not None else None
        position, digest = self._audit_head
        if not position or person is None or not person.may(Permission.MANAGE_PEOPLE):
            return ""
        return f"Audit record: {position:,} entries, head {digest}"

    @cached_property
    def _audit_head(self) -> tuple[int, str]:
        return current_head()

    def choice(self, recipient: int | None, kind: ReminderKind) -> KindChoice:
        """What the recipient wishes of a kind: their own word, else the desk's, else ours."""
        found = PRODUCT_CHOICES[kind]
        if not self.kind_wishes:
            return found
        for whose in (None, recipient):
            if wish := self.kind_wishes.get((whose, kind)):
                found = replace(found, **_given(wish, "wanted", "days", "at_once"))
        return found

    def stopped_by(self, recipient: int | None) -> list[ReminderKind]:
        """The kinds that the recipient gets no mail of, in the order of the table."""
        return [kind for kind in PRODUCT_CHOICES if not self.choice(recipient, kind).wanted]

    def times_of(self, recipient: int | None) -> DigestTimes:
        """When the recipient's digest comes: their own word, else the desk's, else ours."""
        found = DigestTimes()
        own = self.wishes.get(recipient) if recipient is not None else None
        for wish in (self.desk, own):
            if wish is not None:
                found = replace(found, **_times_given(wish))
        return found


def _given(wish: KindWish | DigestWishes, *names: str) -> dict[str, Any]:
    values = {name: getattr(wish, name) for name in names}
    return {name: value for name, value in values.items() if value not in (None, "")}


def _times_given(wish: DigestWishes) -> dict[str, Any]:
    given = _given(
        wish, "digest_at", "zone", "quiet_weekends", "quiet_holidays", "also_when_nothing"
    )
    if "zone" in given:
        given["zone"] = ZoneInfo(given["zone"])
    return given


def _named(to: To, facts: Facts) -> Iterable[int | None]:
    """Who is named, the nearest first."""
    match facts:
        case OwnFacts():
            return (facts.person,)
        case RoundFacts() | DeskFacts():
            return (facts.lead,)
        case RequestFacts() if to is To.LEAD:
            # To somebody else than who let it lie, where there is somebody else.
            return (facts.lead if facts.lead != facts.assignee else None,)
        case RequestFacts():
            return (facts.assignee, facts.lead)


def _last_resort(facts: Facts) -> Iterable[int | None]:
    return (facts.assignee, facts.created_by) if isinstance(facts, RequestFacts) else ()
