"""A body's years in the height of a line of text: one thin bar a year."""

from __future__ import annotations

from collections.abc import Sequence

from requests_app.domain.drawing.numbers import safe
from requests_app.domain.drawing.rows import Bar
from requests_app.domain.drawing.scales import Scale, scale_for

A_YEAR, THICK = 7, 5  # px
TALL, LEAST = 18.0, 2.0  # px


def height(bar: Bar, scale: Scale) -> float | None:
    """px: None in a gap, and for less than none, which is a mistake; 0 for a zero; at least `LEAST`
    for any other number."""
    if bar.value is None or bar.value < 0:
        return None
    return max((TALL - 2) * scale.share(bar.value), LEAST) if bar.value > 0 else 0.0


def spark(rows: Sequence[Bar], name: str) -> str:
    """The SVG, for a page; its name says every year in words. "" for no rows."""
    if not rows:
        return ""
    scale = scale_for(rows)
    drawn = "".join(
        _year(index * A_YEAR + 1, height(bar, scale), scale.is_cut(bar.value))
        for index, bar in enumerate(rows)
    )
    words = safe(f"{name}. {'; '.join(f'{bar.label}: {bar.said}' for bar in rows)}")
    wide = len(rows) * A_YEAR + 1
    return (
        f'<svg class="spark-years" width="{wide}" height="{TALL:g}" role="img" '
        f'aria-label="{words}"><title>{words}</title>{drawn}</svg>'
    )


def _year(left: float, tall: float | None, is_cut: bool) -> str:
    if tall is None:  # one stroke of the hatching
        return f'<path class="spark-gap" d="M{left} {TALL - 1:g}l{THICK}-{TALL - 6:g}"/>'
    if not tall:
        return f'<path class="spark-zero" d="M{left} {TALL - 1:g}h{THICK}"/>'
    top = TALL - tall
    cut = f'<path class="spark-cut" d="M{left} {top + 6:g}l{THICK}-3v2l-{THICK} 3z"/>'
    return (
        f'<rect class="bar" x="{left}" y="{top:.1f}" width="{THICK}" height="{tall:.1f}"/>'
        f"{cut if is_cut else ''}"
    )
