"""What a day strip says: its marks read out, its labels, its notes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape

from requests_app.domain.deadlines.days import Day, DayMark
from requests_app.domain.deadlines.words import short_day
from requests_app.templatetags.dates import words_of

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Label:
    """Words that stand under the square `index` of a row; `css` is their class."""

    index: int
    words: str
    css: str = ""


def find(days: Sequence[Day], mark: DayMark) -> int | None:
    """The first day with a mark, as its place in the sequence."""
    return next((index for index, day in enumerate(days) if mark in day.marks), None)


def describe(days: Sequence[Day]) -> str:
    """The strip in one sentence, from the marks alone."""
    parts = [f"received {words_of(days[0].on)}"]
    for mark, word in (
        (DayMark.TENTH, "tenth day"),
        (DayMark.DUE, "due"),
        (DayMark.DETERMINED, "answered"),
        (DayMark.LATE, "late since"),
    ):
        at = find(days, mark)
        if at is not None:
            parts.append(f"{word} {words_of(days[at].on)}")
    today = find(days, DayMark.TODAY)
    if today is not None:
        parts.append(f"today is day {days[today].number}")
    sentence = ", ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def days_of_first_period(days: Sequence[Day]) -> int:
    """How many days a strip counts to the end of its first period, in the law's own unit."""
    return sum(DayMark.COUNTED in day.marks for day in days)


def labels_under(days: Sequence[Day], period: int) -> list[Label]:
    """What is said under a row of squares, from left to right. `period`: days of the first."""
    labels = []
    for index, day in enumerate(days):
        on = short_day(day.on)
        if DayMark.RECEIVED in day.marks:
            labels.append(Label(index, f"received {on}"))
        if DayMark.TENTH in day.marks:
            labels.append(Label(index, f"day {period} {on}"))
        if DayMark.DETERMINED in day.marks:
            labels.append(Label(index, f"answered {on}", "answered"))
        elif DayMark.TODAY in day.marks:
            labels.append(Label(index, f"today {on}", "late" * (DayMark.LATE in day.marks)))
    return labels


def is_cut(days: Sequence[Day]) -> bool:
    """Whether the strip ends before today and before an answer: it was too long to draw. One that
    is whole and has neither lies ahead, with the last of its dates at its end."""
    ends = {DayMark.TODAY, DayMark.DETERMINED}
    if any(day.marks & ends for day in days):
        return False
    return not days[-1].marks & {DayMark.DUE, DayMark.ARGUABLE}


def hint(day: Day) -> str:
    """A square's own words, shown when it is pointed at."""
    return f"Day {day.number}, {words_of(day.on)}" + (f": {day.note}" if day.note else "")


def notes(days: Sequence[Day]) -> str:
    """Holidays, closures and arguable dates by name; weekends are plain from their hatching."""
    named = [f"{short_day(day.on)}: {day.note}" for day in days if day.note and not _weekend(day)]
    named += [
        f"{short_day(day.on)}: due on another reading"
        for day in days
        if DayMark.ARGUABLE in day.marks
    ]
    return f'<p class="strip-note">{escape("; ".join(named))}.</p>' if named else ""


def _weekend(day: Day) -> bool:
    return day.on.weekday() >= SATURDAY
