"""Sessions as people know them: what a browser calls itself, in two words."""

from collections.abc import Iterable
from dataclasses import dataclass

from requests_app.domain.sign_in.models import OpenSession

# In this order: most browsers say that they are others as well.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class SessionRow:
    """A session in a list. is_this: the one that looks at it."""

    session: OpenSession
    device: str
    is_this: bool


def device_of(agent: str) -> str:
    """ "Firefox on Windows"; a program that says neither is shown by what it says."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or agent[:60] or "Unknown program"


def session_rows(sessions: Iterable[OpenSession], *, this: str | None = None) -> list[SessionRow]:
    return [SessionRow(one, device_of(one.agent), one.session_key == this) for one in sessions]
