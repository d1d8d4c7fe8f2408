"""A release as it is now, locked: two people may want to move it at the same moment."""

from __future__ import annotations

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.request_log.sight import check_reach


class ReleaseGone(Exception):
    """Its import was undone meanwhile."""


def locked_release(
    release: Release, *, by: Person | None, to: Permission = Permission.SEE_WORKSPACE
) -> Release:
    """Waits for whoever has it. To be used inside a transaction; raises `ReleaseGone`, and
    `NotAMember` unless it is there for `by`, to do what `to` says."""
    try:
        locked = Release.objects.select_for_update().get(pk=release.pk)
    except Release.DoesNotExist as error:
        raise ReleaseGone(
            f"“{release}” is there no more: its import was undone meanwhile."
        ) from error
    check_reach(by, locked, to=to)
    return locked
