"""Who may do what with a file: one table of its states, asked by every door. In a restricted
campaign a member is what their role there says, whatever they may elsewhere."""

from collections.abc import Callable, Collection, Iterable
from enum import StrEnum
from typing import Any, TypeVar

from django.db.models import QuerySet

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.request_log.sight import blocked_campaigns

Rows = TypeVar("Rows", bound=QuerySet[Any])


class Use(StrEnum):
    NAME = "name"
    OPEN = "open"
    DOWNLOAD = "download"
    FIND = "find"
    LEAVE = "leave"
    DELETE = "delete"


USE_SENTENCES = {
    Use.NAME: "Sees its name, size and hash in lists.",
    Use.OPEN: "Opens it in the page and reads its text.",
    Use.DOWNLOAD: "Saves it.",
    Use.FIND: "Finds it by its text (in quarantine and not scanned yet: by its name).",
    Use.LEAVE: "Imports its rows, takes it along in a ZIP, names it in public.",
    Use.DELETE: "Puts it into the bin and takes it out again.",
}

# The permission that each use of a file in a state asks for. None: nobody's.
FILE_USES: dict[str, dict[Use, Permission | None]] = {
    Attachment.State.NORMAL: {
        Use.NAME: Permission.SEE_WORKSPACE,
        Use.OPEN: Permission.SEE_WORKSPACE,
        Use.DOWNLOAD: Permission.ATTACH_FILES,
        Use.FIND: Permission.SEE_WORKSPACE,
        Use.LEAVE: Permission.SEE_WORKSPACE,
        Use.DELETE: Permission.ATTACH_FILES,
    },
    # Only where the site has a virus scanner: named, and nobody's until it was looked through.
    Attachment.State.UNSCANNED: {
        Use.NAME: Permission.SEE_WORKSPACE,
        Use.OPEN: None,
        Use.DOWNLOAD: None,
        Use.FIND: Permission.SEE_WORKSPACE,
        Use.LEAVE: None,
        Use.DELETE: Permission.ATTACH_FILES,
    },
    Attachment.State.RESTRICTED: {
        Use.NAME: Permission.SEE_RESTRICTED_FILES,
        Use.OPEN: Permission.SEE_RESTRICTED_FILES,
        Use.DOWNLOAD: Permission.SEE_RESTRICTED_FILES,
        Use.FIND: Permission.SEE_RESTRICTED_FILES,
        Use.LEAVE: None,
        Use.DELETE: Permission.CHANGE_FILE_STATES,
    },
    # As a name only, for whoever may lift it.
    Attachment.State.QUARANTINED: {
        Use.NAME: Permission.CHANGE_FILE_STATES,
        Use.OPEN: None,
        Use.DOWNLOAD: None,
        Use.FIND: Permission.CHANGE_FILE_STATES,
        Use.LEAVE: None,
        Use.DELETE: Permission.CHANGE_FILE_STATES,
    },
}


def may_use(person: Person, attachment: Attachment, use: Use) -> bool:
    """Whether the table gives `person` this use of the file in the state that it is in.

    Of a file that is there for them (`seen_by`). Its request is looked at only where their role
    does not hold in every campaign: lists have it at hand."""
    return may_use_in(
        person, attachment.state, use, campaign=lambda: attachment.records_request.campaign_id
    )


def may_use_in(person: Person, state: str, use: Use, *, campaign: Callable[[], int | None]) -> bool:
    """Likewise of a file in this state; `campaign`: gives the id of the one that it is of."""
    asked = FILE_USES[state][use]
    if asked is None or not person.may(asked):
        return False
    closed = _closed(person, asked)
    return not closed or campaign() not in closed


def _closed(person: Person, asked: Permission) -> frozenset[int]:
    """Ids of the campaigns in which `person` may not do what their own role lets them. What is
    everybody's is left to `seen_by`: it knows what was published."""
    if asked == Permission.SEE_WORKSPACE:
        return frozenset()
    return blocked_campaigns(person, asked)


def states_for(person: Person, use: Use) -> list[str]:
    """The states of files that `person` has this use of."""
    return [
        str(state)
        for state, uses in FILE_USES.items()
        if (asked := uses[use]) is not None and person.may(asked)
    ]


def within_roles(
    rows: Rows,
    person: Person,
    use: Use,
    *,
    state: str = "state",
    campaign: str = "records_request__campaign",
) -> Rows:
    """Without files whose state gives `person` this use elsewhere, but not in their campaign; the
    same query where there is no such campaign. `state`, `campaign`: the ways there."""
    for name in states_for(person, use):
        asked = FILE_USES[name][use]
        if asked is not None and (closed := _closed(person, asked)):
            rows = rows.exclude(**{state: name, f"{campaign}__in": sorted(closed)})
    return rows


def is_open_to_all(attachment: Attachment) -> bool:
    """Whether everybody in the workspace may know which file it is."""
    return FILE_USES[attachment.state][Use.NAME] == Permission.SEE_WORKSPACE


def may_leave(attachment: Attachment) -> bool:
    """Whether the file's content, name and hash may be used outside its request's own page: by its
    state, and of a redacted copy only once it is marked to go out."""
    is_released = attachment.redacts_id is None or attachment.may_go_out
    return is_released and FILE_USES[attachment.state][Use.LEAVE] is not None


def replaced_by_copies(files: Iterable[Attachment]) -> set[int]:
    """Ids of originals in whose place a redacted copy among `files` is handed over."""
    return {file.redacts_id for file in files if file.redacts_id and may_leave(file)}


def why_kept_in(attachment: Attachment, *, replaced: Collection[int]) -> str:
    """In a word or two why the file is not handed over about its request; empty where it is.

    `replaced`: what `replaced_by_copies` says of all files of the request.
    """
    if attachment.state != Attachment.State.NORMAL:
        return attachment.get_state_display().lower()
    if not may_leave(attachment):
        return "a redacted copy that is not to go out yet"
    return "its redacted copy goes in its place" if attachment.pk in replaced else ""
