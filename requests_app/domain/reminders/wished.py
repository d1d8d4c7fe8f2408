"""What somebody wishes of reminders, whole: what a form shows, an operation saves and an undo puts
back. Plain values; nothing said means as the desk has it, or of the desk, as the product comes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, time
from typing import Any, Self

from requests_app.domain.accounts.models import Person
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.models import DeskWishes, KindWish, PersonWishes
from requests_app.domain.reminders.models.wishes import DigestWishes


@dataclass(frozen=True, slots=True)
class KindWished:
    """What is wished of one kind; None: nothing is said."""

    wanted: bool | None = None
    days: int | None = None
    at_once: bool | None = None

    @property
    def says_nothing(self) -> bool:
        return self.wanted is None and self.days is None and self.at_once is None


SAYS_NOTHING = KindWished()


@dataclass(frozen=True)
class Wished:
    """All that a person, or the desk, wishes. address: the desk's alone; the absence and the
    stand-in (the key of a person): a person's alone. away_until: the last day away."""

    digest_at: time | None = None
    zone: str = ""
    quiet_weekends: bool | None = None
    quiet_holidays: bool | None = None
    also_when_nothing: bool | None = None
    address: str = ""
    away_from: date | None = None
    away_until: date | None = None
    stand_in: int | None = None
    kinds: Mapping[ReminderKind, KindWished] = field(default_factory=dict)

    def of(self, kind: ReminderKind) -> KindWished:
        return self.kinds.get(kind, SAYS_NOTHING)

    @property
    def absence(self) -> tuple[date | None, date | None, int | None]:
        return self.away_from, self.away_until, self.stand_in

    def is_moved_by(self, other: Self) -> bool:
        """Whether with `other` in its place different reminders are due, or for others."""
        return (self.absence, self.address) != (other.absence, other.address) or any(
            self.of(kind).wanted != other.of(kind).wanted
            or self.of(kind).days != other.of(kind).days
            for kind in ReminderKind
        )

    def as_facts(self) -> dict[str, Any]:
        """What is said, ready for JSON; what is not said is left out."""
        values: dict[str, Any] = {
            one.name: getattr(self, one.name) for one in fields(self) if one.name != "kinds"
        }
        written = {
            name: value.isoformat() if isinstance(value, date | time) else value
            for name, value in values.items()
            if value not in (None, "")
        }
        kinds = {
            str(kind): {name: value for name, value in asdict(said).items() if value is not None}
            for kind, said in self.kinds.items()
            if not said.says_nothing
        }
        return {**written, "kinds": kinds}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self:
        """Reads what `as_facts` gave. Kinds that there are no more are left out."""
        read = dict(facts)
        for name, kind_of_value in (
            ("digest_at", time), ("away_from", date), ("away_until", date),
        ):  # fmt: skip
            if name in read:
                read[name] = kind_of_value.fromisoformat(read[name])
        known = {kind: said for kind, said in read.pop("kinds").items() if kind in ReminderKind}
        kinds = {ReminderKind(kind): KindWished(**said) for kind, said in known.items()}
        return cls(**read, kinds=kinds)

    @property
    def mark(self) -> str:
        """Short, and another one for other wishes: by it a form tells what it was filled with."""
        said = json.dumps(self.as_facts(), sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def wished_by(person: Person | None) -> Wished:
    """What a person wishes, or the desk (None). Two queries."""
    kinds = {
        ReminderKind(one.kind): KindWished(one.wanted, one.days, one.at_once)
        for one in KindWish.objects.filter(person=person)
    }
    if person is None:
        desk = DeskWishes.objects.first()
        return Wished(**_times(desk), address=desk.address if desk else "", kinds=kinds)
    own = PersonWishes.objects.filter(person=person).first()
    if own is None:
        return Wished(kinds=kinds)
    return Wished(
        **_times(own),
        away_from=own.away_from,
        away_until=own.away_until,
        stand_in=own.stand_in_id,
        kinds=kinds,
    )


TIMES = tuple(one.name for one in DigestWishes._meta.get_fields())


def _times(said: DigestWishes | None) -> dict[str, Any]:
    return {name: getattr(said, name) for name in TIMES} if said else {}
