"""A request's standing as a mark, a word and a class. The rule is in the deadlines room."""

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SOON_DAYS = 3

# standing -> (class, word). The classes are the stylesheet's; the words those of docs/interface.md.
STANDINGS: dict[str, tuple[str, str]] = {
    "not_sent": ("calm", "Not sent"),
    "no_statutory_date": ("calm", "No statutory date"),
    "not_yet_due": ("calm", "Not yet due"),
    "due_today": ("today", "Due today"),
    "arguably_late": ("late", "Arguably late"),
    "late": ("late", "Late"),
    "no_response": ("late", "No response"),
    "waiting_on_us": ("waiting", "Waiting on us"),
    "answered": ("done", "Answered"),
    "closed": ("done", "Closed"),
}


class UnknownStanding(ValueError):
    """A standing that this table does not draw."""


@lru_cache(maxsize=256)
def _look(standing: str, days_to_due: int | None) -> tuple[str, str]:
    if standing not in STANDINGS:
        raise UnknownStanding(f"standing {standing!r} has no mark; add it to STANDINGS")
    css, word = STANDINGS[standing]
    if standing == "not_yet_due" and days_to_due is not None and days_to_due <= SOON_DAYS:
        return "soon", "Due tomorrow" if days_to_due == 1 else f"Due in {days_to_due} days"
    return css, word


@lru_cache(maxsize=256)
def _badge(standing: str, days_to_due: int | None) -> SafeString:
    return format_html('<span class="standing is-{}">{}</span>', *_look(standing, days_to_due))


@register.filter
def standing_badge(standing: str, days_to_due: int | None = None) -> SafeString:
    """Mark and word. With the days left, a date within three days turns "soon".

    Raises UnknownStanding for one that is not in the table.
    """
    return _badge(str(standing), days_to_due)


@register.filter
def standing_class(standing: str, days_to_due: int | None = None) -> str:
    """The class alone: calm, soon, today, late, waiting or done."""
    return _look(str(standing), days_to_due)[0]
