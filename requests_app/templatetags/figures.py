"""Figures as they may be quoted: grouped, qualified, and never a 0 for a silence."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from requests_app.domain.drawing.numbers import grouped, marked
from requests_app.domain.misuse_data.models import ReturnedFile
from requests_app.domain.misuse_data.reading.marks import Marks
from requests_app.domain.misuse_data.vocabulary import Answer

register = template.Library()

NO_FIGURE = str(Answer.DID_NOT_REPORT.label)


class UnknownAnswer(ValueError):
    """A text that is none of the answers a reporting duty can have."""


@register.filter
def figure(value: int | float | Decimal | None, qualifier: str = "") -> str:
    """ "7,275", "≥ 7,275"; for no value the words, never 0.

    Raises UnknownQualifier for a qualifier without a mark.
    """
    if value is None or value == "":
        return NO_FIGURE
    return marked(value, qualifier)


@register.filter
def answer_words(answer: str) -> str:
    """An answer in words: "did not report", "withheld". Raises UnknownAnswer for any other."""
    if answer not in Answer.values:
        raise UnknownAnswer(f"{answer!r} is no answer; they are {', '.join(Answer.values)}")
    return str(Answer(answer).label)


@register.filter
def marks_said(file: ReturnedFile) -> list[str]:
    """What its dashes and blanks were said to mean, a sentence each."""
    return Marks.kept_in(file.sheets).sentences()


@register.filter
def change(value: int | None, before: int | None) -> str:
    """From one year to the next: "+1,204", "−17", "no change"; "" when either is missing."""
    if value is None or before is None:
        return ""
    difference = value - before
    if difference == 0:
        return "no change"
    return f"+{grouped(difference)}" if difference > 0 else grouped(difference)


@register.simple_tag
def source_dot(url: str, label: str, conflict: bool = False) -> SafeString:
    """The mark beside a figure that opens its passport; another shape where sources disagree."""
    words = f"Sources disagree: {label}" if conflict else f"Source: {label}"
    return format_html(
        '<a class="source-dot{}" href="{}" title="{}" aria-label="{}"></a>',
        " is-conflict" if conflict else "",
        url,
        words,
        words,
    )
