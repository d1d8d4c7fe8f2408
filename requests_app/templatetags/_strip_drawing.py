"""The drawing of a day strip: squares, hatching, rings, the roll, labels that keep clear.

Lengths are px; x runs with the days. Nothing here decides anything: it looks at marks.
"""

from collections.abc import Sequence

from django.utils.html import escape

from requests_app.domain.deadlines.days import Day, DayMark
from requests_app.domain.deadlines.words import short_day
from requests_app.templatetags._strip_words import (
    Label,
    days_of_first_period,
    describe,
    find,
    hint,
    is_cut,
    labels_under,
    notes,
)

PITCH, CELL = 24, 20
EDGE = 2
FOLD, PHONE_FOLD = 35, 14  # days a row: whole weeks, so that weekdays stand under weekdays
TOP = 34  # room above the first row for the due date and the roll
GAP = 6  # above a further row
LINE = 16  # from one line of labels to the next
LETTER = 7.2  # what a label's letter takes at most on average, also in a reader's own font
GOING_ON = 16  # the mark at the end of a strip that was cut
ARROW = "l5 5l-5 5"

# The first of these that a day carries fills its square.
FILLS = (
    DayMark.RECEIVED,
    DayMark.DETERMINED,
    DayMark.WITH_US,
    DayMark.LATE,
    DayMark.EXTENSION,
    DayMark.EXCLUDED,
    DayMark.COUNTED,
)

LEGEND = {
    DayMark.COUNTED: "a day that counts",
    DayMark.EXCLUDED: "weekend or holiday: counts, but cannot be the last day",
    DayMark.EXTENSION: "extension",
    DayMark.WITH_US: "waiting on us",
    DayMark.LATE: "late",
}
PAST_DUE = "waiting on us, past due"
# Where a period counts working days, its days off are not counted at all.
LEFT_OUT = "weekend or holiday: not counted"
_COUNTED = {DayMark.COUNTED, DayMark.EXTENSION}


def draw_strip(days: Sequence[Day], text: str, legend: bool) -> str:
    """The figure's HTML. `days` is not empty; `text` "" is worked out from the marks.

    A strip that is wider than a phone is drawn twice, and the stylesheet shows the one that fits.
    """
    words = escape(text or describe(days))
    drawings = draw_rows(days, words, FOLD, "strip-drawn")
    if len(days) > PHONE_FOLD:
        drawings = draw_rows(days, words, FOLD, "strip-drawn strip-wide") + draw_rows(
            days, words, PHONE_FOLD, "strip-drawn strip-narrow"
        )
    return (
        f'<figure class="strip">{drawings}'
        f'<figcaption><p class="strip-text">{words}</p>{notes(days)}</figcaption>'
        f"{_legend(days) if legend else ''}</figure>"
    )


def draw_rows(days: Sequence[Day], words: str, fold: int, css: str) -> str:
    """One SVG of rows of `fold` days; `words` is its name, already escaped."""
    width = max(min(len(days), fold) * PITCH + 2 * EDGE, 200)
    today = find(days, DayMark.TODAY)
    period = days_of_first_period(days)
    drawn, y = [], 0
    for start in range(0, len(days), fold):
        row = days[start : start + fold]
        heading = _due(days, start, start + len(row), y + TOP, width)
        y += TOP if heading or not start else GAP
        labels, lines = place(labels_under(row, period), y + CELL, width)
        squares = (
            _square(index, day, y, today is not None and start + index > today)
            for index, day in enumerate(row)
        )
        drawn += [heading, *squares, labels]
        last_y, y = y, y + CELL + (lines * LINE + 4 if lines else 0)
    if is_cut(days):
        x = (len(days) - 1) % fold * PITCH + PITCH + EDGE + 2
        width = max(width, x + GOING_ON)
        ends = "".join(f"M{x + shift} {last_y + 5}{ARROW}" for shift in (0, 6))
        drawn.append(f'<path class="going-on" d="{ends}"/>')
    return (
        f'<svg class="{css}" width="{width}" height="{y + GAP}" '
        f'viewBox="0 0 {width} {y + GAP}" role="img" '
        f'aria-label="{words}"><title>{words}</title>{"".join(drawn)}</svg>'
    )


def place(labels: Sequence[Label], ground: int, width: float) -> tuple[str, int]:
    """The labels under `ground`, on as few lines as keep them apart, each with a lead to its
    square; and how many lines that took."""
    ends: list[float] = []
    leads, texts = [], []
    for label in labels:
        middle = _middle(label.index)
        anchor, x, start, length = _within(label.words, middle, width)
        line = next((n for n, end in enumerate(ends) if end + 8 < start), len(ends))
        ends[line : line + 1] = [start + length]
        base = ground + 17 + line * LINE
        leads.append(f'<path class="lead" d="M{middle:g} {ground + 2}V{base - 11}"/>')
        texts.append(
            f'<text class="strip-label {label.css}" x="{x:g}" y="{base}" '
            f'text-anchor="{anchor}">{label.words}</text>'
        )
    return "".join(leads + texts), len(ends)


def _within(words: str, middle: float, width: float) -> tuple[str, float, float, float]:
    """Where words stand that belong to `middle`, inside the box: text-anchor, x, left end, length.

    At an edge they begin or end there, whatever their true width is.
    """
    length = len(words) * LETTER
    start = middle - length / 2
    if start < EDGE:
        return "start", EDGE, EDGE, length
    if start + length > width - EDGE:
        return "end", width - EDGE, width - EDGE - length, length
    return "middle", middle, start, length


