"""Pictures in a page: what `domain/drawing` draws, with its text around it.

A row is a `Bar`, or anything with its attributes, or a mapping with its keys. `value` None is a
gap ("did not report"), drawn hatched with its words, never as 0. Lengths in the SVG are in per
cent or px without a viewBox, so that text keeps its size on a phone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from zlib import crc32

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from requests_app.domain.drawing import bars as lying
from requests_app.domain.drawing import columns as upright
from requests_app.domain.drawing import maps, sparks
from requests_app.domain.drawing import stacks as stacked
from requests_app.domain.drawing.media import Page, hatchings
from requests_app.domain.drawing.pictures import (
    Bars,
    Columns,
    CountyMap,
    Drawing,
    Note,
    Picture,
    Stacks,
    TableRow,
)
from requests_app.domain.drawing.rows import Bar, Part, Way
from requests_app.templatetags.figures import NO_FIGURE, source_dot

register = template.Library()

# px that the texts of all columns need, and the class that gives the room; a narrower page scrolls.
SIZES = ((340, "few"), (480, "some"), (740, "many"), (1100, "lots"))
A_LETTER, BETWEEN = 7.6, 6  # px


@register.simple_tag
def bars(rows: Iterable[object], label: str = "", unit: str = "") -> SafeString:
    """Horizontal bars with their values; one that would flatten the rest is cut, and it is said."""
    drawing = Bars(tuple(_bar(row) for row in rows))
    return _figure("bars", drawing, label, unit)


@register.simple_tag
def columns(rows: Iterable[object], label: str = "", unit: str = "") -> SafeString:
    """Upright bars, for years; the SVG's name says every value in words."""
    drawing = Columns(tuple(_bar(row) for row in rows))
    return _figure("columns-chart", drawing, label, unit)


@register.simple_tag
def drawn(drawing: Drawing, title: str = "") -> SafeString:
    """One drawing of a picture, without its caption."""
    return mark_safe(SHAPES[drawing.shape](drawing, title))


@register.simple_tag
def spark_years(rows: Iterable[object], name: str) -> SafeString:
    """A body's years in a table's cell."""
    return mark_safe(sparks.spark([_bar(row) for row in rows], name))


@register.simple_tag
def years_of(agency: int, bars: Mapping[int, Iterable[object]]) -> SafeString:
    """The years of one agency of a list, or nothing."""
    return spark_years(bars.get(agency, ()), "Violations")


