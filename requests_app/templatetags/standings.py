"""A request's standing as a mark, a word and a class. The rule is in the deadlines room."""

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from requests_app.domain.deadlines.standings import Standing

register = template.Library()

SOON_DAYS = 3

# The stylesheet's class for each standing; the word is the room's own label.
CLASSES: dict[Standing, str] = {
    Standing.CLOSED: "done",
    Standing.NOT_SENT: "calm",
    Standing.NO_RECEIPT: "calm",
    Standing.ANSWERED: "done",
    Standing.WAITING_ON_US: "waiting",
    Standing.NO_STATUTORY_DATE: "calm",
    Standing.NOT_YET_DUE: "calm",
    Standing.DUE_TODAY: "today",
    Standing.ARGUABLY_LATE: "late",
    Standing.LATE: "late",
    Standing.NO_RESPONSE: "late",
}


class UnknownStanding(ValueError):
    """A text that is none of the deadlines room's standings."""


@lru_cache(maxsize=256)
def _look(standing: str, days_to_due: int | None) -> tuple[str, str]:
    if standing not in Standing._value2member_map_:
        raise UnknownStanding(f"{standing!r} is no standing; they are {', '.join(Standing)}")
    which = Standing(standing)
    if which is Standing.NOT_YET_DUE and days_to_due is not None and days_to_due <= SOON_DAYS:
        return "soon", "Due tomorrow" if days_to_due == 1 else f"Due in {days_to_due} days"
    return CLASSES[which], which.label


@lru_cache(maxsize=256)
def _badge(standing: str, days_to_due: int | None) -> SafeString:
    return format_html('<span class="standing is-{}">{}</span>', *_look(standing, days_to_due))


@register.filter
def standing_badge(standing: str, days_to_due: int | None = None) -> SafeString:
    """Mark and word. With the days left, a date within three days turns "soon".

    Raises UnknownStanding for a text that is none.
    """
    return _badge(str(standing), days_to_due)


@register.filter
def standing_class(standing: str, days_to_due: int | None = None) -> str:
    """The class alone: calm, soon, today, late, waiting or done."""
    return _look(str(standing), days_to_due)[0]
