"""What became of each reminder in a run, for whoever wants to know: the command, the log."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from requests_app.domain.reminders.kinds import ReminderKind

NO_ONE = 0  # no person has that key


@dataclass(frozen=True, slots=True)
class Entry:
    """outcome: "planned", "sent", "failed", "skipped" or "put_off" (its mail waits). recipient:
    the key of a person, None for the desk, `NO_ONE` where nobody can be reached. about: what it is
    about and its key ("records_request 17"; "desk"). reason: why, or why not."""

    outcome: str
    recipient: int | None
    about: str
    kind: ReminderKind
    speaks_of: date
    reason: str = ""


Tell = Callable[[Entry], None]


def silent(entry: Entry) -> None:
    """Tells nobody."""
