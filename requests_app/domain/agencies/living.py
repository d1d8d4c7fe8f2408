"""Entries of the directory that something is about to hang on, held until it hangs there."""

from collections.abc import Iterable

from requests_app.domain.agencies.models import Agency


class MergedMeanwhile(Exception):
    """The entry is hidden: it was merged into another one, and that one is to be chosen."""


def locked_living(agencies: Iterable[int]) -> dict[int, Agency]:
    """The entries of those ids as they are now, locked in the order of their numbers.

    To be asked for first in a transaction, before other rows are locked: a merge begins with them
    too, so that either it waits for what is hung on the entry, or is over and is seen here. Raises
    `MergedMeanwhile` when one of them was merged away.
    """
    rows = Agency.with_merged.select_for_update(no_key=True)
    found = {one.pk: one for one in rows.filter(pk__in=set(agencies)).order_by("pk")}
    for one in found.values():
        if one.merged_into_id:
            raise MergedMeanwhile(
                f"{one.name} was merged into {one.merged_into} meanwhile: choose that entry."
            )
    return found