@register.simple_tag
def picture_table(picture: Picture) -> SafeString:
    """The picture's table, each number with the dot that opens its passport. Put together without
    a template: it may have a row for each of 700 agencies."""
    numbers = [' class="num"' if head == "number" else "" for head in picture.head]
    heads = "".join(
        f"<th{css}>{escape(head.capitalize())}</th>"
        for head, css in zip(picture.head, numbers, strict=True)
    )
    rows = "".join(_row(row, numbers) for row in picture.rows)
    return mark_safe(
        '<div class="table-wrap"><table class="docket tight">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(row: TableRow, numbers: list[str]) -> str:
    first, *others = row.cells
    cells = f"<td>{_linked(first, row.href)}</td>"
    for cell, css in zip(others, numbers[1:], strict=True):
        dot = f" {source_dot(row.passport, first)}" if css and row.passport else ""
        cells += f"<td{css}>{escape(cell)}{dot}</td>"
    return f"<tr>{cells}</tr>"


@register.simple_tag
def swatch(css: str) -> SafeString:
    """What a line of a legend stands for."""
    wide, tall = maps.SWATCH
    inside = maps.swatch(css, Page())
    return mark_safe(
        f'<svg class="swatch" width="{wide}" height="{tall}" aria-hidden="true">{inside}</svg>'
    )


@register.filter
def noted(note: Note) -> SafeString:
    """A sentence, and after it a dot for each number's source."""
    return mark_safe(escape(note.text) + _dots(note.ways))


def _dots(ways: Iterable[Way]) -> str:
    # Not on a line of its own: it is the mark of what it stands behind.
    return "".join(f"\u00a0{source_dot(way.href, way.label)}" for way in ways)


def _figure(css: str, drawing: Drawing, label: str, unit: str) -> SafeString:
    note = f'<p class="chart-note">{noted(drawing.note)}</p>' if drawing.note.text else ""
    inside = SHAPES[drawing.shape](drawing, label)
    return mark_safe(f'<figure class="{css}">{_caption(label, unit)}{inside}{note}</figure>')


def _caption(label: str, unit: str) -> str:
    if not label:
        return ""
    new = unit and unit.lower() != label.lower()
    said = f' <span class="unit">{escape(unit)}</span>' if new else ""
    return f"<figcaption>{escape(label)}{said}</figcaption>"


def _bar(row: object) -> Bar:
    if not isinstance(row, Bar):
        fields: Mapping[str, Any] = (
            row
            if isinstance(row, Mapping)
            else {name: getattr(row, name) for name in Bar.__slots__ if hasattr(row, name)}
        )
        row = Bar(**{name: fields[name] for name in Bar.__slots__ if name in fields})
    return row if row.words or row.value is not None else replace(row, words=NO_FIGURE)


def _page(drawing: Drawing, title: str) -> Page:
    """Two pictures of a page have the same hatching only when they are the same."""
    return Page(f"p{crc32(f'{title}{drawing.caption}{drawing.words}'.encode()):x}")


def _columns(drawing: Columns, title: str) -> str:
    inside = upright.drawn(drawing.rows, drawing.scale, _page(drawing, title))
    size = next((css for most, css in SIZES if _needed(drawing.rows) <= most), "endless")
    name = escape(" – ".join(text for text in (title, drawing.caption) if text)) or "Chart"
    return (
        f'<div class="chart-scroll" tabindex="0" role="group" aria-label="{name}">'
        f'<svg class="{size}" width="100%" height="{upright.HEIGHT:g}" role="img" '
        f'aria-label="{name}. {escape(drawing.words)}">{inside}</svg></div>'
    )


def _needed(rows: Sequence[Bar]) -> float:
    """px across, so that no number touches its neighbour's."""
    texts = [bar.label for bar in rows] + [bar.said for bar in rows if bar.value is not None]
    return len(rows) * (A_LETTER * max(map(len, texts), default=0) + BETWEEN)


def _bars(drawing: Bars, title: str) -> str:
    page, scale = _page(drawing, title), drawing.scale
    has_gap = any(bar.value is None for bar in drawing.rows)
    lines = "".join(_line(bar, lying.strip(bar, scale, page)) for bar in drawing.rows)
    return f'{_hidden(page) if has_gap else ""}<ul class="bar-rows">{lines}</ul>'


def _line(bar: Bar, inside: str) -> str:
    gap = " gap" if bar.value is None else ""
    return (
        f'<li><span class="bar-name">{_linked(bar.label, bar.href)}</span>'
        f'<svg class="bar-drawn" width="100%" height="{lying.STRIP:g}" aria-hidden="true">'
        f'{inside}</svg><span class="bar-said{gap}">{escape(bar.said)}</span></li>'
    )


def _linked(text: str, href: str) -> str:
    return f'<a href="{escape(href)}">{escape(text)}</a>' if href else escape(text)


def _hidden(page: Page) -> str:
    """Hatching for several SVGs; an SVG that is not displayed could lend none."""
    return f'<svg width="0" height="0" aria-hidden="true">{hatchings(page)}</svg>'


def _stacks(drawing: Stacks, title: str) -> str:
    page, full = _page(drawing, title), stacked.whole(drawing.rows)
    lines = ""
    for stack in drawing.rows:
        parts = (*stack.parts, stack.rest) if stack.rest else stack.parts
        told = "".join(_part(part) for part in parts)
        told_more = " ".join(text for text in (stack.torn, stack.beside) if text)
        more = f"<p>{escape(told_more)}{_dots(stack.ways)}</p>" if told_more else ""
        lines += (
            f'<li><span class="stack-label">{escape(stack.label)}</span>'
            f'<svg width="100%" height="{stacked.TALL:g}" aria-hidden="true">'
            f'{stacked.strip(stack, full, page)}</svg><ul class="stack-parts">{told}</ul>{more}'
            "</li>"
        )
    return f'{_hidden(page)}<ul class="stack-rows">{lines}</ul>'


def _part(part: Part) -> str:
    shown = swatch(part.css) if part.value else ""
    return f"<li>{shown}{_linked(part.said, part.href)}</li>"


def _map(drawing: CountyMap, title: str) -> str:
    page, whole = _page(drawing, title), maps.california()
    legend = "".join(
        f"<li>{swatch(key.css)} {escape(key.words)}{_dots(key.ways)}"
        f'<span class="count">{key.count} count{"y" if key.count == 1 else "ies"}</span></li>'
        for key in drawing.keys
    )
    inside = maps.drawn(drawing.regions, page)
    return (
        f'<div class="county-map"><svg viewBox="-2 -2 {whole.width + 4} {whole.height + 4}" '
        f'role="group" aria-label="{escape(title)}. {escape(drawing.story)}">{inside}</svg>'
        f'<ul class="legend">{legend}</ul></div>'
    )


SHAPES: dict[str, Any] = {"columns": _columns, "bars": _bars, "stacks": _stacks, "map": _map}