def _middle(index: int) -> float:
    return EDGE + index * PITCH + CELL / 2


def _square(index: int, day: Day, y: int, ahead: bool) -> str:
    x = EDGE + index * PITCH
    fill = next((mark for mark in FILLS if mark in day.marks), DayMark.COUNTED)
    late = DayMark.LATE in day.marks and fill is not DayMark.RECEIVED
    dark = late or fill in (DayMark.RECEIVED, DayMark.DETERMINED)
    classes = ["cell", fill.replace("_", "-")]
    classes += ["late"] * (late and fill is DayMark.WITH_US)
    classes += ["ahead"] * (ahead and not dark)
    parts = [
        f"<g><title>{escape(hint(day))}</title>",
        f'<rect class="{" ".join(classes)}" x="{x}" y="{y}" width="{CELL}" height="{CELL}"/>',
    ]
    if DayMark.EXCLUDED in day.marks:
        parts.append(f'<path class="hatch{" on-dark" * dark}" d="{_hatching(x, y)}"/>')
    for mark, css in ((DayMark.TENTH, "ring"), (DayMark.DUE, "ring due")):
        if mark in day.marks:
            parts.append(
                f'<rect class="{css}" x="{x + 1}" y="{y + 1}" '
                f'width="{CELL - 2}" height="{CELL - 2}"/>'
            )
    if DayMark.ARGUABLE in day.marks:
        parts.append(f'<path class="tick" d="M{x + CELL / 2:g} {y - 7}v6"/>')
    kind = "on-dark" if dark else "on-hatch" if DayMark.EXCLUDED in day.marks else ""
    parts.append(
        f'<text class="cell-number {kind}" x="{x + CELL / 2:g}" y="{y + 14}">'
        f"{day.number}</text></g>"
    )
    return "".join(parts)


def _hatching(x: int, y: int) -> str:
    return "".join(
        f"M{x + max(shift - CELL, 0)} {y + min(shift, CELL)}"
        f"L{x + min(shift, CELL)} {y + max(shift - CELL, 0)}"
        for shift in range(5, 2 * CELL, 5)
    )


def _due(days: Sequence[Day], start: int, end: int, y: int, width: float) -> str:
    """Above the row of days `start` to `end`, whose squares begin at `y`: the due date in words,
    and the arrow over the days off that it rolled across. The arrow may begin in one row and end
    in the next."""
    due, rolled = find(days, DayMark.DUE), find(days, DayMark.ROLLED)
    drawn = ""
    if due is not None and start <= due < end:
        words = f"due {short_day(days[due].on)}"
        anchor, x, *_ = _within(words, _middle(due - start), width)
        above = 12 if rolled is None else 21  # room for the ticks, or for the arrow
        drawn += (
            f'<text class="strip-label due" x="{x:g}" y="{y - above}" text-anchor="{anchor}">'
            f"{words}</text>"
        )
    if due is None or rolled is None or rolled - 1 >= end or due < start:
        return drawn
    left = _middle(max(rolled - 1, start) - start) if rolled - 1 >= start else 0
    right = _middle(due - start) if due < end else width
    foot, tip = y - 2, y - 7
    drawn += (
        f'<path class="roll" d="M{left:g} {foot if rolled - 1 >= start else foot - 11}'
        f"C{left:g} {foot - 13} {right:g} {foot - 13} "
        f'{right:g} {tip if due < end else foot - 11}"/>'
    )
    if due < end:
        drawn += f'<path class="roll-head" d="M{right - 3.5:g} {tip - 1}h7l-3.5 6z"/>'
    return drawn


def _legend(days: Sequence[Day]) -> str:
    """What the marks mean that this strip has, each in the colour that its cells have."""
    is_both = {DayMark.LATE, DayMark.WITH_US}
    # The first day and that of the answer have a colour of their own, whatever else they are.
    own = {DayMark.RECEIVED, DayMark.DETERMINED}
    rest = [day for day in days if not own & day.marks]
    plain = [day for day in rest if not is_both <= day.marks]
    items = []
    for mark, words in LEGEND.items():
        if find(plain, mark) is not None:
            hatched = mark is DayMark.EXCLUDED
            words = LEFT_OUT if hatched and _are_left_out(days) else words
            items.append(_explained(mark.replace("_", "-"), words, hatched=hatched))
    if len(plain) < len(rest):
        items.append(_explained("late with-us", PAST_DUE))
    return f'<ul class="legend">{"".join(items)}</ul>'


def _explained(css: str, words: str, *, hatched: bool = False) -> str:
    over = '<path class="hatch" d="M0 6L6 0M0 12L12 0M6 12L12 6"/>' if hatched else ""
    return (
        '<li><svg width="12" height="12" aria-hidden="true">'
        f'<rect class="cell {css}" width="12" height="12"/>{over}</svg>{words}</li>'
    )


def _are_left_out(days: Sequence[Day]) -> bool:
    """Whether no day off is counted, as in a period of working days."""
    off = [day for day in days if DayMark.EXCLUDED in day.marks and day.number]
    return not any(day.marks & _COUNTED for day in off)
