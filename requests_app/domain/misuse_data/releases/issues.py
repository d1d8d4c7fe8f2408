"""Two issues of a source's data for one period, and what changed from the one to the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice

from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.releases.cells import cells_of, renamed_to
from requests_app.domain.misuse_data.releases.differences import (
    Cell,
    Change,
    ChangeKind,
    Unchanged,
    differences,
)
from requests_app.domain.misuse_data.statements import Statement, statements_of
from requests_app.domain.misuse_data.vocabulary import Answer
from requests_app.domain.misuse_data.wording import spelled

AT_ONCE = 500  # statements read together


class NotComparable(Exception):
    """The two are no issues of the same thing: another source, or another period."""


@dataclass(frozen=True)
class ShownChange:
    """A change with both statements in full, for a page or a file."""

    kind: ChangeKind
    before: Statement | None
    after: Statement | None
    by: str  # "+36", "−2"; blank where there is no difference of two exact numbers
    old_name: str  # of the agency, where the source writes another one now
    new_name: str

    @property
    def statement(self) -> Statement:
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def words(self) -> str:
        """ "1,204 → 1,240 (+36)", "did not report → reported zero", "added: 5"."""
        return change_words(self.before, self.after, self.kind, self.by)


@dataclass
class Summary:
    """How many cells changed in which way, and how many stayed."""

    kinds: Counter[ChangeKind] = field(default_factory=Counter)
    unchanged: int = 0
    # (before, after) of the names under which the same figures of an agency stand.
    names: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, change: Change) -> None:
        self.kinds[change.kind] += 1
        if change.kind == ChangeKind.RENAMED and change.before and change.after:
            self.names[change.before.written, change.after.written] += 1

    @property
    def changed(self) -> int:
        return self.kinds.total()

    def sentence(self) -> str:
        """ "3 changed, 1 added, 812 unchanged"."""
        told = [f"{self.kinds[kind]:,} {kind.value}" for kind in ChangeKind if self.kinds[kind]]
        return ", ".join([*told, f"{self.unchanged:,} unchanged"])


@dataclass(frozen=True)
class ChangesPage:
    summary: Summary
    changes: list[ShownChange]
    has_next: bool


def refuse_unlike(before: Release, after: Release) -> None:
    """Raises `NotComparable` unless both are of one source and cover one period."""
    if before.source_id != after.source_id:
        raise NotComparable(f"“{before}” is of another source than “{after}”.")
    if (before.covers_from, before.covers_to) != (after.covers_from, after.covers_to):
        raise NotComparable(
            f"“{before}” covers {before.period}, “{after}” {after.period}: figures of different"
            " periods are not held against each other."
        )


def changes_between(
    before: Release, after: Release, unchanged: Unchanged | None = None
) -> Generator[Change]:
    """Every cell that differs, agency by agency; each release is read once and never held whole.

    Raises `NotComparable`.
    """
    refuse_unlike(before, after)
    became = renamed_to()
    return differences(cells_of(before, became), cells_of(after, became), unchanged)


def changes_page(
    before: Release, after: Release, *, kind: str = "", number: int = 1, size: int
) -> ChangesPage:
    """Page `number` (from 1) of the changes, or of those of a `kind`, with the counts of all.

    What only stands under another name is in the counts, and on a page when it is asked for. The
    cells of both are read to the end; the statements of one page only.
    """
    unchanged, summary = Unchanged(), Summary()
    wanted = _counted(changes_between(before, after, unchanged), kind, summary)
    on_page = list(islice(wanted, (number - 1) * size, number * size))
    has_next = sum(1 for _ in wanted) > 0
    summary.unchanged = unchanged.count
    return ChangesPage(summary, list(shown(on_page)), has_next)


def _counted(changes: Iterable[Change], kind: str, summary: Summary) -> Iterator[Change]:
    for change in changes:
        summary.count(change)
        if change.kind == (kind or change.kind) and (kind or change.kind != ChangeKind.RENAMED):
            yield change


def shown(changes: Iterable[Change]) -> Iterator[ShownChange]:
    """The changes with their statements, a few hundred read at a time."""
    waiting = iter(changes)
    while some := list(islice(waiting, AT_ONCE)):
        sides = (side for change in some for side in (change.before, change.after) if side)
        figures = Figure.objects.filter(pk__in=[side.figure for side in sides])
        stated = {one.figure: one for one in statements_of(figures)}
        for change in some:
            before, after = change.before, change.after
            yield ShownChange(
                change.kind,
                stated.get(before.figure) if before else None,
                stated.get(after.figure) if after else None,
                signed(change.by),
                *_names(before, after),
            )


def signed(by: Decimal | None) -> str:
    """+36, −2 (a real minus); blank for None."""
    if by is None:
        return ""
    return f"+{spelled(by)}" if by > 0 else f"−{spelled(-by)}"


def change_words(before: Statement | None, after: Statement | None, kind: str, by: str) -> str:
    """What changed, in words."""
    if before is None or after is None:
        found = after or before
        return f"{kind}: {found.stated}" if found else kind
    if kind == ChangeKind.RENAMED:
        return f"still {after.stated}"
    # Two numbers under other answers ("reported zero") are told as numbers.
    return f"{_told(before)} → {_told(after)}" + (f" ({by})" if by else "")


def _told(statement: Statement) -> str:
    if statement.answer == Answer.REPORTED_ZERO:
        return Answer.REPORTED_ZERO.label
    return statement.stated


def _names(before: Cell | None, after: Cell | None) -> tuple[str, str]:
    if not before or not after or before.spelt == after.spelt:
        return "", ""
    return before.written, after.written
