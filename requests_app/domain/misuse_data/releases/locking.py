"""A release as it is now, locked: two people may want to move it at the same moment."""

from __future__ import annotations

from requests_app.domain.misuse_data.models import Release


class ReleaseGone(Exception):
    """Its import was undone meanwhile."""


def locked_release(release: Release) -> Release:
    """Waits for whoever has it. To be used inside a transaction; raises `ReleaseGone`."""
    try:
        return Release.objects.select_for_update().get(pk=release.pk)
    except Release.DoesNotExist as error:
        raise ReleaseGone(
            f"“{release}” is there no more: its import was undone meanwhile."
        ) from error
