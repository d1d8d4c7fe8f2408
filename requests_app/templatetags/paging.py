"""Addresses that keep the rest of their query: pages and sortable heads."""

from typing import Any

from django import template
from django.http import QueryDict
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: object) -> str:
    """This page's query string with some values changed; `None` or "" takes a value out."""
    query = _query(context)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def sort_head(context: Context, name: str, words: str, css: str = "") -> SafeString:
    """A `<th>` whose link sorts by `name`, and the other way round when it already does.

    Reads `sort` from the query ("due" ascending, "-due" descending); changing the order leads
    back to the first page.
    """
    query = _query(context)
    now = query.get("sort", "")
    query["sort"] = f"-{name}" if now == name else name
    query.pop("page", None)
    order = {name: "ascending", f"-{name}": "descending"}.get(now)
    return format_html(
        '<th scope="col"{}{}><a href="?{}">{}</a></th>',
        format_html(' class="{}"', css) if css else "",
        format_html(' aria-sort="{}"', order) if order else "",
        query.urlencode(),
        words,
    )


@register.inclusion_tag("_pager.html", takes_context=True)
def pager(context: Context, page: object) -> dict[str, Any]:
    """Previous, the page's number, Next; nothing at all for a single page.

    page: Django's `Page`, or anything with its `number`, `has_previous`, `has_next`,
    `previous_page_number`, `next_page_number`. How many pages there are is never asked.
    """
    return {"request": context["request"], "page": page}


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
        for name, values in _query(context).lists()
        if name not in without
        for value in values
    ]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


def _query(context: Context) -> QueryDict:
    query: QueryDict = context["request"].GET.copy()
    return query
