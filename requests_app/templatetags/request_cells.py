"""The cells of a row in a list of requests, one function a column.

Put together without templates: fifty rows of seven cells would cost more than all else on the
page. Each function gets a row of `staff_site/request_rows.py` and today, and gives HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from requests_app.domain.agencies.kinds import Kind
from requests_app.domain.request_log.column_orders import in_order
from requests_app.domain.request_log.columns import COLUMNS, Column
from requests_app.domain.request_log.models import Method
from requests_app.templatetags.dates import far, words_of
from requests_app.templatetags.standings import standing_badge, standing_class
from requests_app.templatetags.strips import spark

register = template.Library()

Cell = Callable[[Any, date], str]
METHODS, KINDS = dict(Method.choices), dict(Kind.choices)


def _muted(words: str) -> str:
    return f'<span class="muted">{words}</span>'


def _due(row: Any, today: date) -> str:
    if row.due_on is None:
        return _muted("none")
    return f'{words_of(row.due_on)}<span class="sub">{far(row.due_on, today)}</span>'


def _sent(row: Any, today: date) -> str:
    return words_of(row.sent_on) if row.sent_on else _muted("not sent")


def _day(name: str) -> Cell:
    def cell(row: Any, today: date) -> str:
        on = getattr(row.request, name)
        return words_of(on) if on else ""

    return cell


def _campaign(row: Any, today: date) -> str:
    return escape(row.request.campaign.name) if row.request.campaign else ""


def _tags(row: Any, today: date) -> str:
    names = (row.request.tag_names or "").split(", ")
    return " ".join(f'<span class="tag">{escape(name)}</span>' for name in sorted(names) if name)


CELLS: dict[str, Cell] = {
    "agency": lambda row, today: escape(row.agency),
    "number": lambda row, today: escape(row.number),
    "standing": lambda row, today: standing_badge(row.standing),
    "strip": lambda row, today: spark(row.received_on, row.due_on, today, row.determined_on),
    "due": _due,
    "status": lambda row, today: escape(row.status),
    "sent": _sent,
    "received": _day("received_on"),
    "step": lambda row, today: escape(row.step.words),
    "who": lambda row, today: escape(row.who),
    "campaign": _campaign,
    "year": lambda row, today: str(row.request.reporting_year),
    "method": lambda row, today: METHODS.get(row.request.method, ""),
    "portal": lambda row, today: escape(row.request.portal_number),
    "county": lambda row, today: escape(row.request.agency.county),
    "kind": lambda row, today: escape(KINDS.get(row.request.agency.kind, "")),
    "ori": lambda row, today: escape(in_order(row.request.oris)),
    "tags": _tags,
    "latest": _day("latest_arguable_on"),
    "estimate": _day("estimated_on"),
    "heard": _day("heard_on"),
    "determined": _day("determined_on"),
}
DATES = {"due", "sent", "received", "latest", "estimate", "heard", "determined"}
CSS = dict.fromkeys(DATES, ' class="nowrap"')
CSS |= dict.fromkeys(("number", "portal", "ori"), ' class="mono nowrap"')


@register.simple_tag
def listed_rows(
    rows: Iterable[Any],
    columns: Sequence[Column],
    today: date,
    can_choose: bool,
    ticked: Collection[int],
) -> SafeString:
    """The rows of a list of requests. can_choose: each with its checkbox, ticked for those ids.

    The first cell carries the row's link, and the number where no column of its own shows it.
    """
    first, *others = columns
    has_number = any(column.key == "number" for column in columns)
    cells = [(f'<td data-label="{one.label}"{CSS.get(one.key, "")}>', one.key) for one in others]
    lines = []
    for row in rows:
        css, pk = standing_class(row.standing), row.request.pk
        parts = [f'<tr data-href="{row.address}" class="is-{css}">']
        if can_choose:
            parts.append(_choice_of(row, " checked" * (pk in ticked)))
        parts.append(_first(row, first, today, has_number))
        parts += [f"{head}{CELLS[key](row, today)}</td>" for head, key in cells]
        lines.append("".join(parts))
    return mark_safe("</tr>\n".join(lines) + "</tr>\n" * bool(lines))


def _choice_of(row: Any, checked: str) -> str:
    return (
        '<td class="choose"><label><input type="checkbox" name="chosen" '
        f'value="{row.request.pk}"{checked} aria-label="Choose {escape(row.number)}"></label></td>'
    )


def _first(row: Any, column: Column, today: date, has_number: bool) -> str:
    content = CELLS[column.key](row, today) or escape(row.number)
    below = [] if has_number else [_number(row)]
    if row.is_sample:
        below.append("sample")
    sub = f'<span class="sub">{" · ".join(below)}</span>' if below else ""
    return f'<td><a href="{row.address}">{content}</a>{sub}</td>'


def _number(row: Any) -> str:
    return f'<span class="mono">{escape(row.number)}</span>'


@register.simple_tag
def column_choice(columns: Sequence[Column]) -> SafeString:
    """A checkbox for every column there is; those of `columns` are ticked."""
    return _choice(frozenset(column.key for column in columns))


@lru_cache(maxsize=256)
def _choice(ticked: frozenset[str]) -> SafeString:
    return format_html_join(
        "\n",
        '<label><input type="checkbox" name="cols" value="{}"{}> {}</label>',
        (
            (key, mark_safe(" checked" * (key in ticked)), column.label)
            for key, column in COLUMNS.items()
        ),
    )
