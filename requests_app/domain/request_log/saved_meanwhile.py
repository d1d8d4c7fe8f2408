"""Two people who have the same thing open: the second is told what the first has saved."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.db.models import Model

from requests_app.domain.audit.models import AuditEntry

LONGEST_SHOWN = 200  # characters of what stands now
Shown = Mapping[str, str]  # what a form changes, by the words of its labels


class SavedMeanwhile(Exception):
    """Somebody else saved it since the form was opened; nothing of this one is saved. The message
    says who, and what stands there now; `stands`: the key of that, to be saved upon."""

    def __init__(self, message: str, stands: str):
        self.stands = stands
        super().__init__(message)


def key_of_what_stands(shown: Shown) -> str:
    """What a form hands back as `seen`."""
    return hashlib.sha256(repr(sorted(shown.items())).encode()).hexdigest()[:16]


def refuse_saved_meanwhile(subject: Model, *, seen: str, stands: Shown, new: Shown) -> None:
    """Raises `SavedMeanwhile` where what `stands` in the locked `subject` is not what was `seen`
    ("": nobody looked). The same once more (a second click) is not refused."""
    key = key_of_what_stands(stands)
    if seen in ("", key) or stands == new:
        return
    differing = [
        f"“{label}” is now {_quoted(said)}" for label, said in stands.items() if said != new[label]
    ]
    raise SavedMeanwhile(
        f"{_who_saved(subject)} saved this while you had it open, and nothing of yours was saved."
        f" There, {'; '.join(differing)}. What you typed is still here: saving again puts it in"
        " place of that.",
        key,
    )


def _quoted(said: str) -> str:
    if not said:
        return "blank"
    return f"“{said if len(said) <= LONGEST_SHOWN else said[:LONGEST_SHOWN] + '…'}”"


def _who_saved(subject: Model) -> str:
    entries = AuditEntry.objects.filter(
        subject_kind=subject._meta.model_name, subject_id=str(subject.pk)
    )
    last = entries.order_by("-pk").first()
    return last.actor_name if last else "Somebody else"
