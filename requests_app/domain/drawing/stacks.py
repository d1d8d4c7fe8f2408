"""Parts of a whole side by side, what is left of the whole marked as such."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from requests_app.domain.drawing.media import File, Medium, hatchings
from requests_app.domain.drawing.numbers import grouped, safe
from requests_app.domain.drawing.rows import Part, Stack

TALL = 26.0  # px
TORN = 0.12  # of the width, for what has no length of its own
NARROWEST = 270.0  # px that a stack has at least: whether a number fits is judged by it
PALE = {"shade-0", "shade-1", "shade-2", "shade-3", "rest"}
HEAD = 150.0  # px in a file, for the labels
BELOW = 18.0  # px in a file, of a line of words


@dataclass(frozen=True, slots=True)
class Segment:
    """`start` and `share` are of the width."""

    part: Part
    start: float
    share: float


def whole(rows: Sequence[Stack]) -> float:
    """The value of a whole width: the longest stack, with room where one is torn."""
    longest = max((stack.length for stack in rows), default=0.0)
    return longest / (1 - TORN) if any(stack.torn for stack in rows) else longest


def segments(stack: Stack, full: float) -> list[Segment]:
    """The parts with a length, one after the other from the left edge."""
    found, start = [], 0.0
    for part in stack.drawn:
        share = float(part.value or 0) / full if full else 0.0
        found.append(Segment(part, start, share))
        start += share
    return found


def strip(stack: Stack, full: float, medium: Medium) -> str:
    """The inside of an SVG of `TALL` px. Hatching is not defined."""
    found = segments(stack, full)
    drawn = "".join(_segment(one, medium) for one in found)
    end = sum(one.share for one in found)
    if stack.torn:
        drawn += _hatched(medium, end, TORN)
        drawn += (
            f'<svg x="{medium.across(end + TORN - 0.02)}" width="{medium.across(0.02)}" '
            f'height="{TALL:g}" viewBox="0 0 10 26" preserveAspectRatio="none"><path '
            f'{medium.look("bar-break")} d="M10 0L2 4l6 4-6 5 6 4-6 5 8 4z"/></svg>'
        )
    if not drawn:
        drawn = f'<circle {medium.look("bar-zero")} cx="5" cy="{TALL / 2:g}" r="4"/>'
    return drawn


def _segment(one: Segment, medium: Medium) -> str:
    if one.part.css == "rest":
        drawn = _hatched(medium, one.start, one.share)
    else:
        drawn = (
            f'<rect {medium.look(one.part.css)} x="{medium.across(one.start)}" '
            f'y="0.5" width="{medium.across(one.share)}" height="{TALL - 1:g}"/>'
        )
    number = grouped(one.part.value or 0)
    if one.share * NARROWEST < 8 * len(number) + 6:
        return drawn
    css = "part-number on-pale" if one.part.css in PALE else "part-number"
    return (
        f'{drawn}<text {medium.look(css)} x="{medium.across(one.start + one.share / 2)}" '
        f'y="{TALL / 2 + 4:g}" text-anchor="middle">{number}</text>'
    )


def _hatched(medium: Medium, start: float, share: float) -> str:
    box = f'x="{medium.across(start)}" y="0.5" width="{medium.across(share)}" height="{TALL - 1:g}"'
    edge = f"<rect {medium.look('gap-edge')} {box}/>"
    return f'<rect {box} fill="url(#{medium.hatch})"/>{edge}'


def in_file(rows: Sequence[Stack], width: float) -> tuple[str, float]:
    """(SVG, height): the label left of each stack, its parts in words below it."""
    medium, full, top = File(width - HEAD), whole(rows), 0.0
    lines = [hatchings(medium)]
    for stack in rows:
        lines.append(
            f'<text {medium.look("bar-label")} y="{top + 18:g}">{safe(stack.label)}</text>'
            f'<g transform="translate({HEAD:g} {top:g})">{strip(stack, full, medium)}</g>'
        )
        top += TALL + 4
        for line in wrapped(stack.said, int((width - HEAD) / 7)):
            top += BELOW
            lines.append(
                f'<text {medium.look("muted")} x="{HEAD:g}" y="{top - 4:g}">{safe(line)}</text>'
            )
        top += 12
    return "".join(lines), top


def wrapped(text: str, longest: int) -> list[str]:
    return textwrap.wrap(text, longest, break_on_hyphens=False)
