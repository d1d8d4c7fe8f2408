"""What a denial has to say and does not: flags for the page and the letter that asks for it."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from requests_app.domain.deadlines.extension_check import Flag
from requests_app.domain.request_log.dates import shown
from requests_app.domain.request_log.event_kinds import EVENT_RULES, EventKind
from requests_app.domain.request_log.models import Event
from requests_app.domain.request_log.recompute import standing_events

# Field of the event -> (the flag's key, what the agency left out, where the law asks for it).
_OWED = {
    "in_writing": ("denial_not_in_writing", "was not given in writing", "Gov. Code § 7922.540(a)"),
    "exemptions": ("no_exemption", "cites no exemption", "Gov. Code § 7922.000"),
    "deciders": (
        "no_deciders",
        "names nobody as responsible for it",
        "Gov. Code § 7922.540(b)",
    ),
}


class Denial(Protocol):
    """What is looked at: an event, or what a letter knows of one."""

    @property
    def on(self) -> date: ...
    @property
    def in_writing(self) -> bool: ...
    @property
    def exemptions(self) -> str: ...
    @property
    def deciders(self) -> str: ...


def lacking(denial: Denial) -> tuple[Flag, ...]:
    """What one denial lacks."""
    return tuple(
        Flag(key, f"The determination of {shown(denial.on)} {what}.", citation, denial.on)
        for field, (key, what, citation) in _OWED.items()
        if not getattr(denial, field)
    )


def denial_flags(events: Iterable[Event]) -> tuple[Flag, ...]:
    """What the standing denials of a timeline lack, in the order of the timeline."""
    return tuple(
        flag
        for event in standing_events(events)
        if EVENT_RULES[EventKind(event.kind)].needs_deciders
        for flag in lacking(event)
    )
