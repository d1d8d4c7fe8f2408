"""What became of each reminder in a run, for whoever wants to know: the command, the log."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from requests_app.domain.reminders.kinds import ReminderKind


@dataclass(frozen=True, slots=True)
class Entry:
    """outcome: "planned", "sent", "failed", "skipped" or "put_off". recipient: the key of a
    person, None for the desk or for nobody. about: what it is about and its key ("request 17").
    reason: why not, where it is not."""

    outcome: str
    recipient: int | None
    about: str
    kind: ReminderKind
    speaks_of: date
    reason: str = ""


Tell = Callable[[Entry], None]


def silent(entry: Entry) -> None:
    """Tells nobody."""
