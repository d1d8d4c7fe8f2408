"""Whether every stored file that the database names is there, as it was when it came."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.core.files.storage import default_storage

from requests_app.domain.upkeep.keeping.store_walk import sized_and_hashed, stored_files
from requests_app.domain.upkeep.keeping.stored_names import (
    Claim,
    Named,
    is_storage_name,
    named_files,
    named_now,
)


class Fault(StrEnum):
    """What can be wrong. Only what belongs to nothing harms nobody: the night removes it."""

    MISSING = "missing"
    NOT_A_NAME = "not a name of the store"
    WRONG_SIZE = "wrong size"
    WRONG_HASH = "wrong hash"
    UNREADABLE = "unreadable"
    UNOWNED = "unowned"


@dataclass(frozen=True, slots=True)
class Finding:
    """owners: what names the file, in words; says: what was found instead."""

    fault: Fault
    name: str
    owners: str = ""
    says: str = ""

    @property
    def is_damage(self) -> bool:
        return self.fault != Fault.UNOWNED


@dataclass(slots=True)
class Looked:
    """How much was looked at so far."""

    files: int = 0
    bytes: int = 0
    damaged: int = 0
    unowned: int = 0


def verify_files(looked: Looked, *, quick: bool = False) -> Iterator[Finding]:
    """What is wrong, as it is found; `looked` is counted up meanwhile.

    Two streams in one order are held against each other: what the database names, and what is
    stored. `quick`: sizes only, no content is read. The product may be running: what differs
    because of that is asked again before it is told.
    """
    store = stored_files()
    here = next(store, None)
    for named in named_files():
        while here is not None and here < named.name:
            yield from _unowned(here, looked)
            here = next(store, None)
        is_here = here == named.name
        if is_here:
            here = next(store, None)
        for finding in _judged(named, is_here, looked, quick):
            looked.damaged += 1
            yield finding
    while here is not None:
        yield from _unowned(here, looked)
        here = next(store, None)


def _unowned(name: str, looked: Looked) -> Iterator[Finding]:
    if not named_now(name):
        looked.unowned += 1
        yield Finding(Fault.UNOWNED, name)


def _judged(named: Named, is_here: bool, looked: Looked, quick: bool) -> Iterator[Finding]:
    looked.files += 1
    if not is_storage_name(named.name):
        yield Finding(Fault.NOT_A_NAME, named.name, named.owners)
    elif not is_here and not default_storage.exists(named.name):
        if named_now(named.name):
            yield Finding(Fault.MISSING, named.name, named.owners)
    else:
        yield from _compared(named, looked, quick)


def _compared(named: Named, looked: Looked, quick: bool) -> Iterator[Finding]:
    try:
        if quick:
            size, sha256 = default_storage.size(named.name), ""
        else:
            with default_storage.open(named.name) as file:
                size, sha256 = sized_and_hashed(file)
    except OSError as error:
        if named_now(named.name):
            yield Finding(Fault.UNREADABLE, named.name, named.owners, error.strerror or str(error))
        return
    looked.bytes += size
    for claim in named.claims:
        yield from _against(claim, named.name, size, sha256)


def _against(claim: Claim, name: str, size: int, sha256: str) -> Iterator[Finding]:
    if claim.size is not None and claim.size != size:
        says = f"{size} bytes, recorded as {claim.size}"
        yield Finding(Fault.WRONG_SIZE, name, claim.owner, says)
    elif sha256 and claim.sha256 != sha256:
        says = f"{sha256}, recorded as {claim.sha256}"
        yield Finding(Fault.WRONG_HASH, name, claim.owner, says)
