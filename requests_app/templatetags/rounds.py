"""The states of a round: mark and word, and one bar of all of them."""

from collections.abc import Mapping

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from requests_app.domain.request_log.round_states import RoundState, StateGroup
from requests_app.templatetags.figures import grouped

register = template.Library()

# The stylesheet's class for what a state comes to; the word is the room's own label.
CLASSES: dict[StateGroup, str] = {
    StateGroup.SILENT: "late",
    StateGroup.LATE: "soon",
    StateGroup.RUNNING: "calm",
    StateGroup.OURS: "waiting",
    StateGroup.ANSWERED: "done",
    StateGroup.ENDED: "ended",
}
HEIGHT = 18  # px


@register.filter
def state_class(state: RoundState) -> str:
    """The class alone: late, soon, calm, waiting, done or ended."""
    return CLASSES[state.group]


@register.filter
def state_badge(state: RoundState) -> SafeString:
    """Mark and word."""
    return format_html('<span class="standing is-{}">{}</span>', state_class(state), state.label)


@register.simple_tag
def state_bar(states: Mapping[RoundState, int], label: str) -> SafeString:
    """All of them as one bar, in the order given; the SVG's name says every number in words.

    Widths are in per cent without a viewBox, so that it takes the width it is given.
    """
    total = sum(states.values())
    drawn, at = "", 0.0
    for state, number in states.items():
        wide = 100 * number / total
        drawn += (
            f'<rect class="part is-{state_class(state)}" x="{at:.3f}%" width="{wide:.3f}%" '
            f'height="{HEIGHT}"><title>{escape(state.label)}: {grouped(number)}</title></rect>'
        )
        at += wide
    words = escape("; ".join(f"{state.label}: {grouped(n)}" for state, n in states.items()))
    return mark_safe(
        f'<svg class="state-bar" width="100%" height="{HEIGHT}" role="img" '
        f'aria-label="{escape(label)}. {words}">{drawn}</svg>'
    )
