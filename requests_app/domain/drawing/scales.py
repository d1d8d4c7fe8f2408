"""How long a bar is and which shade a county has, so that one huge value does not flatten all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from requests_app.domain.drawing.numbers import Number, grouped
from requests_app.domain.drawing.rows import Bar, Way, range_of

FLATTENS = 4  # a value this many times the next would flatten the rest: its bar is cut
CUT = 1.35  # how far past the longest true bar a cut one reaches
MOST_CLASSES = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """`full` is the value of a whole length; a value above `longest` is cut."""

    longest: float
    full: float
    note: str = ""
    ways: tuple[Way, ...] = ()  # to the sources of those that `note` names

    def share(self, value: Number) -> float:
        """How much of the whole length a bar takes, 0 to 1."""
        if value <= 0 or not self.full:
            return 0.0
        return 1.0 if self.is_cut(value) else min(float(value) / self.full, 1.0)

    def is_cut(self, value: Number | None) -> bool:
        # As a float, as `longest` is: of 33.3 the float is a little less than the Decimal.
        return value is not None and float(value) > self.longest


def scale_for(rows: Sequence[Bar]) -> Scale:
    """The scale on which the many can be seen; the few that overshoot it are named in `note`."""
    values = sorted(float(bar.value) for bar in rows if bar.value and bar.value > 0)
    longest = values[-1] if values else 0.0
    for small, large in pairwise(values):
        above = sum(value >= large for value in values)
        if large >= FLATTENS * small and 2 * above <= len(values):
            longest = small
            break
    cut = [bar for bar in rows if bar.value is not None and float(bar.value) > longest]
    if not cut:
        return Scale(longest, longest)
    ways = tuple(Way(bar.label, bar.href) for bar in cut if bar.href)
    return Scale(longest, longest * CUT, _note(cut, longest), ways)


def _note(cut: list[Bar], longest: float) -> str:
    times = round(max(float(bar.value or 0) for bar in cut) / longest)
    if len(cut) == 1:
        note = f"The bar for {cut[0].label} is cut: its {cut[0].said} is {times} times"
    else:
        names = ", ".join(f"{bar.label} ({bar.said})" for bar in cut)
        note = f"The bars for {names} are cut: up to {times} times"
    return f"{note} the next largest, {grouped(longest)}."


@dataclass(frozen=True, slots=True)
class Class:
    """Values from `least` to `most`, both met; shade 1 is the palest."""

    shade: int
    least: Number
    most: Number
    count: int

    @property
    def range(self) -> str:
        return range_of(self.least, self.most)


def classes(values: Iterable[Number], most: int = MOST_CLASSES) -> list[Class]:
    """About as many values in each class, equal ones together; zero and less are in none.

    The darkest class is always there, so that two maps of one class look alike.
    """
    in_order = sorted(value for value in values if value > 0)
    distinct = sorted(set(in_order))
    if len(distinct) <= most:
        groups = [[value] for value in distinct]
    else:
        groups = _quantiles(in_order, most)
    palest = most - len(groups)
    return [
        Class(palest + n, group[0], group[-1], sum(group[0] <= v <= group[-1] for v in in_order))
        for n, group in enumerate(groups, 1)
    ]


def _quantiles(in_order: list[Number], most: int) -> list[list[Number]]:
    groups: list[list[Number]] = [[] for _ in range(most)]
    at: dict[Number, int] = {}
    for position, value in enumerate(in_order):
        at.setdefault(value, position * most // len(in_order))
        groups[at[value]].append(value)
    return [group for group in groups if group]
