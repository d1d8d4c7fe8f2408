"""What differs between two issues of a source's data, cell by cell. Pure.

A cell is what a release says of one agency, period, measure and unit. Only what was understood is
held against each other: “1,204” and “1204” are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import groupby, zip_longest
from typing import NamedTuple

from requests_app.domain.misuse_data.vocabulary import Answer, Qualifier
from requests_app.domain.sheets.words import plain_words

_plain = lru_cache(maxsize=4096)(plain_words)
NOBODY = 0  # in place of an agency: the whole state, or a body that the directory lacks


class ChangeKind(StrEnum):
    """What became of a cell from one issue to the next."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"  # the same figure of the same agency, under another name


class Cell(NamedTuple):
    """What a release says in one place. `agency`: its key, that of the entry which a renamed one
    became; `NOBODY` with `name` (folded) for who is in no directory."""

    agency: int
    name: str
    year_from: int
    year_to: int
    measure_key: str
    unit: str
    answer: str
    qualifier: str
    value: Decimal | None
    written: str  # the agency, as the source writes it
    figure: int = 0

    @property
    def place(self) -> tuple:
        """The same in both issues when the two speak of the same thing."""
        return self[:6]

    @property
    def spelt(self) -> str:
        """The agency's name without its marks: another case or comma is no other name."""
        return _plain(self.written)

    @property
    def said(self) -> tuple:
        """What was understood; in an order, for cells that stand twice."""
        return (self.answer, self.qualifier, self.value is not None, self.value or Decimal(0))

    def is_same(self, other: Cell) -> bool:
        """Whether the other, in the same place, says the same under the same name."""
        said = (self.answer, self.qualifier, self.value)
        if said != (other.answer, other.qualifier, other.value):
            return False
        return self.written == other.written or self.spelt == other.spelt


@dataclass(frozen=True)
class Change:
    """One cell that differs: `before` is None for what was added, `after` for what was removed."""

    before: Cell | None
    after: Cell | None

    @property
    def kind(self) -> ChangeKind:
        if self.before is None:
            return ChangeKind.ADDED
        if self.after is None:
            return ChangeKind.REMOVED
        same = self.before.said == self.after.said
        return ChangeKind.RENAMED if same else ChangeKind.CHANGED

    @property
    def by(self) -> Decimal | None:
        """By how much a number changed; None unless both are exact numbers."""
        if self.before is None or self.after is None or self.kind != ChangeKind.CHANGED:
            return None
        old, new = _exact(self.before), _exact(self.after)
        return None if old is None or new is None else new - old

    @property
    def cell(self) -> Cell:
        """Where it is: the later cell, else the one that is gone."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass
class Unchanged:
    """How many cells say the same in both issues."""

    count: int = 0


def differences(
    before: Iterable[Cell], after: Iterable[Cell], unchanged: Unchanged | None = None
) -> Generator[Change]:
    """Every change from one issue to the next, agency by agency.

    Both sides come in the order of `Cell.agency`, and no more than the cells of one agency are held
    at a time. `unchanged` counts what stayed. With the sides changed about, each change is its
    mirror.
    """
    counted = unchanged or Unchanged()
    for old, new in _side_by_side(before, after):
        old_at, new_at = _by_place(old), _by_place(new)
        for place in old_at | new_at:
            found, same = _in_one_place(old_at.get(place, []), new_at.get(place, []))
            counted.count += same
            yield from found


def _side_by_side(
    before: Iterable[Cell], after: Iterable[Cell]
) -> Iterator[tuple[list[Cell], list[Cell]]]:
    """The cells of each agency in both issues."""
    old_groups, new_groups = (
        ((key, list(cells)) for key, cells in groupby(side, key=lambda cell: cell.agency))
        for side in (before, after)
    )
    nothing: tuple[None, list[Cell]] = (None, [])
    old, new = next(old_groups, nothing), next(new_groups, nothing)
    while old[0] is not None or new[0] is not None:
        first = min(key for key in (old[0], new[0]) if key is not None)
        yield (old[1] if old[0] == first else []), (new[1] if new[0] == first else [])
        if old[0] == first:
            old = next(old_groups, nothing)
        if new[0] == first:
            new = next(new_groups, nothing)


def _by_place(cells: list[Cell]) -> dict[tuple, list[Cell]]:
    found: dict[tuple, list[Cell]] = defaultdict(list)
    for cell in cells:
        found[cell.place].append(cell)
    return dict(found)


Pairs = list[tuple[Cell, Cell]]


def _in_one_place(old: list[Cell], new: list[Cell]) -> tuple[list[Change], int]:
    """What changed in a place, and how many figures stayed. Where a source says a thing twice, what
    stayed is taken out first, then what stands under another name; the rest is paired in order."""
    if len(old) == len(new) == 1:  # nearly every place of nearly every release
        return ([], 1) if old[0].is_same(new[0]) else ([Change(old[0], new[0])], 0)
    old, new, same = _paired(old, new, lambda cell: (cell.said, cell.spelt))
    old, new, renamed = _paired(old, new, lambda cell: cell.said)
    rest = zip_longest(old, new)
    return [Change(one, other) for one, other in (*renamed, *rest)], len(same)


def _paired(
    old: list[Cell], new: list[Cell], key: Callable[[Cell], tuple]
) -> tuple[list[Cell], list[Cell], Pairs]:
    """Those left on either side, in order, and the pairs that are equal by `key`."""
    waiting: dict[tuple, list[Cell]] = defaultdict(list)
    for cell in sorted(new, key=_order, reverse=True):
        waiting[key(cell)].append(cell)
    pairs, left = [], []
    for cell in sorted(old, key=_order):
        alike = waiting[key(cell)]
        if alike:
            pairs.append((cell, alike.pop()))
        else:
            left.append(cell)
    return left, sorted((one for some in waiting.values() for one in some), key=_order), pairs


def _order(cell: Cell) -> tuple:
    return (cell.said, cell.spelt, cell.written, cell.figure)


def _exact(cell: Cell) -> Decimal | None:
    reported = cell.answer in (Answer.REPORTED, Answer.REPORTED_ZERO)
    return cell.value if reported and cell.qualifier == Qualifier.EXACT else None
