"""Addresses that keep the rest of their query: pages and sortable heads."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

Query = dict[str, list[str]]
CURRENT = mark_safe(' aria-current="page"')


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: object) -> str:
    """This page's query string with some values changed; `None` or "" takes a value out."""
    return _changed(_query(context), changes)


@register.simple_tag(takes_context=True)
def tab_links(
    context: Context, tabs: Iterable[Any], here: Any = None, count: str = ""
) -> SafeString:
    """A link for each tab (its `key` and `label`) to its first page; `here` is the current one,
    which has `count` beside it."""
    query = _query(context)
    return format_html_join(
        "\n",
        '<a href="{}"{}>{}{}</a>',
        (
            (
                _changed(query, {"tab": tab.key, "page": None, "view": None}),
                CURRENT if tab == here else "",
                tab.label,
                format_html(' <span class="count">{}</span>', count) if tab == here else "",
            )
            for tab in tabs
        ),
    )


@register.simple_tag(takes_context=True)
def sort_head(context: Context, name: str, words: str, css: str = "") -> SafeString:
    """A `<th>` whose link sorts by `name`, and the other way round when it already does.

    Reads `sort` from the query ("due" ascending, "-due" descending); changing the order leads
    back to the first page.
    """
    return _sort_head(_query(context), name, words, css)


@register.simple_tag(takes_context=True)
def sort_heads(context: Context, columns: Iterable[Any]) -> SafeString:
    """`sort_head` of each column (its `key` and `label`)."""
    query = _query(context)
    return mark_safe("".join(_sort_head(query, one.key, one.label, "") for one in columns))


def _sort_head(query: Query, name: str, words: str, css: str) -> SafeString:
    now = query.get("sort", [""])[-1]
    order = {name: "ascending", f"-{name}": "descending"}.get(now)
    return format_html(
        '<th scope="col"{}{}><a href="{}">{}</a></th>',
        format_html(' class="{}"', css) if css else "",
        format_html(' aria-sort="{}"', order) if order else "",
        _changed(query, {"sort": f"-{name}" if now == name else name, "page": None}),
        words,
    )


@register.simple_tag(takes_context=True)
def with_page(context: Context, name: str, number: int) -> str:
    """This page's query string with another page `number` of the list that `name` counts."""
    return _changed(_query(context), {name: number})


@register.inclusion_tag("_pager.html", takes_context=True)
def pager(context: Context, page: object, name: str = "page") -> dict[str, Any]:
    """Previous, the page's number, Next; nothing at all for a single page.

    name: what its number is called in the address, for a page with several lists.

    page: Django's `Page`, or anything with its `number`, `has_previous`, `has_next`,
    `previous_page_number`, `next_page_number`. How many pages there are is never asked.
    """
    return {"request": context["request"], "page": page, "name": name}


@register.inclusion_tag("_keyset_pager.html", takes_context=True)
def keyset_pager(context: Context, page: object) -> dict[str, Any]:
    """First, Previous, Next, Last of pages that have a place instead of a number.

    page: with `previous`, `next` and `last`, what an address carries for each ("": none).
    """
    return {"request": context["request"], "page": page}


@register.simple_tag(takes_context=True)
def with_hidden(context: Context, *without: str) -> SafeString:
    """This page's query as hidden fields of a GET form, but for those the form sends itself."""
    pairs = [
        (name, value)
        for name, values in _query(context).items()
        if name not in without
        for value in values
    ]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


def _query(context: Context) -> Query:
    return dict(context["request"].GET.lists())


def _changed(query: Query, changes: Mapping[str, object]) -> str:
    """The query with some values changed; `None` or "" takes a value out."""
    new = query | {name: [str(value)] for name, value in changes.items()}
    gone = [name for name, value in changes.items() if value is None or value == ""]
    pairs = [(name, one) for name, values in new.items() if name not in gone for one in values]
    return "?" + urlencode(pairs)
