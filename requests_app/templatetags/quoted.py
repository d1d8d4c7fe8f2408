"""Quoted figures: the verdict as a mark and words, and where one figure was quoted."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from requests_app.domain.misuse_data.quoting.verdicts import Verdict, VerdictKind
from requests_app.domain.publication.quoted import quotes_of

register = template.Library()

CLASSES: dict[VerdictKind, str] = {
    VerdictKind.OUTDATED: "soon",
    VerdictKind.MISQUOTED: "late",
    VerdictKind.PROBABLY_MISQUOTED: "soon",
    VerdictKind.DISPUTED: "waiting",
    VerdictKind.RIGHT_SINCE: "done",
    VerdictKind.PROBABLY_RIGHT: "done",
    VerdictKind.RIGHT: "done",
    VerdictKind.UNDISPUTED: "calm",
}


@register.filter
def verdict_badge(verdict: Verdict) -> SafeString:
    """Mark and word."""
    return format_html(
        '<span class="standing is-{}">{}</span>', CLASSES[verdict.kind], verdict.kind.value
    )


@register.inclusion_tag("staff/quoted/_of_figure.html")
def quoted_where(figure: int) -> dict[str, Any]:
    """The quotes of a figure, for its passport on the staff site: `{% quoted_where pk %}`."""
    return {"quotes": quotes_of(figure)}


@register.inclusion_tag("public/_quoted.html")
def quoted_in_public(figure: int) -> dict[str, Any]:
    """The same for the public passport: published quotes held against published figures."""
    return {"quotes": quotes_of(figure, is_public=True), "head": "Where it was quoted"}
