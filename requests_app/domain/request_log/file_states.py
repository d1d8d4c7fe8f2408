"""Restricting a file, putting it in quarantine, lifting either; marking a copy that may go out."""

from datetime import datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.audit.operations import record
from requests_app.domain.request_log.models import Attachment, BinnedItem
from requests_app.domain.request_log.search_index import index_attachment
from requests_app.domain.request_log.sight import check_reach

# A closed file that comes in once more, wherever: the strictest first. The reason is read by people
# who may not know of the other file, nor of its request.
CLOSED_BEFORE = {
    Attachment.State.QUARANTINED: "The same file was put into quarantine before.",
    Attachment.State.RESTRICTED: "The same file was restricted before.",
}


class ReasonMissing(ValueError):
    """Whoever meets a closed or reopened file later has to know why."""


class StateChangedMeanwhile(Exception):
    """Somebody else changed the file's state since the form was opened."""


class NotACopy(ValueError):
    """Only a redacted copy is marked as one that may go out."""


@transaction.atomic
def set_file_state(
    *, attachment: Attachment, state: str, was: str, reason: str, by: Person, at: datetime
) -> Attachment:
    """Puts the file in `state` (of `Attachment.State`) for a `reason`; the search follows.

    `was`: the state it was in when the form was opened. The same state again with the same reason
    changes nothing (a second click). Raises `ReasonMissing`, `StateChangedMeanwhile`
    and `NotAMember`.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing("Say why: whoever meets the file later has to know.")
    locked = _locked(attachment)
    check_reach(by, locked, to=Permission.CHANGE_FILE_STATES)
    if (locked.state, locked.state_reason) == (state, reason):
        return locked
    if locked.state != was:
        raise StateChangedMeanwhile(
            f"Somebody else changed it while you had it open: it is {locked.get_state_display()} "
            f"now, because: {locked.state_reason or 'no reason given'}. Nothing of yours was saved."
        )
    change_file_state(locked, state=state, reason=reason, by=by, at=at)
    return locked


def change_file_state(
    locked: Attachment, *, state: str, reason: str, by: Person | None, at: datetime
) -> None:
    """For this room, with the file's row locked: the state with all that follows it. `by`: None
    where the virus scanner decided, or what is known of its content."""
    before, locked.state = locked.state, Attachment.State(state)
    locked.state_reason, locked.state_changed_by, locked.state_changed_at = reason, by, at
    locked.save()
    index_attachment(locked)
    _record(f"set file {state}", locked, by=by, at=at, was=before, reason=reason)


def closed_as(sha256: str) -> Attachment.State | None:
    """The strictest state in which a file of this content is closed, in any request or in the bin;
    None where none is. Two queries."""
    of_files = Attachment.objects.filter(sha256=sha256, state__in=CLOSED_BEFORE)
    in_bin = BinnedItem.objects.filter(sha256=sha256, file_state__in=CLOSED_BEFORE)
    states = {
        *of_files.values_list("state", flat=True),
        *in_bin.values_list("file_state", flat=True),
    }
    return next((state for state in CLOSED_BEFORE if state in states), None)


def close_as_before(locked: Attachment, *, at: datetime) -> None:
    """A file that just came in is as closed as its content is elsewhere: a second copy opens none
    of it. For the transaction in which it comes."""
    if state := closed_as(locked.sha256):
        change_file_state(locked, state=state, reason=CLOSED_BEFORE[state], by=None, at=at)


@transaction.atomic
def set_may_go_out(*, attachment: Attachment, may: bool, by: Person, at: datetime) -> Attachment:
    """Marks a redacted copy as one that may go out, or takes the mark away. Raises `NotACopy`
    and `NotAMember`."""
    locked = _locked(attachment)
    check_reach(by, locked, to=Permission.ATTACH_FILES)
    if locked.redacts_id is None:
        raise NotACopy(f"“{locked}” is an original; attach its redacted copy first.")
    if locked.may_go_out != may:
        locked.may_go_out = may
        locked.save()
        verb = "marked file to go out" if may else "took back that file may go out"
        _record(verb, locked, by=by, at=at)
    return locked


def record_use(*, attachment: Attachment, verb: str, by: Person, at: datetime, **what: int) -> None:
    """Notes who opened the file or took it out; `what` of it, where it was not all."""
    _record(verb, attachment, by=by, at=at, **what)


def record_opening(*, attachment: Attachment, by: Person, at: datetime, **what: int) -> None:
    """Notes who opened the file, unless it is open to all; `what` of it, where it was not all."""
    if attachment.state != Attachment.State.NORMAL:
        record_use(attachment=attachment, verb="opened file", by=by, at=at, **what)


def _locked(attachment: Attachment) -> Attachment:
    files = Attachment.objects.select_related("records_request__agency")
    return files.select_for_update(of=("self",)).get(pk=attachment.pk)


def _record(
    verb: str, attachment: Attachment, *, by: Person | None, at: datetime, **details: str | int
) -> None:
    record(
        verb=verb,
        subject=attachment.records_request,
        by=by,
        at=at,
        sha256=attachment.sha256,
        name=attachment.original_name,
        **details,
    )
