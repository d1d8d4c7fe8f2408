"""The drawing of a day strip: squares, hatching, rings, the roll, labels that keep clear.

Lengths are px; x runs with the days. Nothing here decides anything: it looks at marks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape

from requests_app.domain.deadlines.days import Day
from requests_app.domain.deadlines.words import short_day
from requests_app.templatetags.dates import words_of

PITCH, CELL = 26, 22
TOP = 34  # room above the squares for the due date and the roll
LINE = 16  # from one line of labels to the next
LETTER = 6.4  # mean width of a letter of a label: enough to keep labels apart
EDGE = 2
GOING_ON = 18  # room at the end for the mark of a strip that was cut
SATURDAY = 5

# The first of these that a day carries fills its square.
FILLS = ("received", "determined", "with_us", "late", "extension", "excluded", "counted")
DARK = frozenset({"received", "determined", "late"})

LEGEND = (
    ("cell counted", "a day that counts", ""),
    ("cell excluded", "weekend or holiday: counts, but no last day", "hatch"),
    ("cell late", "late", ""),
    ("cell with-us", "waiting on us", ""),
)


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a square: its middle (px), the class, and whether they stand above it."""

    at: float
    words: str
    css: str = ""


def draw_strip(days: Sequence[Day], text: str, legend: bool) -> str:
    """The figure's HTML. `days` is not empty; `text` "" is worked out from the marks."""
    words = escape(text or describe(days))
    width = max(len(days) * PITCH + 2 * EDGE, 200) + GOING_ON
    below, lines = place(labels_below(days), width)
    height = TOP + CELL + 8 + lines * LINE
    squares = "".join(_square(index, day, _today(days)) for index, day in enumerate(days))
    return (
        '<figure class="strip"><div class="strip-scroll" tabindex="0" role="group" '
        'aria-label="Day strip">'
        f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{words}"><title>{words}</title>'
        f"{squares}{_roll(days)}{_due(days, width)}{below}{_going_on(days, width)}</svg></div>"
        f'<figcaption><p class="strip-text">{words}</p>{_notes(days)}</figcaption>'
        f"{_legend() if legend else ''}</figure>"
    )


def marks_of(day: Day) -> frozenset[str]:
    """The marks as plain words."""
    return frozenset(str(mark) for mark in day.marks)


def find(days: Sequence[Day], mark: str) -> int | None:
    """The first day with a mark, as its place in the strip."""
    return next((index for index, day in enumerate(days) if mark in marks_of(day)), None)


def describe(days: Sequence[Day]) -> str:
    """The strip in one sentence, from the marks alone."""
    parts = [f"received {words_of(days[0].on)}"]
    for mark, word in (("tenth", "tenth day"), ("due", "due"), ("determined", "determined")):
        at = find(days, mark)
        if at is not None:
            parts.append(f"{word} {words_of(days[at].on)}")
    late = find(days, "late")
    if late is not None:
        parts.append(f"late since {words_of(days[late].on)}")
    today = find(days, "today")
    if today is not None:
        parts.append(f"today is day {days[today].number}")
    sentence = ", ".join(parts)
    return sentence[0].upper() + sentence[1:] + "."


def labels_below(days: Sequence[Day]) -> list[Label]:
    """What is said under the squares: receipt, tenth day, the answer, today."""
    said = (("received", "received"), ("tenth", "day 10"), ("determined", "answered"))
    labels = [
        Label(_middle(at), f"{word} {short_day(days[at].on)}")
        for mark, word in said
        if (at := find(days, mark)) is not None
    ]
    today = find(days, "today")
    if today is not None:
        late = "late" in marks_of(days[today])
        labels.append(Label(_middle(today), f"today {short_day(days[today].on)}", late * "late"))
    return sorted(labels, key=lambda label: label.at)


def place(labels: Sequence[Label], width: float) -> tuple[str, int]:
    """The labels on as few lines as keep them apart, each with a lead to its square."""
    ends: list[float] = []
    drawn = []
    for label in labels:
        length = len(label.words) * LETTER
        start = min(max(label.at - length / 2, 0), max(width - length, 0))
        line = next((n for n, end in enumerate(ends) if end + 10 < start), len(ends))
        ends[line : line + 1] = [start + length]
        top = TOP + CELL + 4
        base = top + 14 + line * LINE
        drawn.append(
            f'<path class="lead" d="M{label.at} {top - 1}V{base - 11}"/>'
            f'<text class="strip-label {label.css}" x="{start:.0f}" y="{base}" '
            f'textLength="{length:.0f}">{label.words}</text>'
        )
    return "".join(drawn), len(ends)


