"""Where the header of a table stands, and what it calls its columns.

A header may stand over two rows: a second row that goes on below blank headings, or a first one
whose words stand over several columns ("2022", "2023" over "Violations", "Suspended").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from requests_app.domain.deadlines.years import is_year_of_ours
from requests_app.domain.sheets.refusals import FileRefused

# Titles and letterheads above the header are short; further down a "header" is a data row.
HEADER_WITHIN = 40
LONGEST_HEADING = 200
JOINED = "Headings over two rows were joined."

Cells = tuple[str, ...]
Knows = Callable[[str], bool]


class Heading(NamedTuple):
    """main: the position of the row that names the columns; positions: of every row it is made
    of; cells: what a repeated header would say again."""

    main: int
    positions: frozenset[int]
    cells: Cells
    columns: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def last(self) -> int:
        return max(self.positions)


def heading_of(rows: Sequence[Cells], *, knows: Knows, left: int = 0) -> Heading:
    """The header among the first rows of a table whose first column is the sheet's column `left`
    (from 0). Raises `FileRefused` where there is none."""
    main = _main_row(rows, knows)
    cells = rows[main]
    below = rows[main + 1] if main + 1 < len(rows) else ()
    above = rows[main - 1] if main else ()
    readings = [(main, cells)]
    if _goes_on(cells, below, knows):
        readings.append((main + 1, _below_blanks(cells, below)))
    if _is_over_groups(cells, below):
        # Whatever we know of its words, the row below is of the header, and this one half of it.
        readings = [*readings[1:], (main + 1, _in_groups(cells, below))]
    if _goes_on(above, cells, knows):
        readings.append((main - 1, _below_blanks(above, cells)))
    if _stands_over(above, cells):
        readings += [(main - 1, _on_top(above, cells)), (main - 1, _with_groups(above, cells))]
    # The reading under which the most columns have different names that we know.
    other, names = max(readings, key=lambda reading: _known_names(reading[1], knows))
    notes = (JOINED,) if other != main else ()
    return Heading(main, frozenset({main, other}), cells, column_names(names, left), notes)


def _known_names(names: Cells, knows: Knows) -> int:
    return len({name.lower() for name in names if name and knows(name)})


def column_letter(position: int) -> str:
    """0 -> "A", 25 -> "Z", 26 -> "AA": how spreadsheets name the column."""
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_names(header: Cells, left: int = 0) -> tuple[str, ...]:
    """Headings made unique: a blank one is named by its letter, a second one by its number."""
    width = max(position for position, cell in enumerate(header) if cell) + 1
    names: list[str] = []
    for position, cell in enumerate(header[:width]):
        name = (
            " ".join(cell.split())[:LONGEST_HEADING] or f"(column {column_letter(left + position)})"
        )
        again, number = name, 2
        while again in names:
            again, number = f"{name} ({number})", number + 1
        names.append(again)
    return tuple(names)


def _main_row(rows: Sequence[Cells], knows: Knows) -> int:
    """Of the rows that name columns, the one with the most words we know; the first of equals.

    A row names columns when it has two of them and no number beside a year; one alone does where
    nothing but it stands in the row and in the one below (a list of names).
    """
    best, most = None, 0
    for position, row in enumerate(rows[:HEADER_WITHIN]):
        filled = [cell for cell in row if cell]
        known = sum(knows(cell) for cell in filled)
        if best is not None and _is_data(filled):
            break  # what looks like a header further down is one that is repeated
        if known > most and _may_name_columns(filled, rows[position + 1 : position + 2]):
            best, most = position, known
    if best is None:
        best = _row_of_years(rows)
    if best is None:
        raise FileRefused(
            "no_header",
            f"No header found in the first {HEADER_WITHIN} rows: one row has to name the columns,"
            " such as “Agency, Year, Violations”.",
        )
    return best


def _row_of_years(rows: Sequence[Cells]) -> int | None:
    """A row of nothing but different years over words: a list of names for each of them."""
    for position, row in enumerate(rows[:HEADER_WITHIN]):
        filled = [cell for cell in row if cell]
        below = rows[position + 1] if position + 1 < len(rows) else ()
        has_words = any(below) and not any(cell and is_number(cell) for cell in below)
        if len(set(filled)) == len(filled) > 1 and all(map(is_year, filled)) and has_words:
            return position
    return None


def _is_data(filled: Sequence[str]) -> bool:
    return sum(is_number(cell) and not is_year(cell) for cell in filled) >= 2


def _may_name_columns(filled: Sequence[str], below: Sequence[Cells]) -> bool:
    if len(filled) == 1:
        return any(sum(map(bool, row)) == 1 for row in below)
    numbers = [cell for cell in filled if is_number(cell)]
    return not any(not is_year(cell) for cell in numbers) and len(numbers) < len(filled)


def is_number(cell: str) -> bool:
    """Whether a cell is a figure, whatever stands before or behind it."""
    return cell.replace(",", "").replace(".", "").strip("-+%~<>= ").isdigit()


def is_year(cell: str) -> bool:
    """Whether a cell is nothing but a year of ours."""
    return len(cell) == 4 and cell.isdecimal() and is_year_of_ours(int(cell))


def _goes_on(cells: Cells, below: Cells, knows: Knows) -> bool:
    """Whether `below` names columns too, each under a blank heading or one that spans it."""
    filled = [position for position, cell in enumerate(below) if cell]
    own = [p for p in filled if p >= len(cells) or below[p] != cells[p]]
    if not own or not all(knows(below[p]) for p in own):
        return False
    return any(p >= len(cells) or not cells[p] for p in own) and len(own) < len(cells)


def _below_blanks(cells: Cells, below: Cells) -> Cells:
    upper, lower = _as_wide(cells, below)
    return tuple(low or up for up, low in zip(upper, lower, strict=True))


def _is_over_groups(cells: Cells, below: Cells) -> bool:
    """Whether a heading of `cells` spans columns that `below` names one by one ("Investigations"
    over "Conducted", "Sustained"), while every other column, and the first one anyhow, has its one
    heading in both rows, as a merged cell has, or none below: a row of data has an agency there."""
    upper, lower = _as_wide(cells, below)
    if any(is_number(cell) and not is_year(cell) for cell in lower):
        return False
    spanned, has_others = False, False
    for first, last in _groups(upper):
        named = [cell for cell in lower[first : last + 1] if cell]
        if named and (first == last or len(named) == 1):
            if named != [upper[first]] or lower[first] != upper[first]:
                return False
            has_others = True
        elif named:
            if len(set(named)) < len(named) or not lower[first] or not has_others:
                return False
            spanned = True
        else:
            has_others = True
    return spanned


def _groups(upper: Cells) -> list[tuple[int, int]]:
    """First and last position of each heading with the blank ones on its right."""
    starts = [position for position, cell in enumerate(upper) if cell]
    ends = [*(start - 1 for start in starts[1:]), len(upper) - 1]
    return list(zip(starts, ends, strict=True))


def _in_groups(cells: Cells, below: Cells) -> Cells:
    upper, lower = _as_wide(cells, below)
    filled = tuple(low or up for up, low in zip(upper, lower, strict=True))
    return _with_groups(upper, filled)


def _as_wide(upper: Cells, lower: Cells) -> tuple[Cells, Cells]:
    width = max(len(upper), len(lower))
    return upper + ("",) * (width - len(upper)), lower + ("",) * (width - len(lower))


def _stands_over(above: Cells, cells: Cells) -> bool:
    """Whether words of `above` tell columns of the same name in `cells` apart."""
    named = [cell.lower() for cell in cells if cell]
    groups = [cell for cell in above if cell]
    return len(set(named)) < len(named) and len(groups) >= 2


def _on_top(above: Cells, cells: Cells) -> Cells:
    """A heading that is broken over two lines: "Investi-" over "gations"."""
    joined = []
    for position, cell in enumerate(cells):
        over = above[position] if position < len(above) else ""
        parts = (over[:-1], cell) if over.endswith("-") else (over, " ", cell)
        joined.append(cell if over in ("", cell) else "".join(parts).strip())
    return tuple(joined)


def _with_groups(above: Cells, cells: Cells) -> Cells:
    joined, group = [], ""
    for position, cell in enumerate(cells):
        over = above[position] if position < len(above) else ""
        group = over or group
        is_apart = not group or group.lower() == cell.lower() or not cell
        joined.append(cell if is_apart else f"{group} {cell}")
    return tuple(joined)
