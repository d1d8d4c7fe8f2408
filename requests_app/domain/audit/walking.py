"""A walk along the chain, entry by entry, in constant memory."""

from collections.abc import Iterable
from dataclasses import dataclass

from requests_app.domain.audit.findings import Finding, Kind, Verification
from requests_app.domain.audit.links import BEFORE_THE_FIRST, NoSeal, Row, seal_of

MOST_COMPARED = 40  # entries that are tried in each other's places


@dataclass(frozen=True)
class Suspect:
    """An entry whose hash does not follow from `before`, the hash of the one before it."""

    row: Row
    hash: str
    before: str

    @property
    def position(self) -> int:
        return int(self.row[0])

    def fits(self, before: str, position: int) -> str:
        """The hash that it would have at `position`, after `before`."""
        return seal_of(before, (position, *self.row[1:]))


def walk(rows: Iterable[Row], into: Verification) -> None:
    """Looks at every sealed entry and adds what is wrong to `into`.

    `rows`: by position, each in the order of `COVERED`, then its hash and the account it points to.
    A hash that is wrong is named where it stands, and the next entry is held against it as it
    stands: one change is one finding, not one for all that follows. So is what cannot be read; an
    entry after a hash that is none is held against what that one should be.
    """
    expected, before = 1, BEFORE_THE_FIRST
    suspects: list[Suspect] = []
    is_compared = True
    for *covered, stored, account in rows:
        row = tuple(covered)
        position, entry, number = row[0], row[1], row[3]
        try:
            seal = seal_of(before, row) if position == expected else ""
        except NoSeal:
            seal = ""
        if not seal or seal != stored:
            if not isinstance(position, int):
                into.add(_nowhere(entry))
                into.entries += 1
                continue
            if position != expected:
                into.add(_out_of_line(position, expected, entry))
            elif seal and is_compared and isinstance(stored, str):
                suspects.append(Suspect(row, stored, before))
            else:
                into.add(_changed(position, entry) if seal else _unreadable(position, entry))
            stored = stored if isinstance(stored, str) else seal
        if len(suspects) == MOST_COMPARED:
            _name(suspects, into)
            is_compared = False
        if account is not None and account != number:
            into.add(_exchanged(position, entry, number))
        expected, before = position + 1, stored
        into.entries += 1
    into.position, into.hash = expected - 1, before if expected > 1 else ""
    _name(suspects, into)


def _name(suspects: list[Suspect], into: Verification) -> None:
    for finding in judge(suspects):
        into.add(finding)
    suspects.clear()


def judge(suspects: list[Suspect]) -> list[Finding]:
    """Which of them were moved, which were changed, and which only follow one of those."""
    befores = {one.before for one in suspects} | {one.hash for one in suspects}
    found = []
    for one in suspects:
        home = _home_of(one, suspects, befores)
        if home == one.position:
            # It is as it was sealed: what is wrong is that before it.
            continue
        if home is not None:
            found.append(_moved(one.position, one.row[1], home))
        else:
            found.append(_changed(one.position, one.row[1]))
    if suspects and not found:
        found.append(_changed(suspects[0].position, suspects[0].row[1]))
    return found


def _home_of(one: Suspect, suspects: list[Suspect], befores: set[str]) -> int | None:
    """The position at which the entry was sealed, as far as one of the suspects' seals tells."""
    for before in befores:
        if one.fits(before, one.position) == one.hash:
            return one.position
    for other in suspects:
        for before in befores:
            if one.fits(before, other.position) in {one.hash, other.hash}:
                return other.position
    return None


def _out_of_line(position: int, expected: int, entry: int) -> Finding:
    if position < expected:
        words = f"Position {position:,} is taken twice, the second time by entry {entry}."
        return Finding(Kind.TWICE, words, position, entry)
    missing = (
        f"Position {expected:,} is missing"
        if position == expected + 1
        else f"Positions {expected:,} to {position - 1:,} are missing"
    )
    words = (
        f"{missing}: what was sealed there is gone (position {position:,}, entry {entry}, follows)."
    )
    return Finding(Kind.GAP, words, expected)


def _changed(position: int, entry: int) -> Finding:
    words = (
        f"Position {position:,} (entry {entry}) is not what was sealed there: it, its seal, or the "
        "entry before it together with its seal, was changed or put in."
    )
    return Finding(Kind.CHANGED, words, position, entry)


def _unreadable(position: int, entry: int) -> Finding:
    words = (
        f"Position {position:,} (entry {entry}) is not what was sealed there: it holds something "
        "that cannot be read, or that no entry is sealed with."
    )
    return Finding(Kind.CHANGED, words, position, entry)


def _nowhere(entry: int) -> Finding:
    words = f"Entry {entry} was sealed, and its position is no number any more."
    return Finding(Kind.CHANGED, words, None, entry)


def _moved(position: int, entry: int, home: int) -> Finding:
    words = f"Position {position:,} holds entry {entry}, which was sealed at position {home:,}."
    return Finding(Kind.MOVED, words, position, entry)


def _exchanged(position: int, entry: int, number: int | None) -> Finding:
    words = (
        f"Position {position:,} (entry {entry}) points to another account than the one it was "
        f"sealed with (number {number if number is not None else 'none'})."
    )
    return Finding(Kind.ACCOUNT, words, position, entry)
