"""Two people at one request: the second is told what changed since the page was opened."""

from datetime import datetime

from django.utils.timesince import timesince

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.models import RecordsRequest

SHOWN = 5
# What rooms above this one write on the audit record of a request that they change.
RECORDED_IN_BULK = "recorded event in bulk"
ASSIGNED_IN_BULK = "assigned in bulk"
MERGED = "merged agency of request"


def taking_back(verb: str) -> str:
    """What is written there when it is undone."""
    return f"took back: {verb}"


# What is said of each write that counts up a request's version: nothing else has changed it.
_SAYS = {
    "recorded event": "recorded “{event}”",
    "corrected event": "corrected “{was}” to “{now}”",
    "amended request": "amended the request",
    RECORDED_IN_BULK: "did in bulk: {what}",
    ASSIGNED_IN_BULK: "did in bulk: {what}",
    MERGED: "merged the agency “{gone}” into “{kept}”",
    taking_back(RECORDED_IN_BULK): "took back in bulk: {what}",
    taking_back(ASSIGNED_IN_BULK): "took back in bulk: {what}",
    taking_back(MERGED): "undid the merge of the agency “{gone}” into “{kept}”",
}


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
        subject_kind=RecordsRequest._meta.model_name, subject_id=str(locked.pk), verb__in=_SAYS
    )[: min(writes, SHOWN)]
    changes = [_words(entry, at=at) for entry in entries]
    raise RecordedMeanwhile(changes or ["somebody changed the request"], locked.version)


def _words(entry: AuditEntry, *, at: datetime) -> str:
    what = _SAYS[entry.verb]
    for name, value in entry.details.items():
        what = what.replace(f"{{{name}}}", str(value))
    # The smaller unit would only make the line longer: "2 hours" and not "2 hours, 4 minutes".
    ago = timesince(entry.at, at, depth=1)
    return f"{entry.actor_name} {what} ({'just now' if ago.startswith('0') else f'{ago} ago'})"
