"""Where a figure's passport is: the pages, the pictures and the files all lead to it."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from django.urls import get_script_prefix, reverse


class Sourced(Protocol):
    """What has a source: a figure of its own, or the release whose rows were added."""

    @property
    def figure(self) -> int | None: ...

    @property
    def release(self) -> int: ...


def passport_of(one: Sourced, site: str) -> str:
    """The address of a figure's passport on the "public" or the "staff" site; of a sum of ours, of
    the release whose rows it adds."""
    if one.figure is None:
        return f"{_start(site, 'release', get_script_prefix())}{one.release}/"
    return f"{_start(site, 'figure', get_script_prefix())}{one.figure}/"


@lru_cache(maxsize=16)
def _start(site: str, name: str, prefix: str) -> str:
    # Asked once: looking an address up costs more than all else of a number.
    return reverse(f"{site}:{name}", args=[0]).removesuffix("0/")
