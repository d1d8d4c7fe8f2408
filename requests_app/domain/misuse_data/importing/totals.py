"""What a file comes to, measure by measure: sums of one measure, unit and period only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.reading.proposed import Counted, Proposed
from requests_app.domain.misuse_data.reading.values import Understood
from requests_app.domain.misuse_data.vocabulary import COUNTS, NUMBERS, Answer, Qualifier, Unit

MOST_SAID = 1_000  # different cells that are counted before they are added up


@dataclass
class Total:
    """A sum over the agencies of a file, with what it covers. `stated`: what the file says of the
    whole state itself, which is never added to it."""

    measure: str
    unit: str
    period: Covers
    value: Decimal = Decimal(0)
    inexact: int = 0
    stated: Decimal | None = None
    answers: Counter[str] = field(default_factory=Counter)
    _said: dict[Understood, int] = field(default_factory=dict)

    def add(self, figure: Proposed) -> None:
        """Cells that say the same are counted, and added up at the end."""
        understood = figure.understood
        if figure.about.slot == 0:
            self.stated = understood.value
            return
        self._said[understood] = self._said.get(understood, 0) + 1
        if len(self._said) > MOST_SAID:
            self.add_up()

    def add_up(self) -> None:
        for understood, times in self._said.items():
            self.answers[understood.answer.value] += times
            if understood.value is not None:
                self.value += understood.value * times
                self.inexact += times * (understood.qualifier is not Qualifier.EXACT)
        self._said.clear()

    @property
    def answered(self) -> int:
        """Agencies that gave a number, or were listed as having none."""
        return sum(self.answers[answer.value] for answer in COUNTS)

    @property
    def sum(self) -> Decimal | None:
        """None where nobody gave a number or a zero: a silence is none, nor is a name on a list of
        those with none."""
        return self.value if any(self.answers[answer.value] for answer in NUMBERS) else None

    @property
    def not_in_it(self) -> str:
        """Whose answer adds nothing, and why: "23 unreadable or unclear, 2 did not report"."""
        rest = ((answer, self.answers[answer.value]) for answer in Answer if answer not in COUNTS)
        return ", ".join(f"{count:,} {answer.label}" for answer, count in rest if count)


@dataclass
class Totals:
    """Fed figure by figure. Percentages have no sum, and figures of no known period neither."""

    _found: dict[tuple[Counted, str, Covers | None], Total] = field(default_factory=dict)

    def add(self, figure: Proposed) -> None:
        _, _, _, _, _, period, counted, unit, _, _, _ = figure
        total = self._found.get((counted, unit, period))
        if total is None:
            if period is None or unit == Unit.PERCENT:
                return
            measure = counted.words if counted.is_unmapped else counted.key
            total = self._found[counted, unit, period] = Total(measure, unit, period)
        total.add(figure)

    def all(self) -> list[Total]:
        """One per measure, unit and period; two wordings of one measure are one."""
        joined: dict[tuple[str, str, Covers], Total] = {}
        for total in self._found.values():
            total.add_up()
            key = (total.measure, total.unit, total.period)
            if key not in joined:
                joined[key] = Total(*key)
            whole = joined[key]
            whole.value += total.value
            whole.inexact += total.inexact
            whole.answers += total.answers
            whole.stated = total.stated if total.stated is not None else whole.stated
        return sorted(joined.values(), key=lambda total: (total.measure, total.period))
