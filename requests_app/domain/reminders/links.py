"""The links of a mail that work without signing in: signed, each for one purpose, for a while.

A link says itself what it is good for, so that one that was made up costs no query.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.core.signing import BadSignature, Signer

from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.reminders.kinds import ReminderKind

GOOD_FOR_DAYS = 30


class Purpose(StrEnum):
    """What a link is for; each signs with a salt of its own."""

    SNOOZE = "snooze"
    STOP = "stop"


class LinkRefused(Exception):
    """A link that does nothing (any more), with the reason."""


class LinkBroken(LinkRefused):
    """It was not signed here, or not for this."""


class LinkExpired(LinkRefused):
    """It is older than a link may be."""


@dataclass(frozen=True, slots=True)
class SnoozeLink:
    """Reminds `person` again in `days` days of what the row `reminder` of the ledger is about."""

    reminder: int
    person: int
    days: int


@dataclass(frozen=True, slots=True)
class StopLink:
    """Stops one kind of reminder for `person`."""

    person: int
    kind: ReminderKind


def snooze_token(link: SnoozeLink, *, on: date) -> str:
    """The link as a part of an address, made on that day."""
    return _sign(Purpose.SNOOZE, f"{link.reminder}-{link.person}-{link.days}", on)


def stop_token(link: StopLink, *, on: date) -> str:
    """The link as a part of an address, made on that day."""
    return _sign(Purpose.STOP, f"{link.person}-{link.kind}", on)


def read_snooze(token: str, *, on: date) -> SnoozeLink:
    """Raises `LinkBroken` and `LinkExpired`."""
    reminder, person, days = _read(Purpose.SNOOZE, token, on)
    return SnoozeLink(int(reminder), int(person), int(days))


def read_stop(token: str, *, on: date) -> StopLink:
    """Raises `LinkBroken` and `LinkExpired`."""
    person, kind = _read(Purpose.STOP, token, on)
    return StopLink(int(person), ReminderKind(kind))


READ: dict[Purpose, Callable[..., SnoozeLink | StopLink]] = {
    Purpose.SNOOZE: read_snooze,
    Purpose.STOP: read_stop,
}


def _sign(purpose: Purpose, value: str, on: date) -> str:
    until = days_after(on, GOOD_FOR_DAYS).toordinal()
    return _signer(purpose).sign(f"{value}-{until}")


def _read(purpose: Purpose, token: str, on: date) -> list[str]:
    try:
        signed = _signer(purpose).unsign(token)
    except BadSignature:
        raise LinkBroken(
            "This link is not whole. Open it from the mail itself: a copy that the site keeps of a "
            "mail has no working links."
        ) from None
    *values, until = signed.split("-")
    if on.toordinal() > int(until):
        raise LinkExpired(f"The links of a mail work for {GOOD_FOR_DAYS} days, and this is older.")
    return values


def _signer(purpose: Purpose) -> Signer:
    # Made anew each time: a changed SECRET_KEY, or one that was rolled over, counts at once.
    return Signer(sep=".", salt=f"tenth day, link of a reminder mail: {purpose}")
