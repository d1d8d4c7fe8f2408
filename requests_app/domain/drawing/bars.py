"""Lying bars, for agencies. On a page each is a strip beside its text; in a file all are placed."""

from __future__ import annotations

from collections.abc import Sequence

from requests_app.domain.drawing.media import File, Medium, hatchings
from requests_app.domain.drawing.numbers import End, safe
from requests_app.domain.drawing.rows import Bar
from requests_app.domain.drawing.scales import Scale

STRIP = 16.0  # px, the height of a row on a page
THICK = 10.0
ROOM = 0.97  # of the width for the longest bar: an open or a soft end stands beyond it
GAP = 48.0  # px, of the hatched box
A_ROW = 22.0  # px, in a file
NAMES, NUMBERS = 270.0, 120.0  # px in a file, left and right of the bars


def strip(bar: Bar, scale: Scale, medium: Medium) -> str:
    """The inside of an SVG of `STRIP` px: one bar from the left edge. Hatching is not defined."""
    top = (STRIP - THICK) / 2
    if bar.value is None:
        box = f'x="0.5" y="{top - 0.5}" width="{GAP:g}" height="{THICK + 1:g}"'
        edge = f"<rect {medium.look('gap-edge')} {box}/>"
        return f'<rect {box} fill="url(#{medium.hatch})"/>{edge}'
    share = ROOM * scale.share(bar.value)
    if bar.value < 0:  # only a mistake can be: its number, and no mark that means another
        return ""
    if not share:
        return f'<circle {medium.look("bar-zero")} cx="5" cy="{STRIP / 2:g}" r="4"/>'
    return ENDS[bar.end](bar, share, medium) + (_break(medium) if scale.is_cut(bar.value) else "")


def _rect(bar: Bar, medium: Medium, start: float, share: float, more: str = "") -> str:
    return (
        f'<rect {medium.look("bar")} x="{medium.across(start)}" y="{(STRIP - THICK) / 2:g}" '
        f'width="{medium.across(share)}" height="{THICK:g}"{more}/>'
    )


def _shut(bar: Bar, share: float, medium: Medium) -> str:
    return _rect(bar, medium, 0, max(share, 0.003))


def _open(bar: Bar, share: float, medium: Medium) -> str:
    start, end = medium.across(share), medium.across(share + 1 - ROOM)
    sides = "".join(
        f'<line {medium.look("bar-open")} x1="{start}" x2="{end}" y1="{y:g}" y2="{y:g}"/>'
        for y in ((STRIP - THICK) / 2 + 1, (STRIP + THICK) / 2 - 1)
    )
    return _shut(bar, share, medium) + sides


def _soft(bar: Bar, share: float, medium: Medium) -> str:
    fade = min(2 * (1 - ROOM), share)
    start, step = share - fade / 2, fade / 4
    slices = "".join(
        _rect(bar, medium, start + step * n, step, f' opacity="{0.8 - 0.2 * n:.1f}"')
        for n in range(4)
    )
    return _rect(bar, medium, 0, start) + slices


ENDS = {End.SHUT: _shut, End.OPEN: _open, End.SOFT: _soft}


def _break(medium: Medium) -> str:
    return (
        f'<svg x="{medium.across(0.84)}" y="0" width="24" height="{STRIP:g}">'
        f'<path {medium.look("bar-break")} d="M4 16L9 0h3L7 16zM11 16L16 0h3L14 16z"/></svg>'
    )


def in_file(rows: Sequence[Bar], scale: Scale, width: float) -> tuple[str, float]:
    """(SVG, height): names left, numbers right, the bars between them."""
    medium = File(width - NAMES - NUMBERS)
    lines = [hatchings(medium)] if any(bar.value is None for bar in rows) else []
    for number, bar in enumerate(rows):
        y = number * A_ROW
        css = "bar-words" if bar.value is None else "bar-value"
        lines.append(
            f'<text {medium.look("bar-label")} y="{y + 15:g}">{safe(shortened(bar.label, 40))}'
            f'</text><g transform="translate({NAMES:g} {y + 3:g})">{strip(bar, scale, medium)}</g>'
            f'<text {medium.look(css)} x="{width:g}" y="{y + 15:g}" text-anchor="end">'
            f"{safe(bar.said)}</text>"
        )
    return "".join(lines), len(rows) * A_ROW


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
