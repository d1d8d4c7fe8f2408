"""Two people at one request: the second is told what changed since the page was opened."""

from datetime import datetime

from django.utils.timesince import timesince

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.models import RecordsRequest

SHOWN = 5
# What is said of each write that counts up a request's version; other verbs speak for themselves.
_SAYS = {
    "recorded event": "recorded “{event}”",
    "corrected event": "corrected “{was}” to “{now}”",
    "amended request": "amended the request",
}
# What leaves the version as it is.
_NO_CHANGE = ("logged request", "attached file", "downloaded file")


class RecordedMeanwhile(Exception):
    """The request changed since the form was opened; nothing was recorded.

    changes: who did what and how long ago, newest first. version: the one to look at now.
    """

    def __init__(self, changes: list[str], version: int):
        self.changes = changes
        self.version = version
        super().__init__(f"Since you opened this page: {'; '.join(changes)}.")


def check_unchanged(locked: RecordsRequest, *, version: int | None, at: datetime) -> None:
    """Raises `RecordedMeanwhile` unless the request stands at `version` (None: nobody looked)."""
    if version is None or version == locked.version:
        return
    writes = max(1, locked.version - version)
    entries = AuditEntry.objects.filter(
        subject_kind=RecordsRequest._meta.model_name, subject_id=str(locked.pk)
    ).exclude(verb__in=_NO_CHANGE)[: min(writes, SHOWN)]
    changes = [_words(entry, at=at) for entry in entries]
    raise RecordedMeanwhile(changes or ["somebody changed the request"], locked.version)


def _words(entry: AuditEntry, *, at: datetime) -> str:
    what = _SAYS.get(entry.verb, entry.verb)
    for name, value in entry.details.items():
        what = what.replace(f"{{{name}}}", str(value))
    # The smaller unit would only make the line longer: "2 hours" and not "2 hours, 4 minutes".
    ago = timesince(entry.at, at, depth=1)
    return f"{entry.actor_name} {what} ({'just now' if ago.startswith('0') else f'{ago} ago'})"
