"""Bars and columns as inline SVG: no script, no inline style, gaps shown as gaps.

A row is a `Bar`, or anything with its attributes, or a mapping with its keys. `value` None is a
gap ("did not report"), drawn as an empty place with its words, never as 0. Lengths in the SVG are
in per cent or px without a viewBox, so that text keeps its size on a phone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from requests_app.templatetags.figures import NO_FIGURE, figure, grouped

register = template.Library()

FLATTENS = 4  # a value this many times the next would flatten the rest: its bar is cut
CUT = 1.35  # how far past the longest true bar a cut one reaches
HEIGHT = 180  # px
# How many columns a class of the stylesheet gives room to; a narrower page scrolls.
SIZES = ((6, "few"), (10, "some"), (16, "many"), (24, "lots"))
HEAD, FOOT = 22, 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart. `words` replaces "did not report" in a gap; `marked` is vermilion."""

    label: str
    value: float | Decimal | None
    words: str = ""
    qualifier: str = ""
    href: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """`full` is the value of a whole length; a value above `longest` is cut."""

    longest: float
    full: float
    note: str

    def share(self, value: float | Decimal) -> float:
        """How much of the whole length a bar takes, 0 to 1."""
        return 1.0 if value > self.longest else (float(value) / self.full if self.full else 0.0)


@register.simple_tag
def bars(rows: Iterable[object], label: str = "", unit: str = "") -> SafeString:
    """Horizontal bars with their values; the text stands in the page, so it needs no equivalent."""
    read = [_bar(row) for row in rows]
    scale = scale_for(read)
    lines = "".join(_line(bar, scale) for bar in read)
    caption = _caption(label, unit)
    return mark_safe(
        f'<figure class="bars">{caption}<ul class="bar-rows">{lines}</ul>{_note(scale)}</figure>'
    )


@register.simple_tag
def columns(rows: Iterable[object], label: str = "", unit: str = "") -> SafeString:
    """Upright bars, for years; the SVG's name says every value in words.

    Always to scale: between years the height is the story, and a cut bar would understate it.
    """
    read = [_bar(row) for row in rows]
    scale = true_scale(read)
    height = HEAD + HEIGHT + FOOT
    drawn = "".join(_column(index, bar, scale, len(read)) for index, bar in enumerate(read))
    words = escape("; ".join(f"{bar.label}: {_said(bar)}" for bar in read))
    name = escape(label) or "Chart"
    size = next((css for most, css in SIZES if len(read) <= most), "endless")
    return mark_safe(
        f'<figure class="columns-chart">{_caption(label, unit)}'
        f'<div class="chart-scroll" tabindex="0" role="group" aria-label="{name}">'
        f'<svg class="{size}" width="100%" height="{height}" role="img" '
        f'aria-label="{name}. {words}">{drawn}'
        f'<rect class="bar-axis" y="{HEAD + HEIGHT}" width="100%" height="1"/></svg></div>'
        "</figure>"
    )


def true_scale(rows: Sequence[Bar]) -> Scale:
    """The scale of the longest, whatever becomes of the others."""
    longest = max((float(bar.value) for bar in rows if bar.value), default=0.0)
    return Scale(longest, longest, "")


def scale_for(rows: Sequence[Bar]) -> Scale:
    """The scale on which the many can be seen; the few that overshoot it are named in `note`."""
    values = sorted(float(bar.value) for bar in rows if bar.value)
    longest = values[-1] if values else 0.0
    for small, large in pairwise(values):
        above = [value for value in values if value >= large]
        if large >= FLATTENS * small and 2 * len(above) <= len(values):
            longest = small
            break
    cut = [bar for bar in rows if bar.value is not None and bar.value > longest]
    if not cut:
        return Scale(longest, longest, "")
    times = round(max(float(bar.value or 0) for bar in cut) / longest)
    if len(cut) == 1:
        note = f"The bar for {cut[0].label} is cut: its {_said(cut[0])} is {times} times"
    else:
        names = ", ".join(f"{bar.label} ({_said(bar)})" for bar in cut)
        note = f"The bars for {names} are cut: up to {times} times"
    return Scale(longest, longest * CUT, f"{note} the next largest, {grouped(longest)}.")


