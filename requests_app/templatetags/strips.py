"""The day strip: the count from receipt to the due date and today, made visible.

`day_strip` draws what the deadlines room has worked out, day by day. `spark` is its cheap sister
for list rows: four plain dates in, weekends shaded, no holidays, nothing asked of the room.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from requests_app.domain.deadlines.days import Day
from requests_app.domain.deadlines.words import count_of
from requests_app.templatetags._strip_drawing import draw_strip
from requests_app.templatetags.dates import local_day

register = template.Library()

PITCH, CELL = 6, 5  # px: one day of a spark, and the square in it
TOP, TALL = 2, 8  # px: where the squares begin, and how high they are
MOST_DAYS = 34  # a spark is cut here, so that the column stays a column
SATURDAY = 5


@register.simple_tag
def day_strip(days: Sequence[Day], text: str = "", legend: bool = False) -> SafeString:
    """The whole strip as SVG in a figure, with its text under it; "" for no days.

    days: what `deadlines.days.days_of` returns; text: its `strip_text`, worked out from the days
    where it is left out. `legend` adds what the marks mean.
    """
    return mark_safe(draw_strip(days, text, legend)) if days else mark_safe("")


@register.simple_tag
def spark(
    received_on: date | None,
    due_on: date | None,
    today: date,
    determined_on: date | None = None,
) -> SafeString:
    """The strip in a list row; "" while there is no receipt or no statutory date."""
    if received_on is None or due_on is None:
        return mark_safe("")
    return _spark(
        received_on.weekday(),
        (due_on - received_on).days,
        (local_day(today) - received_on).days,
        (determined_on - received_on).days if determined_on else None,
    )


def spark_words(due: int, today: int, determined: int | None) -> str:
    """The spark in words, all counted in days from receipt."""
    if determined is not None:
        late = determined - due
        how = f", {count_of(late, 'day')} late" if late > 0 else ""
        return f"Answered on day {determined:,}{how}"
    if today > due:
        return f"Day {today:,}, {count_of(today - due, 'day')} late"
    return f"Day {today:,}, due today" if today == due else f"Day {today:,}, due on day {due}"


# Keyed by distances, not by dates: a list of thousands has a few hundred different sparks.
@lru_cache(maxsize=4096)
def _spark(weekday: int, due: int, today: int, determined: int | None) -> SafeString:
    end = today if determined is None else determined
    last = max(due, end)
    shown = min(last, MOST_DAYS)
    squares: dict[str, list[str]] = {}
    for number in range(shown + 1):
        squares.setdefault(_look(number, weekday, due, end), []).append(_square(number))
    paths = "".join(f'<path class="{css}" d="{"".join(d)}"/>' for css, d in squares.items())
    marks = ""
    if due <= MOST_DAYS:
        x, y = due * PITCH + 0.7, TOP - 0.3
        marks += f'<rect class="due" x="{x:g}" y="{y:g}" width="4.6" height="8.6"/>'
    if determined is not None and determined <= MOST_DAYS:
        marks += f'<path class="answered" d="{_square(max(determined, 0))}"/>'
    elif determined is None and 0 <= today <= MOST_DAYS:
        marks += f'<path class="now" d="M{today * PITCH + 0.5} 12h5v2h-5z"/>'
    width = (shown + 1) * PITCH + 1
    if last > MOST_DAYS:
        chevrons = "".join(f"M{x} 3l3 3l-3 3" for x in (width + 1, width + 5))
        marks += f'<path class="cut" d="{chevrons}"/>'
        width += 10
    words = escape(spark_words(due, today, determined))
    return mark_safe(
        f'<svg class="spark" width="{width}" height="14" viewBox="0 0 {width} 14"'
        f' preserveAspectRatio="xMinYMid" role="img" aria-label="{words}">'
        f"<title>{words}</title>{paths}{marks}</svg>"
    )


def _look(number: int, weekday: int, due: int, end: int) -> str:
    weekend = (weekday + number) % 7 >= SATURDAY
    if number > end:
        return "ahead"
    if number > due:
        return "over-rest" if weekend else "over"
    return "rest" if weekend else "run"


def _square(number: int) -> str:
    return f"M{number * PITCH + 0.5} {TOP}h{CELL}v{TALL}h-{CELL}z"
