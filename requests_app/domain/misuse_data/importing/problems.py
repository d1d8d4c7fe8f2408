"""What was found wrong with a file: the first of each rule, and how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from requests_app.domain.misuse_data.checks import CHECKS, RowProblem, Severity

KEPT = 100  # of each rule and weight, and as many again that say something else
PLACES_KEPT = 50  # of what says the same in one column
SHOWN_AT_ONCE = 8
# What each rule demands, in a sentence.
SAYS = {check.rule: (check.__doc__ or "").partition("\n")[0] for check in CHECKS}
_ORDER = {check.rule: number for number, check in enumerate(CHECKS)}

Weight = tuple[Severity, str]


@dataclass
class Same:
    """What says the same in one column of a sheet: the first rows of it, and how many there are."""

    problem: RowProblem
    rows: list[str] = field(default_factory=list)
    total: int = 0

    def add(self, problem: RowProblem) -> None:
        self.total += 1
        if len(self.rows) < PLACES_KEPT:
            self.rows.append(problem.row)

    @property
    def where(self) -> str:
        """The cell where there is one, else the column with their number."""
        if self.total == 1 or not self.problem.column:
            return self.problem.where
        return f"{self.problem.column}, {self.total:,} places"

    @property
    def more(self) -> int:
        return self.total - len(self.rows)

    @property
    def places(self) -> str:
        """ "row 5, row 9, row 12 and 20 more"; empty where `where` says it."""
        if self.total == 1:
            return ""
        return ", ".join(self.rows) + (f" and {self.more:,} more" if self.more else "")


@dataclass(frozen=True)
class Group:
    """What breaks one rule: what says the same together, and how many there are."""

    severity: Severity
    rule: str
    says: str
    same: list[Same]
    total: int

    @property
    def more(self) -> int:
        return self.total - sum(one.total for one in self.same)

    @property
    def is_long(self) -> bool:
        return len(self.same) > SHOWN_AT_ONCE


@dataclass
class Problems:
    """Keeps the first `kept` of each rule, and the first of as many others that say something else
    or stand in another column; counts the rest."""

    kept: int = KEPT
    counts: Counter[Weight] = field(default_factory=Counter)
    has_errors: bool = False
    _first: dict[Weight, list[RowProblem]] = field(default_factory=dict)
    _same: dict[Weight, dict[tuple[str, str], Same]] = field(default_factory=dict)

    def add(self, problem: RowProblem) -> None:
        key = (problem.severity, problem.rule)
        self.counts[key] += 1
        self.has_errors |= problem.severity is Severity.ERROR
        first, alike = self._first.setdefault(key, []), self._same.setdefault(key, {})
        what = (problem.column or problem.where, problem.message)
        same = alike.get(what)
        if same is None and len(alike) < self.kept:
            same = alike[what] = Same(problem)
        if same is not None:
            same.add(problem)
        if self.counts[key] <= self.kept or (same is not None and same.total == 1):
            first.append(problem)

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

    @property
    def to_accept(self) -> int:
        """Warnings as somebody accepts them: what says the same in one column is one, and what of
        a rule is too much to list is one more."""
        warnings = [one for one in self.groups() if one.severity is Severity.WARNING]
        return sum(len(one.same) + (one.more > 0) for one in warnings)

    def not_kept(self) -> dict[Weight, int]:
        """How many more there are of each weight and rule than were kept."""
        more = {key: self.counts[key] - len(self._first[key]) for key in self._in_order()}
        return {key: count for key, count in more.items() if count}

    def groups(self) -> list[Group]:
        """By weight and rule, in the order of `__iter__`."""
        return [
            Group(*key, SAYS.get(key[1], ""), list(self._same[key].values()), self.counts[key])
            for key in self._in_order()
        ]

    def _in_order(self) -> list[Weight]:
        return sorted(
            self._first, key=lambda key: (key[0] != Severity.ERROR, _ORDER.get(key[1], 0))
        )
