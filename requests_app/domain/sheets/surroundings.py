"""Lines of text around the tables of a PDF or web page: rows of the table's sheet, never lost."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from requests_app.domain.sheets.parsing import Found

# A heading has to stand near the beginning of its sheet to be found below a letter of two pages.
MOST_LINES = 25
LONGEST_LINE = 2_000


@dataclass(frozen=True)
class Line:
    """Text outside of any table, and where it stands."""

    text: str
    place: str


@dataclass(frozen=True)
class Grid:
    """A table by itself; a place for each row."""

    name: str
    rows: list[list[str]]
    places: list[str]
    notes: tuple[str, ...] = ()


def with_lines(parts: Iterable[Line | Grid]) -> list[Found]:
    """A sheet for each table, in their order: the lines above it are its first rows; those below
    the last table are that one's last rows."""
    found: list[Found] = []
    lines: list[Line] = []
    for part in parts:
        if isinstance(part, Line):
            lines.append(part)
        else:
            found.append(_sheet(part, above=lines))
            lines = []
    if found and lines:
        _add_below(found[-1], lines)
    return found


def _sheet(grid: Grid, above: Sequence[Line]) -> Found:
    left_out, kept = above[:-MOST_LINES], above[-MOST_LINES:]
    return Found(
        grid.name,
        [*([line.text[:LONGEST_LINE]] for line in kept), *grid.rows],
        notes=[*_said(left_out, "above"), *grid.notes],
        places=[*(line.place for line in kept), *grid.places],
    )


def _add_below(sheet: Found, below: Sequence[Line]) -> None:
    kept, left_out = below[:MOST_LINES], below[MOST_LINES:]
    sheet.rows += [[line.text[:LONGEST_LINE]] for line in kept]
    sheet.places = [*sheet.places, *(line.place for line in kept)]
    sheet.notes = [*sheet.notes, *_said(left_out, "below")]


def _said(lines: Sequence[Line], where: str) -> Iterator[str]:
    if lines:
        words = " / ".join(line.text for line in lines)
        yield f"{len(lines):,} more lines of text {where} the table are no rows: {words}"
