"""A due date as a value that explains itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from .statutes import Statute

Days = Mapping[date, str]
NO_DAYS: Days = MappingProxyType({})
NONE_ADOPTED: frozenset[str] = frozenset()
NO_DATES: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a working-out: what happened on that day, by which rule."""

    on: date
    what: str
    citation: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One arguable way to read the law, and the date it gives."""

    name: str
    citation: str
    due_on: date


@dataclass(frozen=True, slots=True)
class DueDate:
    """A statutory date. `due_on` is the published reading; `readings` holds it first, then every
    arguable one. `closures`: the one-off days off that were taken into account, with reasons;
    `appointed`: those of them that are no closure but a holiday that was appointed."""

    received_on: date
    statute: Statute
    level: str
    extension_days: int
    due_on: date
    earliest_arguable_on: date
    latest_arguable_on: date
    working_out: tuple[Step, ...]
    readings: tuple[Reading, ...]
    notes: tuple[str, ...]
    closures: tuple[tuple[date, str], ...] = ()
    appointed: frozenset[date] = NO_DATES
    adopted: frozenset[str] = NONE_ADOPTED
