"""Who may do what with a file: one table of its states, asked by every door."""

from collections.abc import Collection, Iterable
from enum import StrEnum

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.models import Attachment


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
    """Whether the table gives `person` this use of the file in the state that it is in."""
    asked = FILE_USES[attachment.state][use]
    return asked is not None and person.may(asked)


def states_for(person: Person, use: Use) -> list[str]:
    """The states of files that `person` has this use of."""
    return [
        str(state)
        for state, uses in FILE_USES.items()
        if (asked := uses[use]) is not None and person.may(asked)
    ]


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
