"""Tables without lines: rows of words that stand in the same columns, over pages if need be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from requests_app.domain.sheets.pdf.columns import (
    Strip,
    body_of,
    columns_of,
    has_figures,
    in_columns,
    phrases_of,
)
from requests_app.domain.sheets.pdf.lines import TextLine

BETWEEN = 2  # lines of one text inside a table: an agency without figures, a heading of a part
FARTHEST = 3.5  # heights of a line from one row to the next
NEAR = 0.93  # of the way from row to row: what is nearer belongs to the row
MOST_HEADINGS = 4
JOINED_HEADINGS = "Headings over several lines were joined."
JOINED_ROWS = "Lines that stand closer than rows do were joined to the row beside them."


@dataclass
class UnruledTable:
    """rows: (page, cells). notes: what was joined."""

    rows: list[tuple[int, list[str]]]
    notes: list[str] = field(default_factory=list)


def unruled_tables(lines: Sequence[TextLine]) -> Iterator[UnruledTable | TextLine]:
    """The tables among lines that follow one another, in their order with the other lines."""
    done = 0
    while done < len(lines):
        end = _of_one_layout(lines, done, _end_of_table(lines, done))
        table = _table(lines[done:end])
        if table:
            yield table
            done = end
        else:
            yield lines[done]
            done += 1


def _end_of_table(lines: Sequence[TextLine], first: int) -> int:
    """Where the lines end that may be a table from `first` on; `first` where none begins."""
    if len(phrases_of(lines[first])) < 2:
        return first
    last, has_body = first, has_figures(lines[first])
    for number in range(first + 1, len(lines)):
        line = lines[number]
        if number - last > BETWEEN + 1 or not _follows(lines[number - 1], line):
            break
        if len(phrases_of(line)) > 1 or has_figures(line):
            is_near = number == last + 1 and line.page == lines[last].page
            if has_body and not is_near and _is_other_heading(line, lines[first:number]):
                break
            last = number
            has_body = has_body or has_figures(line)
    return last + 1 + _wrapped_below(lines[first : last + 1], lines[last + 1 :])


def _follows(before: TextLine, line: TextLine) -> bool:
    if line.page != before.page:
        return line.page == before.page + 1
    return line.top - before.top < FARTHEST * max(before.height, line.height)


def _is_other_heading(line: TextLine, table: Sequence[TextLine]) -> bool:
    """Words without figures after a gap: another table begins, unless its headings are repeated."""
    return not has_figures(line) and all(line.text != other.text for other in table)


def _wrapped_below(table: Sequence[TextLine], below: Sequence[TextLine]) -> int:
    """How many of the lines below belong to the last row."""
    near, count, last = NEAR * _pitch(table), 0, table[-1]
    for line in below[:BETWEEN]:
        if line.page != last.page or line.top - last.top >= near:
            break
        count, last = count + 1, line
    return count


def _pitch(lines: Sequence[TextLine]) -> float:
    """Points from row to row: the usual distance of lines with figures; 0 where there are none."""
    tops = [(line.page, line.top) for line in lines if has_figures(line)]
    steps = [
        low - high for (page, high), (other, low) in pairwise(tops) if page == other and low > high
    ]
    return median(steps) if steps else 0.0


def _of_one_layout(lines: Sequence[TextLine], first: int, end: int) -> int:
    """`end`, or the end of an earlier page where the columns of the next are others."""
    ends = [n for n in range(first + 1, end) if lines[n].page != lines[n - 1].page]
    for at, until in pairwise([*ends, end]):
        before, after = lines[first:at], lines[at:until]
        apart = max(len(_columns(before)), len(_columns(after)))
        if len(_columns([*before, *after])) < apart:
            return at
    return end


def _columns(lines: Sequence[TextLine]) -> list[Strip]:
    body = body_of(lines)
    return columns_of(body, _head(lines, body)) if body else []


def _head(lines: Sequence[TextLine], body: Sequence[TextLine]) -> Sequence[TextLine]:
    return lines[: lines.index(body[0])]


def _table(lines: Sequence[TextLine]) -> UnruledTable | None:
    """A table of two rows with headings, or three without; None for anything less."""
    body = body_of(lines)
    if len(body) < 2:
        return None
    head = _head(lines, body)
    columns = columns_of(body, head)
    if len(columns) < 2 or (len(body) == 2 and not head):
        return None
    table = UnruledTable([])
    for together in _rows(lines, head, body, table.notes):
        cells = [in_columns(line, columns) for line in together]
        joined = [" ".join(filter(None, texts)) for texts in zip(*cells, strict=True)]
        table.rows.append((together[0].page, joined))
    return table


def _rows(
    lines: Sequence[TextLine],
    head: Sequence[TextLine],
    body: Sequence[TextLine],
    notes: list[str],
) -> Iterator[list[TextLine]]:
    """Lines that are one row together."""
    headings = _headings(head)
    yield from ([line] for line in head[: len(head) - len(headings)])
    if headings:
        yield headings
    if len(headings) > 1:
        notes.append(JOINED_HEADINGS)
    near, rows = NEAR * _pitch(body), {id(line): line for line in body}
    together: dict[int, list[TextLine]] = {}
    for line in lines[len(head) :]:
        owner = line if id(line) in rows else _nearest(line, body, near)
        together.setdefault(id(owner), []).append(line)
    if any(len(row) > 1 for row in together.values()):
        notes.append(JOINED_ROWS)
    yield from together.values()


def _headings(head: Sequence[TextLine]) -> list[TextLine]:
    """The last lines above the figures that follow one another closely."""
    found: list[TextLine] = []
    for line in reversed(head[-MOST_HEADINGS:]):
        if found and (line.page != found[0].page or found[0].top - line.top > 2 * line.height):
            break
        found.insert(0, line)
    return found


def _nearest(line: TextLine, body: Sequence[TextLine], near: float) -> TextLine:
    """The row that a line without figures belongs to: itself, unless one is `near`."""
    rows = [row for row in body if row.page == line.page and abs(row.top - line.top) < near]
    return min(rows, key=lambda row: abs(row.top - line.top), default=line)
