"""The answer to a duty as a mark and words, never a bare number and never a 0 for a silence."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from requests_app.domain.reporting.models import AnnualDuty, Answer

register = template.Library()

CLASSES: dict[str, str] = {
    Answer.UNKNOWN: "calm",
    Answer.REPORTED: "done",
    Answer.REPORTED_ZERO: "done",
    Answer.DID_NOT_REPORT: "late",
    Answer.WITHHELD: "waiting",
    Answer.UNCLEAR: "waiting",
}
SHORT: dict[str, str] = {
    Answer.UNKNOWN: "not known",
    Answer.REPORTED: "reported",
    Answer.REPORTED_ZERO: "zero",
    Answer.DID_NOT_REPORT: "did not report",
    Answer.WITHHELD: "withheld",
    Answer.UNCLEAR: "unclear",
}


@register.filter
def answer_badge(duty: AnnualDuty) -> SafeString:
    """Mark and word: "4 investigations", "zero", "did not report". Of several counts the first:
    `in_words` has all."""
    # A comma and a blank: "1,240 investigations, 1,187 violations" does not begin with 1.
    said = duty.said.partition(", ")[0] if duty.answer == Answer.REPORTED else ""
    words = said or SHORT[duty.answer]
    css = "soon" if duty.is_late else CLASSES[duty.answer]
    return format_html('<span class="standing is-{}">{}</span>', css, words)


@register.filter
def lateness(duty: AnnualDuty) -> str:
    """ "late, 3 Mar 2026"; "" for one in time, or of which the day is not known."""
    on = duty.reported_on
    return f"late, {on.day} {on:%b} {on.year}" if on and duty.is_late else ""