def _middle(index: int) -> float:
    return EDGE + index * PITCH + CELL / 2


def _today(days: Sequence[Day]) -> int:
    at = find(days, "today")
    return len(days) if at is None else at


def _square(index: int, day: Day, today: int) -> str:
    marks = marks_of(day)
    x = EDGE + index * PITCH
    fill = next((mark for mark in FILLS if mark in marks), "counted")
    classes = ["cell", fill.replace("_", "-")]
    if fill == "with_us" and "late" in marks:
        classes.append("late")
    if index > today and fill not in ("received", "determined"):
        classes.append("ahead")
    dark = (fill in DARK or "late" in marks) and "ahead" not in classes
    hint = words_of(day.on) + (f": {day.note}" if day.note else "")
    parts = [
        f"<g><title>Day {day.number}, {escape(hint)}</title>",
        f'<rect class="{" ".join(classes)}" x="{x}" y="{TOP}" width="{CELL}" height="{CELL}"/>',
    ]
    if "excluded" in marks:
        parts.append(f'<path class="hatch{" on-late" * dark}" d="{_hatching(x)}"/>')
    if "tenth" in marks:
        parts.append(_ring(x, "ring"))
    if "due" in marks:
        parts.append(_ring(x, "ring due"))
    if "arguable" in marks:
        parts.append(f'<path class="tick" d="M{x + CELL / 2} {TOP - 7}v6"/>')
    parts.append(
        f'<text class="cell-number{" on-dark" * dark}" x="{x + CELL / 2}" y="{TOP + 15}">'
        f"{day.number}</text></g>"
    )
    return "".join(parts)


def _ring(x: float, css: str) -> str:
    return f'<rect class="{css}" x="{x + 1}" y="{TOP + 1}" width="{CELL - 2}" height="{CELL - 2}"/>'


def _hatching(x: float) -> str:
    top, end = TOP, TOP + CELL
    return "".join(
        f"M{x + max(shift - CELL, 0)} {min(top + shift, end)}"
        f"L{x + min(shift, CELL)} {max(top + shift - CELL, top)}"
        for shift in range(6, 2 * CELL, 6)
    )


def _roll(days: Sequence[Day]) -> str:
    """The arrow from the last counted day over the days off to the due date."""
    due, rolled = find(days, "due"), find(days, "rolled")
    if due is None or rolled is None:
        return ""
    start, end, y = _middle(rolled - 1), _middle(due), TOP - 3
    return (
        f'<path class="roll" d="M{start} {y}C{start} {y - 12} {end} {y - 12} {end} {y - 4}"/>'
        f'<path class="roll-head" d="M{end - 3.5} {y - 6}h7l-3.500 6z"/>'
    )


def _due(days: Sequence[Day], width: float) -> str:
    due = find(days, "due")
    if due is None:
        return ""
    words = f"due {short_day(days[due].on)}"
    length = len(words) * LETTER * 1.05
    start = min(max(_middle(due) - length / 2, 0), width - length)
    return f'<text class="strip-label due" x="{start:.0f}" y="13">{words}</text>'


def _going_on(days: Sequence[Day], width: float) -> str:
    """Where the strip was cut before today: it goes on."""
    if find(days, "today") is not None or find(days, "determined") is not None:
        return ""
    x, y = width - 14, TOP + 5
    return f'<path class="going-on" d="M{x} {y}l5 6l-5 6M{x + 6} {y}l5 6l-5 6"/>'


def _notes(days: Sequence[Day]) -> str:
    """Holidays, closures and arguable dates by name; weekends are plain from their hatching."""
    named = [
        f"{short_day(day.on)}: {escape(day.note)}"
        for day in days
        if day.note and day.on.weekday() < SATURDAY
    ]
    named += [
        f"{short_day(day.on)}: due on another reading" for day in days if "arguable" in marks_of(day)
    ]
    return f'<p class="strip-note">{"; ".join(named)}.</p>' if named else ""


def _legend() -> str:
    items = []
    for css, words, hatch in LEGEND:
        over = '<path class="hatch" d="M0 6L6 0M0 12L12 0M6 12L12 6"/>' if hatch else ""
        items.append(
            '<li><svg width="12" height="12" aria-hidden="true">'
            f'<rect class="{css}" width="12" height="12"/>{over}</svg>{words}</li>'
        )
    return f'<ul class="legend">{"".join(items)}</ul>'
