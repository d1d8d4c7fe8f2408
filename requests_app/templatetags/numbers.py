"""A stated number with the mark that opens its passport, on the public pages and for staff.

Tags and no fragments: a year's page has thousands, and a fragment takes six times as long.
"""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from requests_app.domain.misuse_data.statements import Statement
from requests_app.domain.misuse_data.vocabulary import Unit
from requests_app.domain.publication.addresses import passport_of
from requests_app.templatetags.figures import figure, source_dot

register = template.Library()
GAP, NUMBER = '<span class="gap">{}</span>', '<span class="nowrap">{}{} {}</span>'


@register.simple_tag
def public_number(statement: Statement, contested: bool = False) -> SafeString:
    """ "≥ 7,275" and its mark, or the answer in words; `contested`: whether sources disagree."""
    return _number("public", statement, contested)


@register.simple_tag
def staff_number(statement: Statement, contested: bool = False) -> SafeString:
    """The same with the passport that staff see."""
    return _number("staff", statement, contested)


def _number(site: str, s: Statement, contested: bool) -> SafeString:
    dot = source_dot(passport_of(s, site), s.label, conflict=contested)
    said = format_html(GAP, s.stated) if s.value is None else figure(s.value, s.qualifier.value)
    per_cent = "%" if s.value is not None and s.unit == Unit.PERCENT else ""
    return format_html(NUMBER, said, per_cent, dot)
