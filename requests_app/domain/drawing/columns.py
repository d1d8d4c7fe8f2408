"""Upright bars, for years: where each stands, and how it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from requests_app.domain.drawing.media import Medium, hatchings
from requests_app.domain.drawing.numbers import End, safe
from requests_app.domain.drawing.rows import Bar
from requests_app.domain.drawing.scales import Scale

HEAD, TALLEST, FOOT = 36.0, 172.0, 26.0  # px: above the tallest bar, its height, the labels
GROUND = HEAD + TALLEST
HEIGHT = GROUND + FOOT
WIDEST = 0.085  # of the whole width: two bars are not two walls
LEAST = 2.0  # px: a number that is not zero is seen
OPENING, SOFTENING = 10.0, 8.0  # px
A_LINE = 15  # px


@dataclass(frozen=True, slots=True)
class Column:
    """Where a bar stands. `left` and `wide` are shares of the width, `top` and `tall` are px."""

    bar: Bar
    middle: float
    left: float
    wide: float
    top: float
    tall: float
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Neighbours without a number for the same reason: one hatched band, named once."""

    bars: tuple[Bar, ...]
    left: float
    wide: float
    words: str


def placed(rows: Sequence[Bar], scale: Scale) -> tuple[list[Column], list[Gap]]:
    """Every row is a column or in a gap, in the order given."""
    slot = 1 / max(len(rows), 1)
    columns, gaps = [], []
    in_groups = groupby(enumerate(rows), key=lambda one: one[1].value is None and one[1].said)
    for words, group in in_groups:
        found = list(group)
        if words is False:
            columns += [_column(index, bar, slot, scale) for index, bar in found]
            continue
        first, count = found[0][0], len(found)
        bars = tuple(bar for _, bar in found)
        gaps.append(Gap(bars, (first + 0.08) * slot, (count - 0.16) * slot, str(words)))
    return columns, gaps


def _column(index: int, bar: Bar, slot: float, scale: Scale) -> Column:
    value = bar.value or 0
    wide = min(slot * 0.56, WIDEST)
    middle = (index + 0.5) * slot
    tall = max(TALLEST * scale.share(value), LEAST) if value > 0 else 0.0
    return Column(bar, middle, middle - wide / 2, wide, GROUND - tall, tall, scale.is_cut(value))


def drawn(rows: Sequence[Bar], scale: Scale, medium: Medium) -> str:
    """The inside of an SVG of `HEIGHT` px."""
    columns, gaps = placed(rows, scale)
    slot = 1 / max(len(rows), 1)
    at = medium.across
    labels = "".join(
        f'<text {medium.look("bar-label")} x="{at((index + 0.5) * slot)}" y="{GROUND + 19:g}" '
        f'text-anchor="middle">{safe(bar.label)}</text>'
        for index, bar in enumerate(rows)
    )
    axis = f'<rect {medium.look("bar-axis")} y="{GROUND:g}" width="{at(1)}" height="1"/>'
    bands = (hatchings(medium) if gaps else "") + "".join(_gap(gap, medium) for gap in gaps)
    return f"{bands}{axis}{''.join(_drawn(column, medium) for column in columns)}{labels}"


def _drawn(column: Column, medium: Medium) -> str:
    body, over = BODIES[column.bar.end] if column.tall else (_zero, 4.0)
    middle, baseline = medium.across(column.middle), column.top - over - 6
    number = (
        f'<text {medium.look("bar-value")} x="{middle}" y="{baseline:.1f}" text-anchor="middle">'
        f"{safe(column.bar.said)}</text>"
    )
    return body(column, medium) + (_break(column, medium) if column.is_cut else "") + number


def _rect(column: Column, medium: Medium, top: float, tall: float, more: str = "") -> str:
    return (
        f'<rect {medium.look("bar")} x="{medium.across(column.left)}" y="{top:.1f}" '
        f'width="{medium.across(column.wide)}" height="{tall:.1f}"{more}/>'
    )


def _shut(column: Column, medium: Medium) -> str:
    return _rect(column, medium, column.top, column.tall)


def _open(column: Column, medium: Medium) -> str:
    """The sides go on and nothing shuts them: there are at least so many."""
    sides = "".join(
        f'<line {medium.look("bar-open")} x1="{at}" x2="{at}" y1="{column.top:.1f}" '
        f'y2="{column.top - OPENING:.1f}"/>'
        for at in (medium.across(column.left), medium.across(column.left + column.wide))
    )
    return _shut(column, medium) + sides


def _soft(column: Column, medium: Medium) -> str:
    """The end fades over the value: it is about there."""
    fade = min(SOFTENING, column.tall)
    step = fade / 4
    start = column.top + fade / 2
    slices = "".join(
        _rect(column, medium, start - step * (n + 1), step, f' opacity="{0.8 - 0.2 * n:.1f}"')
        for n in range(4)
    )
    return _rect(column, medium, start, column.tall - fade / 2) + slices


def _zero(column: Column, medium: Medium) -> str:
    """A ring on the ground line: a number was given, and it is none. Less than none, which only
    a mistake can be, has its number and no mark."""
    if column.bar.value:
        return ""
    middle = medium.across(column.middle)
    return f'<circle {medium.look("bar-zero")} cx="{middle}" cy="{GROUND + 0.5:g}" r="4"/>'


BODIES = {End.SHUT: (_shut, 0.0), End.OPEN: (_open, OPENING), End.SOFT: (_soft, SOFTENING / 2)}


def _break(column: Column, medium: Medium) -> str:
    """Two slanting cuts near the top; a part of its own, for slants take no per cent."""
    return (
        f'<svg x="{medium.across(column.left)}" y="{column.top + 24:.1f}" '
        f'width="{medium.across(column.wide)}" height="18" viewBox="0 0 10 18" '
        f'preserveAspectRatio="none"><path {medium.look("bar-break")} '
        'd="M0 8L10 0v4L0 12zM0 14L10 6v4L0 18z"/></svg>'
    )


def _gap(gap: Gap, medium: Medium) -> str:
    left, wide = medium.across(gap.left), medium.across(gap.wide)
    box = f'x="{left}" y="{HEAD:g}" width="{wide}" height="{TALLEST:g}"'
    lines = broken(gap.words, 8 if len(gap.bars) == 1 else 16)
    middle, top = medium.across(gap.left + gap.wide / 2), HEAD + TALLEST / 2
    words = "".join(
        f'<text {medium.look("bar-words")} x="{middle}" text-anchor="middle" '
        f'y="{top + A_LINE * (n - (len(lines) - 1) / 2) + 4:.1f}">{safe(line)}</text>'
        for n, line in enumerate(lines)
    )
    return (
        f'<rect {box} fill="url(#{medium.hatch})"/><rect {medium.look("gap-edge")} {box}/>{words}'
    )


def broken(words: str, longest: int) -> list[str]:
    """Words in lines of about `longest` characters."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + len(word) < longest:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