def _bar(row: object) -> Bar:
    if isinstance(row, Bar):
        return row
    fields: Mapping[str, Any] = (
        row
        if isinstance(row, Mapping)
        else {name: getattr(row, name) for name in Bar.__slots__ if hasattr(row, name)}
    )
    return Bar(**{name: fields[name] for name in Bar.__slots__ if name in fields})


def _said(bar: Bar) -> str:
    return bar.words or NO_FIGURE if bar.value is None else figure(bar.value, bar.qualifier)


def _css(bar: Bar) -> str:
    return "bar is-marked" if bar.marked else "bar"


def _label(bar: Bar) -> str:
    name = escape(bar.label)
    return f'<a href="{escape(bar.href)}">{name}</a>' if bar.href else name


def _line(bar: Bar, scale: Scale) -> str:
    said = escape(_said(bar))
    if bar.value is None:
        drawn = '<rect class="bar-gap" x="0.5" y="3.5" width="40" height="9"/>'
        value = f'<span class="bar-said gap">{said}</span>'
    else:
        share = 100 * scale.share(bar.value)
        drawn = f'<rect class="{_css(bar)}" y="3" width="{share:.2f}%" height="10"/>'
        if bar.value > scale.longest:
            drawn += (
                '<svg x="84%" y="0" width="24" height="16">'
                '<path class="bar-break" d="M4 16L9 0h3L7 16zM11 16L16 0h3L14 16z"/></svg>'
            )
        value = f'<span class="bar-said">{said}</span>'
    return (
        f'<li><span class="bar-name">{_label(bar)}</span>'
        f'<svg class="bar-drawn" width="100%" height="16" aria-hidden="true">{drawn}</svg>'
        f"{value}</li>"
    )


def _column(index: int, bar: Bar, scale: Scale, count: int) -> str:
    """One upright bar; across in per cent, so that the chart takes the width it is given."""
    middle, wide, ground = (index + 0.5) * 100 / count, 50 / count, HEAD + HEIGHT
    left = f"{middle - wide / 2:.3f}%"
    at = f'x="{middle:.3f}%" text-anchor="middle"'
    name = f'<text class="bar-label" {at} y="{ground + 18}">{escape(bar.label)}</text>'
    if bar.value is None:
        lines = _broken(escape(_said(bar)))
        words = "".join(
            f'<text class="bar-words" {at} y="{ground - 18 - 14 * (len(lines) - n)}">{line}</text>'
            for n, line in enumerate(lines)
        )
        return (
            f'<rect class="bar-gap" x="{left}" y="{ground - 24.5}" width="{wide:.3f}%" '
            f'height="24"/>{words}{name}'
        )
    tall = HEIGHT * scale.share(bar.value)
    top = ground - tall
    drawn = (
        f'<rect class="{_css(bar)}" x="{left}" y="{top:.1f}" width="{wide:.3f}%" '
        f'height="{tall:.1f}"/>'
    )
    return (
        f'{drawn}<text class="bar-value" {at} y="{top - 6:.1f}">{escape(_said(bar))}</text>{name}'
    )


def _broken(words: str) -> list[str]:
    """A gap's words in lines that fit a column."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + len(word) < 8:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _caption(label: str, unit: str) -> str:
    if not label:
        return ""
    new = unit and unit.lower() != label.lower()
    said = f' <span class="unit">{escape(unit)}</span>' if new else ""
    return f"<figcaption>{escape(label)}{said}</figcaption>"


def _note(scale: Scale) -> str:
    return f'<p class="chart-note">{escape(scale.note)}</p>' if scale.note else ""
