"""A question asked by hand, of the calculator or the command: one receipt, one law, one body."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from .counting import check_in_range, due_date
from .due_dates import DueDate
from .rules import AS_BUILT, Rules
from .statute import Statute
from .statutes import no_date_reason, not_bound_reason


class Body(NamedTuple):
    """The body asked about, as the directory has it: its law (a key, or `none`) and level."""

    records_law: str
    level: str


@dataclass(frozen=True)
class Question:
    """Which law, which body, which days its office is closed.

    law: a key, `none`, or a Statute to try out. level, extension_days, closures, claimed receipt,
    adopted: as for `due_date`. body: whose receipt it is, where that is known; then only the law
    that binds it, or one of one's own, gives a date.
    """

    received_on: date
    law: str | Statute = "cpra"
    level: str = "state"
    extension_days: int = 0
    closures: Mapping[date, str] = field(default_factory=dict)
    claimed_received_on: date | None = None
    adopted: frozenset[str] = frozenset()
    rules: Rules = AS_BUILT
    body: Body | None = None

    def statute(self) -> Statute:
        """The law itself, in its version for that receipt. Raises DateOutOfRange, UnknownLaw."""
        check_in_range(self.received_on)
        if isinstance(self.law, Statute):
            return self.law
        return self.rules.law(self.law, self.received_on)

    def answer(self) -> DueDate | str:
        """The due date, or why no law gives one. Raises a DeadlineError."""
        if self.law == "none":
            return no_date_reason("none", self.body.level if self.body else self.level)
        statute = self.statute()
        if self.body and (reason := not_bound_reason(statute, *self.body)):
            return reason
        return due_date(
            self.received_on,
            law=statute,
            level=self.level,
            extension_days=self.extension_days,
            closures=self.closures,
            claimed_received_on=self.claimed_received_on,
            appointed=self.rules.appointed,
            adopted=self.adopted,
        )
