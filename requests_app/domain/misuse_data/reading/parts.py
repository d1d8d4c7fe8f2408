"""Where one sheet holds several tables, beside or below one another, each with headings of its own.

Every cell falls into exactly one part: what is no table (a title, a remark) goes with the table
that it stands over or below. Pure; told by what headings mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import NamedTuple

from requests_app.domain.misuse_data.periods import periods_in
from requests_app.domain.misuse_data.reading.headings import (
    AGENCY,
    COUNTY,
    IGNORED,
    MEASURE,
    MEASURE_PREFIX,
    ORI,
    VALUE,
    YEAR,
    is_only_a_year,
    role_named,
)
from requests_app.domain.sheets.tables import LONGEST_CELL
from requests_app.domain.sheets.titles import (
    HEADER_WITHIN,
    LONGEST_HEADING,
    column_letter,
    is_number,
    is_year,
)

# A sheet of more is one table: nobody sets a second one beside a list of thousands.
MOST_ROWS, MOST_CELLS = 5_000, 100_000
MOST_TITLES = 5  # lines over a table that are its own
_WHO, _WHAT, _LIST = "who", "what", "a list of names"
_SUBJECTS = {AGENCY: _WHO, ORI: _WHO, MEASURE: _WHAT}
_BEGINS_A_TABLE = {AGENCY, ORI, COUNTY, YEAR, MEASURE}

Cells = Sequence[str]


@dataclass(frozen=True)
class Part:
    """Rows and columns of a sheet from 0; `bottom` and `right` are the first that are not in it."""

    top: int
    bottom: int
    left: int
    right: int

    def __str__(self) -> str:
        """ "rows 14–30, columns C–H", as a spreadsheet counts them."""
        letters = column_letter(self.left), column_letter(self.right - 1)
        return f"rows {self.top + 1}–{self.bottom}, columns {letters[0]}–{letters[1]}"

    def of(self, rows: Iterable[Cells]) -> Iterator[Cells]:
        """The cells of the part, row by row, out of all `rows` of the sheet."""
        for number, row in enumerate(rows):
            if number >= self.bottom:
                return
            if number >= self.top:
                yield row[self.left : self.right]


def parts_of(rows: Sequence[Cells]) -> list[Part]:
    """The tables of a sheet, from left to right, then downwards; none where it has but one."""
    if len(rows) > MOST_ROWS or sum(map(len, rows)) > MOST_CELLS:
        return []
    cells = [_trimmed(row) for row in rows]
    width = max(map(len, cells), default=0)
    found: list[Part] = []
    for left, right in pairwise([*_beside(cells, width), width]):
        strip = [row[left:right] for row in cells]
        for top, bottom in pairwise([*_below(strip), len(cells)]):
            found += _filled(cells, Part(top, bottom, left, right))
    return found if len(found) > 1 else []


def _trimmed(row: Cells) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in row)


def _filled(cells: Sequence[Cells], part: Part) -> list[Part]:
    """The part without blank rows and columns around it; none where nothing stands in it."""
    rows = list(part.of(cells))
    down = [n for n, row in enumerate(rows) if any(row)]
    across = [n for n, column in enumerate(zip_longest(*rows, fillvalue="")) if any(column)]
    if not down:
        return []
    top, left = part.top + down[0], part.left + across[0]
    return [Part(top, part.top + down[-1] + 1, left, part.left + across[-1] + 1)]


class _Head(NamedTuple):
    """What headings are about, the role of the first of them, and whether one is of figures."""

    subjects: frozenset[str] = frozenset()
    first: str = IGNORED
    has_figures: bool = False


def _beside(cells: Sequence[Cells], width: int) -> list[int]:
    """The columns at which tables begin that stand beside one another."""
    head = next((row for row in cells[:HEADER_WITHIN] if _heads_something(row)), None)
    if head is None:
        return [0]
    starts = [0]
    behind_blanks = _behind_blanks(cells, head)
    for column in sorted(behind_blanks | _agencies(head)):
        before, own = _head(cells, starts[-1], column), _head(cells, column, width)
        # Without a blank column between them, both have to be whole tables.
        both = column in behind_blanks or (before.has_figures and own.has_figures)
        if both and before.subjects & own.subjects and own.first in _BEGINS_A_TABLE:
            starts.append(column)
    return starts


def _heads_something(row: Cells) -> bool:
    return any(_subjects(run) for run in _runs(row))


def _runs(row: Cells) -> Iterator[list[str]]:
    """The cells of a row, parted at blanks; and all of them."""
    run: list[str] = []
    for cell in (*row, ""):
        if cell:
            run.append(cell)
        elif run:
            yield run
            run = []
    yield [cell for cell in row if cell]


def _behind_blanks(cells: Sequence[Cells], head: Cells) -> set[int]:
    """The filled columns that stand behind a blank one. What stands alone in its row, as a title
    or a remark does, fills no column."""
    body = [row for row in cells[cells.index(head) :] if sum(map(bool, row)) > 1]
    filled = [any(column) for column in zip_longest(*body, fillvalue="")]
    return {n for n in range(1, len(filled)) if filled[n] and not filled[n - 1]}


def _agencies(head: Cells) -> set[int]:
    """Where headings name an agency, behind the first that does."""
    return set([n for n, cell in enumerate(head) if _role(cell) == AGENCY][1:])


def _head(cells: Sequence[Cells], left: int, right: int) -> _Head:
    """The headings between two columns."""
    strip = [row[left:right] for row in cells]
    for row in strip[:HEADER_WITHIN]:
        if subjects := _subjects(row):
            roles = [_role(cell) for cell in row if cell]
            figures = any(r == VALUE or r.startswith(MEASURE_PREFIX) for r in roles)
            return _Head(subjects, roles[0], figures or any(map(is_only_a_year, row)))
    if max((sum(map(bool, row)) for row in strip), default=0) == 1:
        for row in strip[:HEADER_WITHIN]:
            if any(_role(cell) == AGENCY for cell in row):
                return _Head(frozenset({_LIST}), AGENCY)
    return _Head()


def _subjects(row: Cells) -> frozenset[str]:
    """What a row of headings says that its table is about; nothing where it is no such row."""
    filled = [cell for cell in row if cell]
    if len(filled) < 2 or any(is_number(cell) and not is_year(cell) for cell in filled):
        return frozenset()
    roles = [_role(cell) for cell in filled]
    years = sum(map(is_only_a_year, filled))
    if sum(role != IGNORED for role in roles) + years < 2:
        return frozenset()
    return frozenset(_SUBJECTS[role] for role in roles if role in _SUBJECTS)


def _role(cell: str) -> str:
    return role_named(cell) if 0 < len(cell) <= LONGEST_HEADING else IGNORED


def _below(rows: Sequence[Cells]) -> list[int]:
    """The rows at which tables begin that stand below one another, with the lines over them."""
    counts = [sum(map(bool, row)) for row in rows]
    tops, head_at, titles = [0], -1, ""
    for number, row in enumerate(rows):
        is_apart = head_at < 0 or counts[number - 1] <= 1
        if counts[number] < 2 or not is_apart or not _subjects(row):
            continue
        top = _titles_begin(counts, number, head_at)
        own = " ".join(cell for line in rows[top:number] for cell in line if cell)
        if head_at < 0:
            head_at, titles = number, own
        elif top - head_at > 1 and _is_another(rows[head_at], row, titles, own):
            tops.append(top)
            head_at, titles = number, own
    return tops


def _titles_begin(counts: Sequence[int], head: int, above: int) -> int:
    top = head
    while top - 1 > above and counts[top - 1] == 1 and head - top < MOST_TITLES:
        top -= 1
    return top


def _is_another(before: Cells, row: Cells, titles: str, own: str) -> bool:
    """Whether a table begins, and does not only say its headings again: they differ, or the lines
    over them name another period."""
    if [cell.lower() for cell in before] != [cell.lower() for cell in row]:
        return True
    periods = periods_in(own[:LONGEST_CELL])
    return bool(periods) and periods != periods_in(titles[:LONGEST_CELL])
