"""What was found wrong with a file: the first of each rule, and how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from requests_app.domain.misuse_data.checks import CHECKS, RowProblem, Severity

KEPT = 100  # of each rule and weight
SHOWN_AT_ONCE = 8
# What each rule demands, in a sentence.
SAYS = {check.rule: (check.__doc__ or "").partition("\n")[0] for check in CHECKS}
_ORDER = {check.rule: number for number, check in enumerate(CHECKS)}


@dataclass(frozen=True)
class Group:
    """What breaks one rule: the first places, and how many there are."""

    severity: Severity
    rule: str
    says: str
    first: list[RowProblem]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.first)

    @property
    def is_long(self) -> bool:
        return self.total > SHOWN_AT_ONCE


@dataclass
class Problems:
    """Keeps the first `kept` of each rule and counts the rest."""

    kept: int = KEPT
    counts: Counter[tuple[Severity, str]] = field(default_factory=Counter)
    has_errors: bool = False
    _first: dict[tuple[Severity, str], list[RowProblem]] = field(default_factory=dict)

    def add(self, problem: RowProblem) -> None:
        key = (problem.severity, problem.rule)
        self.counts[key] += 1
        self.has_errors |= problem.severity is Severity.ERROR
        if self.counts[key] <= self.kept:
            self._first.setdefault(key, []).append(problem)

    def add_all(self, problems: Iterable[RowProblem]) -> None:
        for problem in problems:
            self.add(problem)

    def __iter__(self) -> Iterator[RowProblem]:
        """Those that were kept: errors first, each weight in the order of `CHECKS`."""
        for key in self._in_order():
            yield from self._first[key]

    def __len__(self) -> int:
        return self.counts.total()

    def of(self, severity: Severity) -> list[RowProblem]:
        """Those of a weight that were kept."""
        return [problem for problem in self if problem.severity == severity]

    def count(self, severity: Severity) -> int:
        """All of a weight, kept or not."""
        return sum(n for (weight, _), n in self.counts.items() if weight == severity)

    def not_kept(self) -> dict[tuple[Severity, str], int]:
        """How many more there are of each weight and rule than were kept."""
        return {key: self.counts[key] - self.kept for key in self._in_order()
                if self.counts[key] > self.kept}  # fmt: skip

    def groups(self) -> list[Group]:
        """By weight and rule, in the order of `__iter__`."""
        return [
            Group(*key, SAYS.get(key[1], ""), self._first[key], self.counts[key])
            for key in self._in_order()
        ]

    def _in_order(self) -> list[tuple[Severity, str]]:
        return sorted(
            self._first, key=lambda key: (key[0] != Severity.ERROR, _ORDER.get(key[1], 0))
        )
