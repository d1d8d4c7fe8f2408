"""Sums of ours: what they come to, the mark that leads to the rows they add, whom they lack."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from requests_app.domain.misuse_data.comparison import Scope, Total
from requests_app.domain.misuse_data.comparison.missing import Missing
from requests_app.templatetags.figures import figure, source_dot

register = template.Library()
# A page has some hundred sums: as a fragment of its own each takes three times as long.
SUM = '<span class="nowrap">{} {}</span>'
NO_NUMBER = '<span class="gap">{} {}</span>'
SAMPLE = SafeString('<span class="sub">sample</span>')
COVERS = '<span class="sub caveat" title="{}">{}</span>'


@register.simple_tag
def our_sum(total: Total | None, scope: Scope, cover: bool = False) -> SafeString:
    """The sum with its mark, which opens the rows it adds; `cover`: with who is in it, briefly.

    A sum has no passport of its own, each of its rows has.
    """
    if total is None:
        return format_html('<span class="gap">{}</span>', "no figure")
    address = _rows_of(total.measure_key, total.year, scope, get_script_prefix())
    dot = source_dot(address, f"our sum of {total.source}, {total.year}")
    if total.value is None:
        said = format_html(NO_NUMBER, "listed as none" if total.none else "nobody answered", dot)
    else:
        said = format_html(SUM, figure(total.value, total.qualifier), dot)
    sample = SAMPLE if total.is_sample else ""
    covers = format_html(COVERS, total.covers, total.briefly) if cover else ""
    return format_html("{}{}{}", said, sample, covers)


@lru_cache(maxsize=1024)
def _rows_of(measure_key: str, year: int, scope: Scope, prefix: str) -> str:
    """Where the rows stand that a sum adds. `prefix`: of the site's addresses.

    Asked once for all sources: putting an address together costs more than the rest of a sum.
    """
    asked: dict[str, str | int] = {
        "tab": "agencies",
        "measure": measure_key,
        "year": year,
        "county": scope.county,
        "kind": scope.kind,
    }
    return f"{reverse('staff:compare')}?{urlencode(asked)}"


@register.filter
def of_total(missing: Missing | None, total: Total) -> tuple[str, ...]:
    """The names of the agencies that a sum has no answer of."""
    return (missing or {}).get((total.source, total.year), ())
